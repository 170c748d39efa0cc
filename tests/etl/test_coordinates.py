import pytest

from etl.coordinates import parse_coordinate, parse_pair


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("113.57", 113.57),
        ("１１３．５７", 113.57),
        ("455,980.25", 455980.25),
        ("−0.5", -0.5),
        ("113°34′12″", 113.57),
        ("113°34'12\"", 113.57),
        ("东经113度34分12秒", 113.57),
        ("113°34.2′E", 113.57),
        ("23°12′S", -23.2),
        ("东经113.57", 113.57),
        ("113.57°E", 113.57),
        ("北纬 23.22 度", 23.22),
        ("S23.2", -23.2),
        ("113º34‘12''", 113.57),
        ("113˚34’12“", 113.57),
        ("113°34´12″E", 113.57),
    ],
)
def test_a_coordinate_is_read_as_number_or_in_degrees(text: str, number: float) -> None:
    assert parse_coordinate(text) == pytest.approx(number, abs=1e-9)


@pytest.mark.parametrize("text", ["", "约113", "113°61′", "113°10′75″", "113.5.7", "北纬"])
def test_what_is_no_coordinate_is_none(text: str) -> None:
    assert parse_coordinate(text) is None


@pytest.mark.parametrize(
    "text",
    ["113.57,23.2", "113.57，23.20", "(113.57, 23.2)", "113.57 23.2", "113.57;23.2",
     "经度:113.57 纬度:23.2", "113°34′12″,23°12′0″", "东经113.57/北纬23.2", "113.57、23.2",
     "POINT (113.57 23.2)", '{"lng":113.57,"lat":23.2}', "经度113.57 纬度23.2",
     "113° 34′ 12″ E, 23° 12′ 0″ N", "东经113°34′12″北纬23°12′0″"],
)  # fmt: skip
def test_two_coordinates_are_read_from_one_cell(text: str) -> None:
    assert parse_pair(text) == pytest.approx((113.57, 23.2))


@pytest.mark.parametrize("text", ["113.57", "113.57,23.2,5", "永岗,新庄", ","])
def test_one_cell_without_two_coordinates_is_none(text: str) -> None:
    assert parse_pair(text) is None
