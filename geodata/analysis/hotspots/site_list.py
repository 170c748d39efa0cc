"""The monthly list of accident sites, whole: what is worked out, kept and shown."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.naming import Gazetteer
from geodata.analysis.hotspots.scoring import Hotspots, Streets, find_hotspots
from geodata.analysis.hotspots.site_facts import (
    Leading,
    Peak,
    count_values,
    leading_value,
    peak_hours,
)
from geodata.analysis.hotspots.sites import FEWEST, Ranks, Sites, list_sites, rank_sites
from geodata.analysis.trends import Trends, compare_places
from geodata.periods import day_number
from geodata.results.monthlist import SiteName

DAYS_A_YEAR = 365.25

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Rolling(NamedTuple):
    """Day numbers of rolling 36 months: their start, 24 and 12 months before the end, the end."""

    start: int
    two_years_before: int
    year_before: int
    end: int


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Incidents of one kind; arrays of one length.

    Parameters
    ----------
    piece
        As snapped, -1 for none.
    day
        Day number.
    minutes
        Minute of the local day, 1440 and above where it is not known.
    grades, causes
        Index into the lists of grades and of causes; beyond their ends where not told.
    """

    piece: Integers
    day: Integers
    minutes: Integers
    grades: Integers
    causes: Integers

    def take(self, rows: NDArray[np.bool_]) -> "Occurrences":
        """Return some of them."""
        return Occurrences(
            self.piece[rows],
            self.day[rows],
            self.minutes[rows],
            self.grades[rows],
            self.causes[rows],
        )


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What is told of sites beside where they are; arrays of one length.

    Parameters
    ----------
    ranks
        How sure their order is.
    per_year, low, high
        Incidents expected a year, with the ends of its 90 % interval.
    last_year, year_before
        Incidents of the last 12 months and of the 12 before (`Sites.count` has those of 36).
    graded
        Incidents of 36 months by grade, shape (sites, grades).
    trends
        The last 12 months against the 12 before.
    peak, leading
        Peak hours and leading cause.
    """

    ranks: Ranks
    per_year: Floats
    low: Floats
    high: Floats
    last_year: Integers
    year_before: Integers
    graded: Integers
    trends: Trends
    peak: Peak
    leading: Leading


@dataclass(frozen=True, slots=True)
class SiteList:
    """Sites with all that is told of them, the worst first.

    Parameters
    ----------
    hotspots
        What the sites were chosen from, for the coloured pieces.
    sites, names, facts
        Where they are, what they are called, and all else.
    busiest
        The piece of each on which most happened; a site is named after it and shown there.
    located, off_street
        Incidents of 36 months on a piece of street, and others.
    """

    hotspots: Hotspots
    sites: Sites
    names: tuple[SiteName, ...]
    facts: SiteFacts
    busiest: Integers
    located: int
    off_street: int


def rolling_months(end: date) -> Rolling:
    """Return the 36 months before the first of a month."""
    first = end.replace(day=1)
    return Rolling(*(day_number(first.replace(year=first.year - back)) for back in (3, 2, 1, 0)))


def make_site_list(
    occurrences: Occurrences,
    streets: Streets,
    gazetteer: Gazetteer,
    *,
    months: Rolling,
    grades: int,
    causes: int,
    fewest: int = FEWEST,
) -> SiteList:
    """Make the list from what happened within its 36 months; nothing else is looked at.

    Parameters
    ----------
    grades, causes
        How many there are of each.
    fewest
        Incidents a site must have.
    """
    past = within(occurrences, months)
    hotspots = find_hotspots(past.piece, streets)
    sites = list_sites(hotspots, streets, fewest=fewest)
    located = past.take(past.piece >= 0)
    site = sites.places(len(streets.network))[located.piece]
    busiest = busiest_pieces(sites, hotspots.counts)
    return SiteList(
        hotspots=hotspots,
        sites=sites,
        names=tuple(
            gazetteer.name(int(piece), members)
            for piece, members in zip(busiest, sites.members, strict=True)
        ),
        busiest=busiest,
        facts=tell_sites(sites, site, located, months=months, grades=grades, causes=causes),
        located=len(located.piece),
        off_street=len(past.piece) - len(located.piece),
    )


def busiest_pieces(sites: Sites, counts: Integers) -> Integers:
    """Find the piece of each site with most incidents; of equals the one in the middle, if it is.

    The window that says most need not be centred on what it says it about.
    """
    found = [
        int(middle) if counts[middle] == counts[own].max() else int(own[counts[own].argmax()])
        for middle, own in zip(sites.piece, sites.members, strict=True)
    ]
    return np.array(found, dtype=np.int64)


def within(occurrences: Occurrences, months: Rolling) -> Occurrences:
    """Return what happened within the 36 months."""
    return occurrences.take((occurrences.day >= months.start) & (occurrences.day < months.end))


def tell_sites(
    sites: Sites,
    site: Integers,
    located: Occurrences,
    *,
    months: Rolling,
    grades: int,
    causes: int,
) -> SiteFacts:
    """Tell what there is to tell of sites.

    Parameters
    ----------
    site
        Of each of the incidents `located` within the 36 months the number of its site, -1 for none.
    """
    count = len(sites)
    now, before = _two_years(site, located.day, months, count)
    years = (months.end - months.start) / DAYS_A_YEAR
    return SiteFacts(
        ranks=rank_sites(sites),
        per_year=sites.number.mean / years,
        low=sites.number.quantile(0.05) / years,
        high=sites.number.quantile(0.95) / years,
        last_year=now,
        year_before=before,
        graded=count_values(site, located.grades, sites=count, kinds=grades),
        trends=compare_places(
            now,
            before,
            days_now=months.end - months.year_before,
            days_before=months.year_before - months.two_years_before,
        ),
        peak=peak_hours(site, located.minutes, sites=count),
        leading=leading_value(count_values(site, located.causes, sites=count, kinds=causes)),
    )


def _two_years(
    site: Integers, day: Integers, months: Rolling, count: int
) -> tuple[Integers, Integers]:
    """Incidents of each site in the last 12 months and in the 12 before."""
    listed = site >= 0
    last = listed & (day >= months.year_before)
    earlier = listed & (day >= months.two_years_before) & (day < months.year_before)
    return (
        np.bincount(site[last], minlength=count),
        np.bincount(site[earlier], minlength=count),
    )
