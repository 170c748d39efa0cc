"""From where incidents lie to which sites count them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.sites import Sites
from geodata.columns import Columns
from geodata.results.monthlist_members import Members, SiteRows

Integers = NDArray[np.int64]


def site_rows(rows: NDArray[np.bool_], unit: Integers, sites: Sites, units: int) -> SiteRows:
    """Find the incidents each site counts.

    Parameters
    ----------
    rows
        Which incidents are of the kind.
    unit
        Piece or cell of each incident of any kind, -1 for none.
    units
        How many pieces or cells there are.
    """
    on = np.flatnonzero(rows & (unit >= 0))
    site = sites.places(units)[unit[on]]
    on, site = on[site >= 0], site[site >= 0]
    ends = np.cumsum(np.bincount(site, minlength=len(sites)))
    by_site = on[np.argsort(site, kind="stable")]
    return SiteRows(by_site.astype(np.uint32), ends.astype(np.uint32))


def gather_members(
    columns: Columns, found: Mapping[str, SiteRows], grade_ids: Sequence[str]
) -> Members:
    """Keep the incidents on any site, once each, and let the sites' rows count among those.

    Parameters
    ----------
    columns
        The incidents `site_rows` was told of.
    """
    held = np.zeros(len(columns), dtype=np.bool_)
    for kept in found.values():
        held[kept.rows] = True
    place = np.cumsum(held) - 1
    on = columns.take(held)
    return Members(
        number=on.number,
        x=on.x,
        y=on.y,
        day=on.from_day,
        grades=on.grades,
        grade_ids=tuple(grade_ids),
        sites={
            kind: SiteRows(place[kept.rows].astype(np.uint32), kept.ends)
            for kind, kept in found.items()
        },
    )
