"""Tiles tell of each chosen record once, and no more than is in them."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from geodata.columns import NO_VALUE, Columns
from geodata.coordinates.mercator import metres_per_unit, to_world
from geodata.tiles import DEEPEST, GRID, Ordered, Tile, cut, in_order, morton
from tests.geodata.columns_making import make_columns

CLOSED = (1,)


@pytest.fixture
def columns() -> Columns:
    return make_columns(1_500, events=True)


@pytest.fixture
def ordered(columns: Columns) -> Ordered:
    return in_order(columns, CLOSED)


def everything(ordered: Ordered) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.ones(len(ordered.order), dtype=np.bool_)


def tiles_of(ordered: Ordered, z: int) -> set[Tile]:
    shift = np.uint64(32 - z)
    x, y = (at.astype(np.uint64) >> shift for at in (ordered.x, ordered.y))
    return {Tile(z, int(a), int(b)) for a, b in zip(x, y, strict=True)}


@pytest.mark.parametrize("z", [0, 1, 9, 13, 16, 17, DEEPEST])
def test_every_placed_record_is_in_one_tile_of_each_zoom(ordered: Ordered, z: int) -> None:
    found: list[int] = []
    for tile in tiles_of(ordered, z):
        _, arrays = cut(ordered, tile, everything(ordered), most=10_000)
        x, y = (arrays[name].astype(np.int64) // tile.side for name in ("x", "y"))
        assert ((x == tile.x) & (y == tile.y)).all()
        found += arrays["number"].tolist()
    columns = ordered.columns
    assert sorted(found) == columns.number[columns.placed == 1].tolist()


def test_a_record_in_a_tile_is_as_in_the_columns(ordered: Ordered) -> None:
    columns = ordered.columns
    _, arrays = cut(ordered, Tile(0, 0, 0), everything(ordered), most=10_000)
    rows = arrays["number"].astype(np.intp) - 1
    for name in ("x", "y", "classes", "grades", "statuses"):
        assert arrays[name].tolist() == getattr(columns, name)[rows].tolist(), name


def test_only_what_is_chosen_is_told(ordered: Ordered) -> None:
    chosen = ordered.columns.classes[ordered.order] == 1
    header, arrays = cut(ordered, Tile(0, 0, 0), chosen, most=10_000)
    assert header == {"count": int(chosen.sum())}
    assert set(arrays["classes"].tolist()) == {1}


def test_of_too_many_those_cells_are_told_that_hold_any(ordered: Ordered) -> None:
    tile = next(iter(tiles_of(ordered, 12)))
    _, single = cut(ordered, tile, everything(ordered), most=10_000)
    header, arrays = cut(ordered, tile, everything(ordered), most=10)
    cells = tile.side // GRID
    expected = {
        ((grade, 1 if status in CLOSED else NO_VALUE), y // cells % GRID, x // cells % GRID)
        for grade, status, x, y in zip(
            *(single[name].tolist() for name in ("grades", "statuses", "x", "y")), strict=True
        )
    }
    looks = header["looks"]
    assert isinstance(looks, list)
    bits = np.unpackbits(arrays["bits"], bitorder="little").reshape(len(looks), GRID, GRID)
    held = {(tuple(looks[k]), int(row), int(column)) for k, row, column in np.argwhere(bits)}
    assert held == expected
    assert header["count"] == len(single["x"])


def test_squares_of_neighbouring_tiles_add_up_to_the_ground_s(ordered: Ordered) -> None:
    side = 500 / metres_per_unit(float(ordered.y[0]))
    summed: Counter[tuple[int, int]] = Counter()
    for tile in tiles_of(ordered, 12):
        _, arrays = cut(ordered, tile, everything(ordered), side=side, apart=[])
        assert len(arrays["x"]) == 0
        squares = (arrays[f"square_{name}"].tolist() for name in ("column", "row", "count"))
        for column, row, count in zip(*squares, strict=True):
            summed[column, row] += count
    x, y = (np.floor(at / side).astype(int).tolist() for at in (ordered.x, ordered.y))
    assert summed == Counter(zip(x, y, strict=True))


def test_counted_records_may_be_told_besides_by_grade(ordered: Ordered) -> None:
    side = 5000 / metres_per_unit(float(ordered.y[0]))
    (tile,) = tiles_of(ordered, 8)
    header, arrays = cut(ordered, tile, everything(ordered), side=side, apart=[2])
    assert set(arrays["grades"].tolist()) == {2}
    assert arrays["square_count"].sum() == header["count"]
    assert 0 < len(arrays["number"]) < arrays["square_count"].sum()


def test_a_tile_without_records_is_empty(ordered: Ordered) -> None:
    header, arrays = cut(ordered, Tile(12, 0, 0), everything(ordered), side=1e6)
    assert header == {"count": 0}
    assert {name: len(values) for name, values in arrays.items() if len(values)} == {}


def test_nothing_placed_makes_empty_tiles(columns: Columns) -> None:
    nowhere = in_order(replace(columns, placed=np.zeros(len(columns), np.uint8)), ())
    assert cut(nowhere, Tile(0, 0, 0), everything(nowhere))[0] == {"count": 0}


def test_a_code_interleaves_the_upper_bits_y_first() -> None:
    x, y = (np.array([v << 16], np.uint32) for v in (0b01, 0b11))
    assert morton(x, y).tolist() == [0b1011]


@pytest.mark.parametrize(
    ("tile", "is_one"),
    [
        (Tile(0, 0, 0), True),
        (Tile(DEEPEST, 2**DEEPEST - 1, 0), True),
        (Tile(DEEPEST + 1, 0, 0), False),
        (Tile(3, 8, 0), False),
        (Tile(3, 0, 8), False),
        (Tile(-1, 0, 0), False),
        (Tile(3, -1, 0), False),
    ],
)
def test_tiles_there_are(tile: Tile, *, is_one: bool) -> None:
    assert tile.exists() is is_one


def test_the_last_tile_of_the_world_is_found() -> None:
    made = make_columns(1, events=True)
    x, y = to_world([180.0 - 1e-6], [-85.05112])
    corner = in_order(replace(made, x=x, y=y, placed=np.ones(1, np.uint8)), ())
    for z in (0, 16, DEEPEST):
        end = 2**z - 1
        assert cut(corner, Tile(z, end, end), everything(corner))[0] == {"count": 1}
