import pyproj
import pytest

from geodata.coordinates.crs_names import (
    BY_SPELLING,
    THREE_DEGREE,
    WGS84,
    crs_near,
    spelled,
    utm_around,
)


def test_codes_are_those_of_the_registry() -> None:
    for crs in set(BY_SPELLING.values()):
        if not crs.code.startswith("EPSG:"):
            continue
        registered = pyproj.CRS(crs.code)
        assert registered.is_geographic == crs.degrees
        if "zone" in crs.en:
            numbers = {int(word) for word in spelled_numbers(registered.name)}
            assert numbers <= {int(word) for word in spelled_numbers(crs.en)}


def spelled_numbers(name: str) -> list[str]:
    return [
        word for word in "".join(c if c.isdigit() else " " for c in name).split() if word != "2000"
    ]


@pytest.mark.parametrize(
    ("lng", "code"),
    [
        (113.57, "EPSG:4547"),
        (112.5, "EPSG:4547"),
        (112.49, "EPSG:4546"),
        (116.4, "EPSG:4548"),
        (75, "EPSG:4534"),
        (60, "EPSG:4534"),
        (136, "EPSG:4554"),
    ],
)
def test_a_longitude_has_its_three_degree_zone(lng: float, code: str) -> None:
    assert THREE_DEGREE.around(lng).code == code


def test_utm_zones_run_both_ways_and_end_at_sixty() -> None:
    assert utm_around(113.57).code == "EPSG:32649"
    assert utm_around(180.0, -45.0).code == "EPSG:32760"
    assert utm_around(-180.0, 45.0).code == "EPSG:32601"


def test_what_a_ledger_may_be_in_starts_with_the_usual() -> None:
    near = crs_near(113.57)
    assert near[0] == WGS84
    assert [crs.code.removeprefix("EPSG:") for crs in near[1:]] == (
        ["GCJ-02", "BD-09", "4490", "4547", "4526", "4508", "4497", "32649", "3857"]
    )


def test_spelling_does_not_matter() -> None:
    assert spelled("ＧＣＪ－02 ") == spelled("gcj_02") == "gcj02"
    assert all(name == spelled(name) for name in BY_SPELLING)


def test_names_for_people_differ() -> None:
    named = set(BY_SPELLING.values())
    assert len({crs.zh for crs in named}) == len({crs.en for crs in named}) == len(named)
