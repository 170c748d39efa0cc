import numpy as np
import pytest
import shapely

from etl.datum.file_crs import Background, FileCrs, judge_by_bounds
from etl.datum.settle import AskedError
from etl.locate import Locator
from etl.sheets import BAD_SHAPE
from geodata.catalogue import read_catalogue
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, parse_crs
from geodata.errors import LedgerError

LAYERS = read_catalogue().by_layer
TOWN = Bounds(113.54, 23.17, 113.60, 23.23)
LNG, LAT = 113.57, 23.20


def locator(layer: str = "rental", crs: str | None = None, bounds: Bounds | None = TOWN) -> Locator:
    source = FileCrs("台账.csv", crs, Background(judge_by_bounds(bounds)))
    return Locator(LAYERS[layer], source, bounds=bounds)


def numbers(crs: str) -> tuple[str, str]:
    x, y = from_wgs84(LNG, LAT, parse_crs(crs))
    return str(float(x)), str(float(y))


@pytest.mark.parametrize("crs", ["wgs84", "gcj02", "bd09", "EPSG:4547", "EPSG:4526", "EPSG:3857"])
def test_numbers_of_a_declared_crs_land_where_they_are(crs: str) -> None:
    x, y = numbers(crs)
    position = locator(crs=crs).place_numbers([x], [y]).positions[0]
    assert position is not None
    assert (position.lng, position.lat) == pytest.approx((LNG, LAT), abs=1e-8)
    assert (position.x, position.y) == (float(x), float(y))
    assert position.method == "ledger"


@pytest.mark.parametrize("crs", ["wgs84", "EPSG:4547"])
def test_columns_the_other_way_round_are_read_as_swapped_and_that_is_noted(crs: str) -> None:
    x, y = numbers(crs)
    work = locator(crs=crs)
    placed = work.place_numbers([y], [x])
    assert placed.positions[0] is not None
    assert placed.positions[0].lng == pytest.approx(LNG, abs=1e-8)
    assert work.notes == ["swapped"]


def test_degrees_nobody_explained_are_asked_about() -> None:
    with pytest.raises(AskedError, match="GCJ-02"):
        locator().place_numbers(["113.57"], ["23.2"])


def test_degrees_far_away_in_every_reading_place_nothing() -> None:
    work = locator()
    assert work.place_numbers(["116.4"], ["39.9"]).positions == [None]
    assert work.source.settled is not None
    assert work.source.settled.basis == "assumed"
    with pytest.raises(AskedError):
        work.place_numbers(["113.57"], ["23.2"])


def test_metres_nobody_explained_refuse_the_file() -> None:
    with pytest.raises(LedgerError, match="--crs"):
        locator().place_numbers(["455980"], ["2566752"])


@pytest.mark.parametrize(
    ("x", "y", "rule", "kept"),
    [
        ("0", "0", "zero_coordinates", (0.0, 0.0)),
        ("113.57", None, "half_coordinates", (113.57, None)),
        ("不详", "23.2", "not_coordinates", (None, 23.2)),
        ("116.40", "39.90", "outside_district", (116.40, 39.90)),
        ("113.57", "232", "off_the_globe", (113.57, 232.0)),
    ],
)
def test_numbers_that_are_no_position_leave_the_row_unplaced_with_a_warning(
    x: str, y: str | None, rule: str, kept: tuple[float | None, float | None]
) -> None:
    placed = locator(crs="wgs84").place_numbers(["113.57", x], ["23.2", y])
    assert placed.positions[1] is None
    assert placed.unplaced[1] is not None
    assert placed.unplaced[1][:2] == kept
    assert (placed.troubles[1].rule, placed.troubles[1].rejects) == (rule, False)


def test_empty_cells_are_no_trouble() -> None:
    placed = locator(crs="wgs84").place_numbers([None, " "], [None, ""])
    assert placed.positions == [None, None]
    assert placed.unplaced == [None, None]
    assert not placed.troubles


def test_within_two_kilometres_outside_is_still_here() -> None:
    placed = locator(crs="wgs84").place_numbers(["113.615", "113.625"], ["23.2", "23.2"])
    assert [position is not None for position in placed.positions] == [True, False]


def test_pairs_are_placed_like_two_columns() -> None:
    placed = locator(crs="wgs84").place_pairs(["113.57,23.2", None, "新庄"])
    assert [position is not None for position in placed.positions] == [True, False, False]
    assert placed.troubles[2].rule == "not_coordinates"
    assert placed.troubles[2].reason.startswith("“新庄”")


def test_what_is_no_coordinate_is_told_as_it_was_written() -> None:
    placed = locator(crs="wgs84").place_numbers(["不详", "路口"], ["23.2", "东侧"])
    assert [placed.troubles[i].reason for i in (0, 1)] == [
        "“不详, 23.2”不是坐标",
        "“路口, 东侧”不是坐标",
    ]


def hexed(*shapes: shapely.Geometry) -> list[str | None]:
    return [str(shapely.to_wkb(shape, hex=True)) for shape in shapes]


def test_a_polygon_keeps_its_outline_and_a_point_inside_it() -> None:
    square = shapely.box(LNG, LAT, LNG + 0.001, LAT + 0.001)
    placed = locator("school", "wgs84").place_shapes(hexed(square))
    position = placed.positions[0]
    assert position is not None
    assert position.geometry is not None
    assert shapely.from_wkb(position.geometry).equals(square)
    assert square.contains(shapely.Point(position.lng, position.lat))
    assert position.method == "geometry"


def test_geometries_are_turned_into_wgs84_without_their_height() -> None:
    x, y = map(float, numbers("EPSG:4547"))
    work = locator("shelter")
    work.source.begin_map("EPSG:4547")
    position = work.place_shapes(hexed(shapely.Point(x, y, 12.0))).positions[0]
    assert position is not None
    assert position.geometry is None
    assert (position.lng, position.lat) == pytest.approx((LNG, LAT), abs=1e-9)


def test_a_bad_or_wrong_geometry_refuses_its_row() -> None:
    line = shapely.LineString([(0, 0), (1, 1)])
    placed = locator("group", "wgs84").place_shapes([BAD_SHAPE, *hexed(line), None])
    assert {i: t.rule for i, t in placed.troubles.items()} == {0: "bad_shape", 1: "wrong_shape"}
    assert all(t.rejects for t in placed.troubles.values())


def test_an_outline_that_crosses_itself_is_mended_with_a_warning() -> None:
    bow = shapely.Polygon(np.array([(0, 0), (1, 1), (1, 0), (0, 1)]) * 0.01 + (LNG, LAT))
    placed = locator("group", "wgs84").place_shapes(hexed(bow))
    assert (placed.troubles[0].rule, placed.troubles[0].rejects) == ("mended_shape", False)
    assert placed.positions[0] is not None
    assert shapely.is_valid(shapely.from_wkb(placed.positions[0].geometry))


def test_a_street_without_a_line_is_refused_and_a_place_without_point_is_not() -> None:
    assert locator("street", "wgs84").place_shapes([None]).troubles[0].rejects
    assert not locator("shelter", "wgs84").place_shapes([None]).troubles


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        ("rental", shapely.Point(448_795, 2_567_000)),
        ("school", shapely.box(448_795, 2_567_000, 448_800, 2_567_010)),
        ("street", shapely.LineString([(448_795, 2_567_000), (448_800, 2_567_000)])),
    ],
)
def test_a_map_file_with_metres_and_no_crs_of_metres_is_refused(
    layer: str, shape: shapely.Geometry
) -> None:
    work = locator(layer)
    work.source.begin_map("EPSG:4326")
    with pytest.raises(LedgerError, match="44879"):
        work.place_shapes(hexed(shape))


@pytest.mark.parametrize(
    ("layer", "shape", "rejects"),
    [
        ("rental", shapely.Point(1_135.7, 23.2), False),
        ("school", shapely.box(179, 23, 181, 24), False),
        ("street", shapely.LineString([(113.57, 89), (113.57, 91)]), True),
    ],
)
def test_a_geometry_that_leaves_the_globe_leaves_its_numbers(
    layer: str, shape: shapely.Geometry, *, rejects: bool
) -> None:
    good = shapely.LineString([(LNG, LAT), (LNG, LAT + 0.001)])
    placed = locator(layer, "wgs84").place_shapes(hexed(good, shape, good))
    assert [position is None for position in placed.positions] == [False, True, False]
    assert placed.unplaced[1] is not None
    x, y, crs = placed.unplaced[1]
    assert x is not None
    assert y is not None
    assert shapely.intersects_xy(shape, x, y)
    assert crs == "EPSG:4326"
    assert (placed.troubles[1].rule, placed.troubles[1].rejects) == ("off_the_globe", rejects)


def test_a_point_at_zero_in_a_map_file_is_no_place() -> None:
    placed = locator("shelter", "wgs84").place_shapes(
        hexed(shapely.Point(0, 0), shapely.Point(LNG, LAT))
    )
    assert placed.unplaced[0] == (0.0, 0.0, "EPSG:4326")
    assert placed.troubles[0].rule == "zero_coordinates"
    assert placed.positions[1] is not None


@pytest.mark.parametrize("bad", [float("inf"), float("nan")])
def test_a_geometry_with_a_coordinate_that_is_no_number_is_bad(bad: float) -> None:
    with np.errstate(invalid="ignore"):
        cells = hexed(shapely.LineString([(LNG, LAT), (bad, LAT), (LNG, LAT + 1)]))
    placed = locator("school", "wgs84").place_shapes(cells)
    assert (placed.positions, placed.troubles[0].rule) == ([None], "bad_shape")


def test_one_slip_of_a_decimal_point_does_not_refuse_the_file() -> None:
    placed = locator(crs="wgs84").place_numbers(
        ["113.57", "11357", "113.58"], ["23.2", "23.2", "23.21"]
    )
    assert [position is None for position in placed.positions] == [False, True, False]
    assert placed.troubles[1].rule == "off_the_globe"
