"""How long a selection over 1,000,000 incidents takes, ours beside pandas in one run.

Run as ``python -m benchmarks.filter``. Both filter the same records by period, project, area, class
and status, and count records, placed records and a sum; the counts must be equal. Target: 25 ms at
the median.
"""

from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from geodata.analysis.counts import LayerCount, count_layer
from geodata.areas import Area, AreaTree
from geodata.catalogue.load import read_catalogue
from geodata.columns import NO_TIME, STILL, Columns
from geodata.coordinates.mercator import to_world
from geodata.criteria import Criteria, to_criteria
from geodata.periods import Period, day_number
from geodata.selection import Selection

RECORDS = 1_000_000
ROUNDS = 41
TARGET_MS = 25.0
DAYS = 3 * 365
FIRST = day_number(date(2023, 1, 1))


def main() -> None:
    """Time a narrow and a wide selection and print a line for each."""
    catalogue, tree = read_catalogue(), town()
    columns = incidents(len(catalogue.projects), len(tree.areas))
    frame = as_frame(columns)
    print(f"{RECORDS:,} incidents, median of {ROUNDS} rounds (ms)")
    print(f"{'selection':10} {'chosen':>9} {'ours':>7} {'pandas':>7} {'times':>6}")
    for name, selection in selections().items():
        criteria = to_criteria(selection, catalogue, tree)
        ours, counted = timed(lambda c=criteria: count_layer(columns, c))  # type: ignore[misc]
        theirs, expected = timed(lambda c=criteria: count_frame(frame, c))  # type: ignore[misc]
        assert counted == expected, (counted, expected)
        late = "" if ours <= TARGET_MS else f"  over {TARGET_MS} ms"
        print(
            f"{name:10} {counted.records:9,} {ours:7.1f} {theirs:7.1f} {theirs / ours:6.1f}{late}"
        )


def town() -> AreaTree:
    """Make a sub-district of 4 communities and 37 groups."""
    communities = [Area(f"C{n}", "", "community", 0) for n in range(4)]
    groups = [Area(f"G{n}", "", "group", 1 + n % 4) for n in range(37)]
    return AreaTree((Area("D", "", "district", None), *communities, *groups))


def incidents(projects: int, areas: int) -> Columns:
    """Make incidents of three years, the same each time; a twentieth has no position."""
    rng = np.random.default_rng(1)
    placed = (rng.random(RECORDS) > 0.05).astype(np.uint8)
    x, y = to_world(rng.uniform(113.5, 113.6, RECORDS), rng.uniform(23.1, 23.2, RECORDS))
    return Columns(
        layer="incident",
        events=True,
        number=np.arange(1, RECORDS + 1, dtype=np.uint32),
        x=x * placed,
        y=y * placed,
        placed=placed,
        classes=rng.integers(0, 40, RECORDS, dtype=np.uint8),
        grades=rng.integers(0, 4, RECORDS, dtype=np.uint8),
        statuses=rng.integers(0, 2, RECORDS, dtype=np.uint8),
        from_day=(FIRST + rng.integers(0, DAYS, RECORDS)).astype(np.uint16),
        to_day=np.full(RECORDS, STILL, dtype=np.uint16),
        minutes=np.full(RECORDS, NO_TIME, dtype=np.uint16),
        projects=np.uint64(1) << rng.integers(0, projects, RECORDS).astype(np.uint64),
        areas=rng.integers(0, areas, RECORDS).astype(np.uint16),
        measures={"injured": rng.integers(0, 3, RECORDS, dtype=np.int32)},
    )


def selections() -> dict[str, Selection]:
    """Name what is chosen: nearly nothing left out, and everything narrowed."""
    last_year = Period(date(2025, 1, 1), date(2026, 1, 1))
    every_day = Period(date(2023, 1, 1), date(2023, 1, 1) + timedelta(days=DAYS))
    narrow = Selection(
        layers=("incident",),
        period=last_year,
        projects=("fire", "traffic"),
        areas=("C1", "C2"),
        classes=("incident.crime", "incident.fire", "incident.traffic"),
        statuses=("incident.open",),
    )
    return {"everything": Selection(("incident",), every_day), "narrow": narrow}


def as_frame(columns: Columns) -> pd.DataFrame:
    """Put the same columns into a data frame, in the same types."""
    names = ("placed", "classes", "statuses", "from_day", "projects", "areas")
    arrays = {name: getattr(columns, name) for name in names}
    return pd.DataFrame(arrays | dict(columns.measures))


def count_frame(incidents: pd.DataFrame, criteria: Criteria) -> LayerCount:
    """Filter and count as one would write it in pandas."""
    chosen = incidents["from_day"].between(criteria.start_day, criteria.end_day, inclusive="left")
    if criteria.projects:
        chosen &= (incidents["projects"] & criteria.projects) != 0
    if criteria.areas is not None:
        chosen &= incidents["areas"].isin(criteria.areas)
    for name in ("classes", "statuses"):
        if (indices := getattr(criteria, name).get("incident")) is not None:
            chosen &= incidents[name].isin(indices)
    rows = incidents[chosen]
    placed = int(rows["placed"].sum())
    injured = {"injured": int(rows["injured"].sum())}
    return LayerCount(len(rows), placed, len(rows) - placed, injured, {"injured": len(rows)})


def timed(count: Callable[[], LayerCount]) -> tuple[float, LayerCount]:
    """Return the median milliseconds of a count, and what it counted."""
    counted = count()
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        count()
        times.append(perf_counter() - start)
    return median(times) * 1000.0, counted


if __name__ == "__main__":
    main()
