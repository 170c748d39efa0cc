"""The monthly list of what happens inside: cells of 100 m instead of stretches of street."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.off_street import HotUnits, find_hot_units
from geodata.analysis.hotspots.posterior import Posterior
from geodata.analysis.hotspots.site_list import Occurrences, Rolling, SiteFacts, tell_sites, within
from geodata.analysis.hotspots.sites import FEWEST, MOST_SITES, Sites
from geodata.analysis.hotspots.units import Units

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CellList:
    """Cells with all that is told of them, the worst first.

    Parameters
    ----------
    units
        What the cells were chosen from, for the coloured picture.
    sites, facts
        The cells listed (`Sites.piece` is the number of each) and what is told of them.
    located
        Incidents of 36 months in a cell.
    """

    units: HotUnits
    sites: Sites
    facts: SiteFacts
    located: int


def make_cell_list(
    occurrences: Occurrences,
    cells: Units,
    *,
    months: Rolling,
    grades: int,
    causes: int,
    fewest: int = FEWEST,
) -> CellList:
    """Make the list as `make_site_list` does for streets.

    Parameters
    ----------
    occurrences
        Their `piece` is the cell of each.
    cells
        What stands in each is its exposure.
    grades, causes, fewest
        As there.
    """
    past = within(occurrences, months)
    found = find_hot_units(past.piece, cells)
    sites = _listed(found, cells, fewest)
    located = past.take(past.piece >= 0)
    site = sites.places(len(cells))[located.piece]
    return CellList(
        units=found,
        sites=sites,
        facts=tell_sites(sites, site, located, months=months, grades=grades, causes=causes),
        located=len(located.piece),
    )


def _listed(found: HotUnits, cells: Units, fewest: int) -> Sites:
    enough = found.order[found.counts[found.order] >= fewest]
    chosen: Integers = enough[:MOST_SITES]
    return Sites(
        piece=chosen,
        members=tuple(np.array([cell]) for cell in chosen),
        length_m=cells.size[chosen],
        count=found.counts[chosen],
        number=Posterior(found.numbers.shape[chosen], found.numbers.rate[chosen]),
        usual=found.usual[chosen],
        hot_probability=found.hot_probability[chosen],
    )
