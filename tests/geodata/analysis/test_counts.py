"""Plain counts."""

from dataclasses import replace

import numpy as np

from geodata.analysis.counts import cell_counts, count_rows, metres_per_unit
from geodata.columns import Columns
from geodata.mercator import to_world
from tests.geodata.columns_making import make_columns


def test_placed_and_unplaced_add_up_and_measures_are_of_both() -> None:
    columns = make_columns(100, events=False)
    chosen = columns.classes == 1
    count = count_rows(columns, chosen)
    assert count.records == count.placed + count.unplaced == int(chosen.sum())
    assert count.unplaced > 0
    assert count.measures == {"units": int(columns.measures["units"][chosen].sum())}


def test_a_sum_may_exceed_what_a_column_holds() -> None:
    columns = make_columns(3, events=False)
    full = replace(columns, measures={"units": np.full(3, 2**31 - 1, np.int32)})
    assert count_rows(full, np.ones(3, np.bool_)).measures["units"] == 3 * (2**31 - 1)


def _at(lng: list[float], lat: list[float]) -> Columns:
    x, y = to_world(lng, lat)
    placed = (x > 0).astype(np.uint8)
    return replace(make_columns(len(lng), events=True), x=x, y=y, placed=placed)


def test_cells_are_squares_of_the_ground() -> None:
    x, y = to_world([113.5], [23.15])
    columns = replace(make_columns(1, events=True), x=x, y=y, placed=np.ones(1, np.uint8))
    cells = cell_counts(columns, np.ones(1, np.bool_), size_m=100.0, latitude_y=int(y[0]))
    assert abs(cells.side * metres_per_unit(int(y[0])) - 100.0) < 1e-9
    assert cells.column.tolist() == [int(x[0] // cells.side)]
    assert cells.row.tolist() == [int(y[0] // cells.side)]


def test_only_placed_and_chosen_records_are_in_cells() -> None:
    columns = _at([113.5, 113.5, 113.6, np.nan], [23.15, 23.15, 23.15, np.nan])
    chosen = np.array([True, True, False, True])
    cells = cell_counts(columns, chosen, size_m=100.0, latitude_y=int(columns.y[0]))
    assert cells.count.tolist() == [2]
    nothing = cell_counts(columns, ~chosen & False, size_m=100.0, latitude_y=int(columns.y[0]))
    assert len(nothing.count) == 0


def test_a_metre_is_shorter_on_the_map_of_the_south() -> None:
    _, y = to_world([0.0, 0.0], [0.0, 60.0])
    equator, north = (metres_per_unit(int(value)) for value in y)
    assert abs(equator * 2**32 - 40_075_016.686) < 1e-3
    assert abs(north / equator - 0.5) < 1e-6
