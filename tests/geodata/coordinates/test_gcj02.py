import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geodata.coordinates import gcj02
from geodata.coordinates.gcj02 import RECTANGLE

CHANGES: dict[tuple[str, str], Callable[..., tuple[gcj02.Floats, gcj02.Floats]]] = {
    ("wgs84", "gcj02"): gcj02.wgs84_to_gcj02,
    ("wgs84", "bd09"): gcj02.wgs84_to_bd09,
    ("gcj02", "bd09"): gcj02.gcj02_to_bd09,
    ("gcj02", "wgs84"): gcj02.gcj02_to_wgs84,
    ("bd09", "wgs84"): gcj02.bd09_to_wgs84,
    ("bd09", "gcj02"): gcj02.bd09_to_gcj02,
}
THERE_AND_BACK = [("wgs84", "gcj02"), ("wgs84", "bd09"), ("gcj02", "bd09")]

inside = st.tuples(
    st.floats(RECTANGLE.west, RECTANGLE.east), st.floats(RECTANGLE.south, RECTANGLE.north)
)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(("source", "target"), CHANGES)
def test_offsets_agree_with_the_truth_table(testdata: Path, source: str, target: str) -> None:
    table = rows(testdata / "coords" / "yonghe_grid_all_crs.csv")
    column = {name: np.array([float(row[name] or "nan") for row in table]) for name in table[0]}
    lng, lat = CHANGES[source, target](column[f"lng_{source}"], column[f"lat_{source}"])
    np.testing.assert_allclose(lng, column[f"lng_{target}"], rtol=0, atol=2e-10)
    np.testing.assert_allclose(lat, column[f"lat_{target}"], rtol=0, atol=2e-10)


def test_offsets_agree_with_published_pairs(testdata: Path) -> None:
    pairs = rows(testdata / "coords" / "china_offset_pairs.csv")
    assert len(pairs) == 15
    for pair in pairs:
        change = CHANGES[pair["from"], pair["to"]]
        there = change(float(pair["lng_in"]), float(pair["lat_in"]))
        # The published way back from BD-09 is a closed formula which itself misses by 1e-6.
        tolerance = 1e-6 if pair["from"] == "bd09" else 1e-12
        assert there == pytest.approx(
            (float(pair["lng_out"]), float(pair["lat_out"])), abs=tolerance
        )


@pytest.mark.parametrize(("source", "target"), THERE_AND_BACK)
@given(point=inside)
@example(point=(105.0, 42.0))
def test_every_point_inside_comes_back(
    source: str, target: str, point: tuple[float, float]
) -> None:
    back = CHANGES[target, source](*CHANGES[source, target](*point))
    assert back == pytest.approx(point, abs=1e-10)


@pytest.mark.parametrize("change", CHANGES.values())
@pytest.mark.parametrize(
    "point",
    [(71.9, 30.0), (137.9, 30.0), (100.0, 0.7), (100.0, 55.9), (-0.1, 51.5), (448_795, 2e6)],
)
def test_outside_the_rectangle_nothing_moves(
    change: Callable[..., object], point: tuple[float, float]
) -> None:
    np.testing.assert_array_equal(change(*point), point)


def test_the_edges_belong_to_the_rectangle() -> None:
    for lng in (RECTANGLE.west, RECTANGLE.east):
        for lat in (RECTANGLE.south, RECTANGLE.north):
            there = gcj02.wgs84_to_gcj02(lng, lat)
            assert abs(there[0] - lng) > 1e-4
            assert gcj02.gcj02_to_wgs84(*there) == pytest.approx((lng, lat), abs=1e-11)


@pytest.mark.parametrize("change", CHANGES.values())
def test_shapes_are_kept_and_missing_points_stay_missing(
    change: Callable[..., tuple[gcj02.Floats, gcj02.Floats]],
) -> None:
    lng, lat = change([[113.5, np.nan], [np.inf, -0.1]], [[23.1, 23.1], [23.1, 51.5]])
    assert lng.shape == lat.shape == (2, 2)
    assert np.isfinite(lng).tolist() == [[True, False], [False, True]]
    assert change([], [])[0].shape == (0,)
    assert change(113.5, 23.1)[0] == lng[0, 0]


def test_many_points_come_out_as_each_alone() -> None:
    lng = np.linspace(73, 137, gcj02.BLOCK * 2 + 1)
    lat = np.linspace(1, 55, lng.size)
    there = gcj02.wgs84_to_bd09(lng, lat)
    for place in (0, gcj02.BLOCK, gcj02.BLOCK * 2):
        alone = gcj02.wgs84_to_bd09(lng[place], lat[place])
        assert alone == pytest.approx((there[0][place], there[1][place]), abs=1e-13)


def test_input_is_left_alone() -> None:
    lng, lat = np.array([113.5]), np.array([23.1])
    gcj02.bd09_to_wgs84(lng, lat)
    assert (lng[0], lat[0]) == (113.5, 23.1)
