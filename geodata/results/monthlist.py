"""The hotspot list of a month as it is kept and shown: plain values, no personal data.

Nothing in here needs more than NumPy, so that the server reads what the worker has written.
"""

from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from geodata.packing import pack, unpack
from geodata.results.monthlist_members import Members, members_arrays, members_header, parse_members
from geodata.results.schemas import SCHEMAS

SCHEMA = SCHEMAS["hotspots"]
"""Months of older ones are still read."""

OUTDOORS, INDOORS = "outdoors", "indoors"
"""Kinds of all incidents together: those of streets and open ground, those inside."""

STEPS = (2.0, 4.0, 8.0)
"""From so many times the average street (or usual number) on a piece or cell is coloured."""

ROUGH_M = 50.0
"""Where half of the positions are worse than this, sites are made wider."""

Units = Literal["pieces", "cells"]


@dataclass(frozen=True, slots=True)
class SiteName:
    """The words a site's name is made of; the page puts them together.

    Parameters
    ----------
    street
        Street at or nearest to the middle of the site, '' where no street has a name at all.
    beside
        Whether that street is none of the site's own: those have no names.
    crossing
        Names of the streets that meet at its junction, those with more pieces first.
    junction
        Number of the junction's node, -1 where there is none within the site.
    at_junction
        Whether the middle is at the junction, else it is only the nearest one.
    """

    street: str
    beside: bool
    crossing: tuple[str, ...]
    junction: int
    at_junction: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The commonest of several values: which, how often, among how many that are known."""

    value: str
    count: int
    known: int


@dataclass(frozen=True, slots=True)
class Spot:
    """One site of the list.

    Parameters
    ----------
    number
        Its place, 1 the worst.
    band, rank_low, rank_high
        A surely, B likely, C to be watched; the 90 % interval of its rank.
    area
        Code of the smallest area its middle lies in; None where none is known.
    x, y
        World coordinates of the middle.
    count, last_year, year_before
        Incidents of 36 months, of the last 12 and of the 12 before.
    per_year, low, high
        Incidents expected a year, with the ends of its 90 % interval.
    times
        Against as much of the average street, or against the usual number of its cell.
    graded
        Incidents of 36 months by grade id.
    ratio, ratio_low, ratio_high
        Rate of the last 12 months to that of the 12 before, with its exact 95 % interval; None
        for what no number tells (no incident at all, or infinitely more).
    arrow
        1 up, -1 down, 0 no evident change 无显著变化.
    peak
        First hour of the busiest three; None for no peak.
    kind, cause
        Commonest incident type (its id) and commonest cause; None where none stands out.
    rules
        Ids of the official count rules its middle meets.
    """

    number: int
    band: str
    rank_low: int
    rank_high: int
    name: SiteName
    area: str | None
    x: int
    y: int
    count: int
    last_year: int
    year_before: int
    per_year: float
    low: float
    high: float
    times: float
    graded: dict[str, int]
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    arrow: int
    peak: int | None
    kind: Told | None
    cause: Told | None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindList:
    """The sites of one kind of incident.

    Parameters
    ----------
    kind
        `OUTDOORS`, `INDOORS` or the id of an incident type, with all types below it.
    units
        What was scored: pieces of street, or cells of 100 m for what happens inside.
    incidents, located
        Of the 36 months; `located` are those on a piece or in a cell. None for a viewer of only
        some areas, whose numbers these are not.
    spots
        The worst first; empty where none has enough incidents 证据不足.
    """

    kind: str
    units: Units
    incidents: int | None
    located: int | None
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Outlines of pieces or cells; `areas` are places in `MonthList.area_codes`, or `NO_AREA`."""

    ring_offsets: NDArray[np.uint32]
    x: NDArray[np.uint32]
    y: NDArray[np.uint32]
    areas: NDArray[np.uint16]

    def __len__(self) -> int:
        """Count them."""
        return len(self.areas)


@dataclass(frozen=True)
class MonthList:
    """All that was worked out for the 36 months that end with a month.

    Parameters
    ----------
    month
        The last month, such as ``2025-12``.
    start, end
        First day, and the day after the last, ISO.
    version
        The data version it was made from.
    sample
        Whether that is the sample town 示例数据.
    window_m
        Half length of a site along the streets.
    precision_m
        Half of the positions that say so are better than this; None where none says so.
    street_m
        All street.
    area_codes
        Codes of the areas that `Drawn.areas` mean.
    drawn
        The pieces and the cells.
    steps
        By kind, for each piece or cell how many of `STEPS` it reaches.
    ruled
        By rule id, 1 for each piece that meets it.
    members
        The incidents its sites count; None in a list made before they were kept.
    """

    month: str
    start: str
    end: str
    version: int
    sample: bool
    window_m: float
    precision_m: float | None
    street_m: float
    area_codes: tuple[str, ...]
    kinds: tuple[KindList, ...]
    drawn: dict[Units, Drawn]
    steps: dict[str, NDArray[np.uint8]]
    ruled: dict[str, NDArray[np.uint8]]
    members: Members | None = None

    @cached_property
    def by_kind(self) -> dict[str, KindList]:
        """The lists by kind."""
        return {found.kind: found for found in self.kinds}


_DRAWN = ("ring_offsets", "x", "y", "areas")
_PLAIN = (
    "month", "start", "end", "version", "sample", "window_m", "precision_m", "street_m",
    "area_codes",
)  # fmt: skip


def first_day(month: str) -> date:
    """Return the first day of a month such as ``2025-12``.

    Raises
    ------
    ValueError
        For anything else.
    """
    return date.fromisoformat(f"{month}-01")


def to_bytes(made: MonthList) -> bytes:
    """Write a list as one block (`geodata.packing`)."""
    header = {name: getattr(made, name) for name in _PLAIN} | {
        "schema": SCHEMA,
        "kinds": [asdict(found) for found in made.kinds],
        **members_header(made.members),
    }
    arrays: dict[str, NDArray[Any]] = {
        f"{units}.{name}": getattr(drawn, name)
        for units, drawn in made.drawn.items()
        for name in _DRAWN
    }
    arrays |= {f"steps.{kind}": steps for kind, steps in made.steps.items()}
    arrays |= {f"ruled.{rule}": met for rule, met in made.ruled.items()}
    return pack(header, arrays | members_arrays(made.members))


def parse_month_list(block: bytes) -> MonthList:
    """Read a list back, the other way of `to_bytes`.

    Raises
    ------
    ValueError
        Where it is none, or one of a schema this program does not know.
    """
    header, arrays = unpack(block, schema=SCHEMA)

    def named(part: str) -> dict[str, NDArray[Any]]:
        start = f"{part}."
        return {n.removeprefix(start): a for n, a in arrays.items() if n.startswith(start)}

    plain = {name: header[name] for name in _PLAIN} | {"area_codes": tuple(header["area_codes"])}
    return MonthList(
        **plain,
        kinds=tuple(_kind(given) for given in header["kinds"]),
        drawn={units: Drawn(**named(units)) for units in ("pieces", "cells")},
        steps=named("steps"),
        ruled=named("ruled"),
        members=parse_members(header, arrays),
    )


def _kind(given: dict[str, Any]) -> KindList:
    return KindList(**{**given, "spots": tuple(_spot(spot) for spot in given["spots"])})


def _spot(given: dict[str, Any]) -> Spot:
    name = SiteName(**{**given["name"], "crossing": tuple(given["name"]["crossing"])})
    told = {key: Told(**given[key]) if given[key] else None for key in ("kind", "cause")}
    return Spot(**{**given, **told, "name": name, "rules": tuple(given["rules"])})
