from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely

from dashboard.setup.standing import Standing, read_standings
from etl.drawn import DrawnArea, publish_drawn
from geodata.build import build_read_model
from geodata.catalogue import read_catalogue
from geodata.records import Position, Record
from geodata.storage.store import Storage, open_storage
from tests.geodata.making import NOW, write, write_town

CATALOGUE = read_catalogue()
SIDE = shapely.box(113.50, 23.10, 113.501, 23.101)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path / "data", now=NOW)
    yield opened
    opened.close()


def standings(storage: Storage) -> dict[str, Standing]:
    return {one.layer.id: one for one in read_standings(build_read_model(storage, CATALOGUE))}


def drawn(key: str, geometry: shapely.Geometry, **values: object) -> Record:
    at = shapely.point_on_surface(geometry)
    position = Position(at.x, at.y, shapely.to_wkb(geometry))
    return Record(key=key, row=2, position=position, **values)  # type: ignore[arg-type]


def people(code: str, year: int = 2025, kind: str = "resident") -> Record:
    key = f"{code}|{year}|{kind}"
    return Record(key=key, row=2, code=code, year=year, class_=kind, people=10)


def test_of_an_empty_town_everything_is_missing_in_the_order_to_bring_it(storage: Storage) -> None:
    found = read_standings(build_read_model(storage, CATALOGUE))
    told = [(one.kind, one.state, one.held) for one in found]
    kinds = ["district", "community", "group", "ground", "street", "population"]
    assert told == [(kind, "missing", {}) for kind in kinds]


def test_areas_with_an_outline_and_an_area_above_are_there(storage: Storage) -> None:
    write_town(storage)
    found = standings(storage)
    communities = found["community"]
    assert (communities.state, communities.held) == ("there", {"n": 2, "blank": 0, "loose": 0})
    assert (found["district"].state, found["group"].held["n"]) == ("there", 3)


def test_an_area_known_by_name_only_or_under_none_is_there_in_part(storage: Storage) -> None:
    write_town(storage)
    community = CATALOGUE.by_layer["community"]
    with storage.writing() as connection:
        named = DrawnArea("D-1", "里享家社区", "D")
        publish_drawn(connection, named, community, file_name="a", now=NOW)
    write(storage, "community", [Record(key="X1", row=2, code="X1", name="外来", parent="X")])
    found = standings(storage)["community"]
    assert (found.state, found.held) == ("partial", {"n": 4, "blank": 2, "loose": 1})


def test_population_tells_how_many_communities_have_a_figure_in_the_latest_year(
    storage: Storage,
) -> None:
    write_town(storage)
    write(storage, "population", [people("D2", 2024), people("D1-1"), people("D1-1", kind="child")])
    found = standings(storage)["population"]
    assert (found.state, found.held) == ("partial", {"n": 1, "told": 1, "of": 2, "year": 2025})
    write(storage, "population", [people("D2")])
    assert standings(storage)["population"].state == "there"


def test_streets_tell_their_length_and_the_share_of_it_that_is_named(storage: Storage) -> None:
    one = shapely.LineString([(113.50, 23.10), (113.53, 23.10)])
    other = shapely.LineString([(113.50, 23.11), (113.51, 23.11)])
    write(storage, "street", [drawn("1", other), drawn("2", other)])
    assert standings(storage)["street"].state == "partial"
    write(storage, "street", [drawn("3", one, name="永岗大道"), drawn("4", one, name="永岗大道")])
    found = standings(storage)["street"]
    assert (found.state, found.held["n"], found.held["named"]) == ("there", 4, 1)
    assert found.held["named_share"] == pytest.approx(0.75, abs=1e-3)
    assert found.held["km"] == pytest.approx(8 * 1.0237, rel=1e-2)


def test_ground_without_a_building_is_there_in_part(storage: Storage) -> None:
    write(storage, "ground", [drawn("1", SIDE, class_="water")])
    assert standings(storage)["ground"].state == "partial"
    write(storage, "ground", [drawn("2", SIDE, class_="building")])
    found = standings(storage)["ground"]
    assert (found.state, found.held) == ("there", {"n": 2, "buildings": 1, "others": 1})
    assert all(
        isinstance(count, int) and not isinstance(count, np.integer)
        for count in found.held.values()
    )
