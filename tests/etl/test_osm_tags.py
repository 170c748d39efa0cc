import pytest

from etl.osm_tags import KINDS, STREETS, ground_row, parse_tags, street_row
from geodata.catalogue import read_catalogue

CATALOGUE = read_catalogue()


def test_tags_with_quotation_marks_and_commas_are_read() -> None:
    told = r'"name:zh"=>"\"新\"庄, 西街","height"=>"18","note"=>"a\\b"'
    assert parse_tags(told) == {"name:zh": '"新"庄, 西街', "height": "18", "note": r"a\b"}
    assert parse_tags(None) == {}


def test_what_is_told_are_words_our_layers_know() -> None:
    streets, ground = CATALOGUE.by_layer["street"].classes, CATALOGUE.by_layer["ground"].classes
    assert streets is not None
    assert ground is not None
    assert {word for value in streets.values for word in value.words} >= STREETS
    assert {*KINDS.values(), "building"} == set(ground.ids)


def test_a_street_is_told_with_its_name_its_level_and_whether_it_is_a_bridge() -> None:
    tags = {"highway": "primary", "name": "Yonggang Ave", "name:zh": "永岗大道"}
    assert street_row(tags) == ["永岗大道", "primary", None, None]
    assert street_row({**tags, "layer": "-1", "bridge": "viaduct"})[2:] == ["-1", "viaduct"]  # type: ignore[index]
    assert street_row({"highway": "service", "layer": "1;2", "bridge": "no"})[2:] == [None, None]  # type: ignore[index]


@pytest.mark.parametrize(
    "tags",
    [
        {"waterway": "stream"},
        {"highway": "construction"},
        {"highway": "footway", "footway": "sidewalk"},
        {"highway": "service", "service": "parking_aisle"},
        {"highway": "pedestrian", "area": "yes"},
    ],
)
def test_what_nobody_moves_along_is_no_street(tags: dict[str, str]) -> None:
    assert street_row(tags) is None


def test_a_building_is_told_with_the_floors_and_metres_that_are_numbers() -> None:
    tags = {"building": "yes", "landuse": "retail", "building:levels": "6", "height": "18.5 m"}
    assert ground_row(tags) == ["building", None, "6", "18.5"]
    vague = {"building": "house", "building:levels": "3-4", "height": "60'"}
    assert ground_row(vague) == ["building", None, None, None]


def test_ground_is_water_green_industry_or_built_up_or_nothing() -> None:
    assert ground_row({"natural": "water", "name": "永和水库", "height": "3"}) == [
        *("water", "永和水库"),
        *(None, None),
    ]
    kinds = [{"leisure": "park"}, {"landuse": "industrial"}, {"landuse": "residential"}]
    assert [ground_row(tags)[0] for tags in kinds] == ["park", "industry", "block"]  # type: ignore[index]
    assert ground_row({"building": "no", "amenity": "parking"}) is None
