"""Listed sites turned into what is kept of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.site_facts import Leading
from geodata.analysis.hotspots.site_list import SiteFacts
from geodata.analysis.hotspots.sites import Sites
from geodata.results.monthlist import SiteName, Spot, Told

World = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where sites are; all of one length.

    Parameters
    ----------
    names
        What they are called.
    x, y
        World coordinates of their middles.
    areas
        Codes of the areas those lie in, None for none known.
    rules
        Ids of the official rules those meet.
    """

    names: Sequence[SiteName]
    x: World
    y: World
    areas: Sequence[str | None]
    rules: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids of grades and incident types, and causes, in the order of their indices."""

    grades: Sequence[str]
    types: Sequence[str]
    causes: Sequence[str]


def tell_spots(
    sites: Sites, facts: SiteFacts, standing: Standing, kinds: Leading | None, words: Vocabulary
) -> tuple[Spot, ...]:
    """Put together all that is told of each site, the worst first.

    Parameters
    ----------
    kinds
        Commonest incident type of each; None where all are of one.
    """
    return tuple(
        Spot(
            number=n + 1,
            band=str(facts.ranks.band[n]),
            rank_low=int(facts.ranks.low[n]),
            rank_high=int(facts.ranks.high[n]),
            name=standing.names[n],
            area=standing.areas[n],
            x=int(standing.x[n]),
            y=int(standing.y[n]),
            count=int(sites.count[n]),
            last_year=int(facts.last_year[n]),
            year_before=int(facts.year_before[n]),
            per_year=_rounded(facts.per_year[n]),
            low=_rounded(facts.low[n]),
            high=_rounded(facts.high[n]),
            times=_rounded(sites.times_average[n]),
            graded=dict(zip(words.grades, facts.graded[n].tolist(), strict=True)),
            ratio=_finite(facts.trends.ratio[n]),
            ratio_low=_finite(facts.trends.low[n]),
            ratio_high=_finite(facts.trends.high[n]),
            arrow=int(facts.trends.arrow[n]),
            peak=None if facts.peak.hour[n] < 0 else int(facts.peak.hour[n]),
            kind=None if kinds is None else _told(kinds, words.types, n),
            cause=_told(facts.leading, words.causes, n),
            rules=standing.rules[n],
        )
        for n in range(len(sites))
    )


def _told(leading: Leading, values: Sequence[str], n: int) -> Told | None:
    value = int(leading.value[n])
    if value < 0:
        return None
    return Told(values[value], int(leading.count[n]), int(leading.known[n]))


def _finite(value: float) -> float | None:
    return _rounded(value) if np.isfinite(value) else None


def _rounded(value: float) -> float:
    """Keep what can be read; lists of equal figures are then equal bytes."""
    return round(float(value), 4)
