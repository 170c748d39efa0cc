"""A list as the map takes it: its sites as columns, its coloured pieces and rules as shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dashboard.hotspots.words import code_text, label_text
from geodata.columns import NO_TIME, NO_VALUE, SINCE_EVER, STILL, Columns
from geodata.columns import to_arrays as column_arrays
from geodata.packing import pack
from geodata.shapes import Shapes
from geodata.shapes import to_arrays as shape_arrays

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from geodata.results.monthlist import Drawn, KindList, MonthList, Spot

LAYER: Final = "hotspot"
BANDS: Final = "ABC"


def sites_block(found: KindList, version: int) -> bytes:
    """Pack the sites of a kind, the worst last: it lies above the others."""
    spots = found.spots[::-1]
    header = {
        "layer": LAYER,
        "version": version,
        "count": len(spots),
        "names": [label_text(spot.name) for spot in spots],
        "badges": [code_text(spot) for spot in spots],
    }
    return pack(header, column_arrays(_columns(spots)))


def pieces_block(made: MonthList, found: KindList) -> bytes:
    """Pack the pieces or cells of a kind that have a colour; their class is its step."""
    steps = made.steps[found.kind]
    return _shapes_block(made.drawn[found.units], steps)


def rule_block(made: MonthList, rule: str) -> bytes:
    """Pack the pieces that meet a rule."""
    return _shapes_block(made.drawn["pieces"], made.ruled[rule])


def _columns(spots: Sequence[Spot]) -> Columns:
    count = len(spots)
    none = np.full(count, NO_VALUE, dtype=np.uint8)
    return Columns(
        layer=LAYER,
        events=False,
        number=np.array([spot.number for spot in spots], dtype=np.uint32),
        x=np.array([spot.x for spot in spots], dtype=np.uint32),
        y=np.array([spot.y for spot in spots], dtype=np.uint32),
        placed=np.ones(count, dtype=np.uint8),
        classes=none,
        grades=np.array([BANDS.index(spot.band) for spot in spots], dtype=np.uint8),
        statuses=none,
        from_day=np.full(count, SINCE_EVER, dtype=np.uint16),
        to_day=np.full(count, STILL, dtype=np.uint16),
        minutes=np.full(count, NO_TIME, dtype=np.uint16),
        projects=np.zeros(count, dtype=np.uint64),
        areas=np.full(count, STILL, dtype=np.uint16),
    )


def _shapes_block(drawn: Drawn, steps: NDArray[np.uint8]) -> bytes:
    rings = len(drawn)
    whole = Shapes(
        layer=LAYER,
        number=np.arange(rings, dtype=np.uint32),
        classes=steps,
        areas=drawn.areas,
        names=("",) * rings,
        part_offsets=np.arange(rings + 1, dtype=np.uint32),
        ring_offsets=drawn.ring_offsets,
        x=drawn.x,
        y=drawn.y,
    )
    coloured = whole.take(steps > 0)
    header: dict[str, Any] = {"layer": LAYER, "count": len(coloured)}
    return pack(header, shape_arrays(coloured))
