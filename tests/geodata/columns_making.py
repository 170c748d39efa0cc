"""Columns of made-up records, and an area tree and period for them."""

from datetime import date

import numpy as np

from geodata.areas import NO_AREA, build_area_tree
from geodata.columns import NO_TIME, NO_VALUE, STILL, Columns
from geodata.coordinates.mercator import to_world
from geodata.periods import Period

TREE = build_area_tree(
    [("D", "街", "district", None), ("D1", "甲", "community", "D"), ("G", "组", "group", "D1")]
)
MARCH = Period(date(2025, 3, 1), date(2025, 4, 1))
FIRST, END = 9_191, 9_222  # day numbers of 1 March and 1 April 2025


def make_columns(count: int, *, events: bool, seed: int = 1) -> Columns:
    random = np.random.default_rng(seed)
    placed = random.integers(0, 2, count, dtype=np.uint8)
    x, y = to_world(random.uniform(113.5, 113.6, count), random.uniform(23.1, 23.2, count))
    from_day = random.integers(FIRST - 20, END + 20, count, dtype=np.uint16)
    lasts = random.choice([0, 10, 60], count) + from_day
    return Columns(
        layer="incident" if events else "rental",
        events=events,
        number=np.arange(1, count + 1, dtype=np.uint32),
        x=np.where(placed, x, 0).astype(np.uint32),
        y=np.where(placed, y, 0).astype(np.uint32),
        placed=placed,
        classes=random.choice([0, 1, 2, NO_VALUE], count).astype(np.uint8),
        grades=random.choice([0, 1, 2, NO_VALUE], count).astype(np.uint8),
        statuses=random.choice([0, 1, NO_VALUE], count).astype(np.uint8),
        from_day=from_day,
        to_day=np.full(count, STILL, np.uint16) if events else lasts.astype(np.uint16),
        minutes=np.full(count, NO_TIME, np.uint16),
        projects=random.choice([0, 1, 2, 1 << 63], count).astype(np.uint64),
        areas=random.choice([0, 1, 2, NO_AREA], count).astype(np.uint16),
        measures={"units": random.integers(0, 30, count, dtype=np.int32)},
    )
