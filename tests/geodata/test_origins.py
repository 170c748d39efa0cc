"""What the zones of projects are measured from."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely

from geodata.catalogue import Catalogue, read_catalogue
from geodata.origins import measured_layers, read_origins
from geodata.records import Position, Record
from geodata.storage.store import Storage, open_storage
from tests.geodata.making import NOW, at, write

CAMPUS = shapely.box(113.504, 23.104, 113.506, 23.106)
OWN = """
template: groups14
own_projects:
  - id: own
    number: 15
    name: {zh: 自, en: Own}
    intervenes_on: {zh: 自, en: Own}
    zones: [{zone: gate_50}, {zone: campus_100}, {zone: shelter_500}]
"""


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path / "records", now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    (tmp_path / "active.yaml").write_text(OWN, encoding="utf-8")
    return read_catalogue(office=tmp_path)


def test_gates_boundaries_and_positions_are_told_apart(
    storage: Storage, catalogue: Catalogue
) -> None:
    drawn = Position(113.505, 23.105, geometry=shapely.to_wkb(CAMPUS))
    schools = [
        Record(key="S1", row=2, code="S1", name="甲校", position=drawn),
        Record(key="S2", row=3, code="S2", name="乙校", position=at(113.51, 23.11)),
        Record(key="S3", row=4, code="S3", name="丙校"),
    ]
    write(storage, "school", schools)
    gate = Record(key="S1 门", row=2, name="门", parent="S1", position=at(113.506, 23.105))
    write(storage, "school_gate", [gate])
    write(storage, "shelter", [Record(key="B", row=2, code="B", position=drawn)])
    with storage.reading() as transaction:
        origins = read_origins(transaction, catalogue)
    texts = {zone: [shapely.to_wkt(one) for one in found] for zone, found in origins.items()}
    assert texts == {
        "gate_50": ["POINT (113.506 23.105)"],
        "campus_100": [shapely.to_wkt(CAMPUS), "POINT (113.51 23.11)"],
        "campus_200": [shapely.to_wkt(CAMPUS), "POINT (113.51 23.11)"],
        "shelter_500": ["POINT (113.505 23.105)"],
    }


def test_an_empty_database_has_none(storage: Storage, catalogue: Catalogue) -> None:
    with storage.reading() as transaction:
        origins = read_origins(transaction, catalogue)
    assert {zone: len(found) for zone, found in origins.items()} == dict.fromkeys(
        ("gate_50", "campus_100", "campus_200", "shelter_500"), 0
    )


def test_zones_depend_on_gates_only_where_a_project_measures_from_them(
    catalogue: Catalogue,
) -> None:
    assert measured_layers(catalogue) == {"school", "school_gate", "shelter"}
    assert measured_layers(read_catalogue()) == {"school"}
