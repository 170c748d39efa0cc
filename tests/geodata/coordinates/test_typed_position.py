import pytest

from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84
from geodata.coordinates.crs_names import BD09, GCJ02, THREE_DEGREE, WGS84, Crs
from geodata.coordinates.typed_position import read_typed

TOWN = Bounds(113.52, 23.16, 113.62, 23.24)
LNG, LAT = 113.5712, 23.2034
ZONE = THREE_DEGREE.around(LNG)


def typed(crs: Crs, form: str) -> str:
    x, y = (float(one) for one in from_wgs84(LNG, LAT, crs))
    return form.format(x=x, y=y)


@pytest.mark.parametrize(
    "text",
    [
        "113.5712, 23.2034",
        "113.5712，23.2034",
        "（113.5712 23.2034）",
        "WGS84 113.5712 23.2034",
        "东经113.5712 北纬23.2034",
        "113°34′16.32″ 23°12′12.24″",
        "113度34分16.32秒，23度12分12.24秒",
        typed(GCJ02, "高德 {x:.7f},{y:.7f}"),
        typed(BD09, "百度：{x:.7f},{y:.7f}"),
        typed(ZONE, "4547 {x:.2f} {y:.2f}"),
        typed(ZONE, "EPSG:4547 {x:.2f} {y:.2f}"),
        typed(ZONE, "{x:.2f} {y:.2f}"),
    ],
)
def test_a_coordinate_is_read_as_it_is_typed(text: str) -> None:
    found = read_typed(text, TOWN)[0]
    assert (found.lng, found.lat) == pytest.approx((LNG, LAT), abs=2e-6)
    assert found.near
    assert not found.swapped


@pytest.mark.parametrize("text", ["23.2034 113.5712", typed(ZONE, "{y:.2f}, {x:.2f}")])
def test_the_northing_may_come_first_and_is_said_to(text: str) -> None:
    found = read_typed(text, TOWN)[0]
    assert (found.lng, found.lat) == pytest.approx((LNG, LAT), abs=2e-6)
    assert found.swapped


def test_degrees_without_a_name_are_read_in_every_datum() -> None:
    found = read_typed("113.5712 23.2034", TOWN)
    assert [one.crs for one in found] == [WGS84, GCJ02, BD09]
    assert len({(one.lng, one.lat) for one in found}) == 3


def test_one_that_is_named_and_lies_elsewhere_is_said_to_be_far() -> None:
    (found,) = read_typed("WGS84 121.47 31.23", TOWN)
    assert not found.near


@pytest.mark.parametrize(
    "text",
    ["", "12号", "新庄 12 3", "121.47 31.23", "火星9 113.5712 23.2034", "1 2 3 4", "999999 1e9"],
)
def test_what_is_no_coordinate_of_here_is_none(text: str) -> None:
    assert read_typed(text, TOWN) == ()


def test_without_an_extent_it_is_wgs84() -> None:
    assert [one.crs for one in read_typed("113.5712 23.2034", None)] == [WGS84]
