import json
from pathlib import Path

import pytest
import shapely

from etl.town import Ledger
from etl.town.map_ledgers import people_by_group
from etl.town.rentals import Rentals
from etl.town.town import Town


def _shapes(path: Path) -> list[shapely.Geometry]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return [shapely.geometry.shape(feature["geometry"]) for feature in features]


def test_people_add_up_to_the_reference(town: Town, rentals: Rentals) -> None:
    people = people_by_group(town, rentals)
    assert people["户籍"].sum() == 13_447
    assert people["流动"].sum() == 62_951
    assert all((counts >= 0).all() for counts in people.values())


@pytest.mark.parametrize("layer", ["community", "group"])
def test_written_areas_tile_the_written_district(ledgers: list[Ledger], layer: str) -> None:
    by_layer = {ledger.layer: ledger.path for ledger in ledgers}
    (district,) = _shapes(by_layer["district"])
    areas = _shapes(by_layer[layer])
    assert shapely.coverage_is_valid(areas)
    assert shapely.union_all(areas).equals(district)


def test_ground_has_water_parks_blocks_works_and_buildings(ledgers: list[Ledger]) -> None:
    kinds = [
        feature["properties"]["地类"]
        for ledger in ledgers
        if ledger.layer == "ground"
        for feature in json.loads(ledger.path.read_text("utf-8"))["features"]
    ]
    assert set(kinds) == {"水域", "公园绿地", "建成区", "工业区", "建筑物"}
    assert 5000 < kinds.count("建筑物") < 7000
