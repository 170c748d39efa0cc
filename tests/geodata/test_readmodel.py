"""The read model: what was published, as columns and shapes, renewed when it changes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.build import build_read_model
from geodata.columns import NO_TIME, NO_VALUE, NOT_TOLD, STILL
from geodata.localtime import to_instant
from geodata.periods import day_number
from geodata.readmodel import ReadModel
from geodata.records import Occurrence, Position, Record
from geodata.storage.store import Storage, open_storage
from geodata.viewer import OFFICE, Viewer
from tests.geodata.making import CATALOGUE, NOW, at, box, incident, rental, write, write_town


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path, now=NOW)
    yield opened
    opened.close()


def _model(storage: Storage, earlier: ReadModel | None = None) -> ReadModel:
    return build_read_model(storage, CATALOGUE, earlier)


def test_an_empty_database_is_an_empty_model(storage: Storage) -> None:
    model = _model(storage)
    assert (model.version, model.data_date, model.extent) == (0, None, None)
    assert len(model.columns["rental"]) == 0
    assert len(model.shapes["community"]) == 0


def test_columns_hold_what_the_ledger_said(storage: Storage) -> None:
    write_town(storage)
    stands = rental(
        "A",
        position=at(113.505, 23.107),
        class_="apartment",
        grade="red",
        valid_from=date(2020, 3, 1),
        valid_to=date(2025, 6, 1),
        attributes={"units": 7},
    )
    write(storage, "rental", [stands, rental("B", community="永岗", attributes={})])
    model = _model(storage)
    columns = model.columns["rental"]
    declared = CATALOGUE.by_layer["rental"].classes
    assert declared is not None
    assert columns.placed.tolist() == [1, 0]
    assert columns.classes.tolist() == [declared.index("apartment"), NO_VALUE]
    assert columns.statuses.tolist() == [NO_VALUE, NO_VALUE]
    assert columns.from_day.tolist() == [day_number(date(2020, 3, 1)), 0]
    assert columns.to_day.tolist() == [day_number(date(2025, 6, 1)), STILL]
    assert columns.measures["units"].tolist() == [7, NOT_TOLD]
    assert [model.areas.areas[n].code for n in columns.areas] == ["D1-2", "D2"]
    assert columns.x[0] > 0
    assert (columns.x[1], columns.y[1]) == (0, 0)


def test_incidents_are_dated_by_the_local_day(storage: Storage) -> None:
    known = datetime(2025, 3, 1, 17, 30, tzinfo=UTC)  # 01:30 of the next day in China
    unknown = Occurrence(to_instant(date(2025, 3, 5)), time_known=False)
    rows = [incident("1", occurred_at=known), Record(key="2", row=4, occurrence=unknown)]
    write(storage, "incident", rows)
    model = _model(storage)
    columns = model.columns["incident"]
    days = [day_number(date(2025, 3, 2)), day_number(date(2025, 3, 5))]
    assert columns.from_day.tolist() == days
    assert columns.minutes.tolist() == [90, NO_TIME]
    assert model.data_date == date(2025, 3, 5)


def test_areas_are_packed_as_rings_with_their_names(storage: Storage) -> None:
    write_town(storage)
    shapes = _model(storage).shapes["community"]
    assert shapes.names == ("新庄社区", "永岗社区")
    assert shapes.part_offsets.tolist() == [0, 1, 2]
    assert shapes.ring_offsets.tolist() == [0, 5, 10]
    assert len(shapes.x) == 10


def test_gates_bear_the_number_of_their_school(storage: Storage) -> None:
    campus = Position(
        113.505, 23.105, geometry=shapely.to_wkb(shapely.box(113.5, 23.1, 113.51, 23.11))
    )
    schools = [
        Record(key="S0", row=2, code="S0", name="无图小学", class_="primary"),
        Record(key="S1", row=3, code="S1", name="永和小学", class_="primary", position=campus),
    ]
    gates = [
        Record(key="S1 东门", row=2, name="东门", parent="S1", position=at(113.51, 23.105)),
        Record(key="S9 门", row=3, name="门", parent="S9", position=at(113.51, 23.105)),
    ]
    write(storage, "school", schools)
    before = _model(storage)
    write(storage, "school_gate", gates)
    model = _model(storage, before)
    assert model.shapes["school"].names == ("永和小学",)
    assert model.columns["school"].names.tolist() == ["无图小学", "永和小学"]  # type: ignore[union-attr]
    gate = model.shapes["school_gate"]
    assert gate.number.tolist() == model.shapes["school"].number.tolist()
    assert gate.ring_offsets.tolist() == [0, 1]


def test_names_of_places_are_masked_as_their_facts_are(storage: Storage) -> None:
    box = shapely.to_wkb(shapely.box(113.5, 23.1, 113.51, 23.11))
    schools = [
        Record(
            key="S1",
            row=2,
            code="S1",
            name="永和幼儿园（联系人王芳 13812345678）",
            class_="primary",
            position=Position(113.505, 23.105, geometry=box),
        )
    ]
    gates = [
        Record(key="S1 门", row=2, name="门卫13812345678", parent="S1", position=at(113.5, 23.1))
    ]
    write(storage, "school", schools)
    write(storage, "school_gate", gates)
    model = _model(storage)
    masked = ["永和幼儿园(联系人王** 138****5678)"]
    assert model.columns["school"].names.tolist() == masked  # type: ignore[union-attr]
    assert list(model.shapes["school"].names) == masked
    assert list(model.shapes["school_gate"].names) == ["门卫138****5678"]


def test_whoever_sent_the_base_map_is_named_without_a_phone_number(storage: Storage) -> None:
    pond = box("", "永和水库", None, (113.50, 23.10, 113.51, 23.11))
    source = "测绘所 13812345678"
    write(storage, "ground", [pond._replace(key="a", code=None)], source=source)
    (credit,) = build_read_model(storage, CATALOGUE).credits
    assert credit.startswith("测绘所")
    assert "13812345678" not in credit


def test_a_viewer_of_one_area_sees_its_records_only(storage: Storage) -> None:
    write_town(storage)
    rows = [rental("A", position=at(113.505, 23.107)), rental("B", position=at(113.515, 23.107))]
    write(storage, "rental", [*rows, rental("C")])
    model = _model(storage)
    east = Viewer(areas=frozenset({"D2"}), projects=None)
    assert len(model.columns_for("rental", OFFICE)) == 3
    assert model.columns_for("rental", east).number.tolist() == [2]
    assert model.columns_for("rental", Viewer(frozenset(), None)).number.tolist() == []


def test_a_viewer_of_one_project_sees_its_records_and_its_bit_only(storage: Storage) -> None:
    write(storage, "rental", [rental("A")])
    write(storage, "premises", [Record(key="P", row=2, name="店", class_="shop")])
    model = _model(storage)
    fire = Viewer(areas=None, projects=frozenset({"fire"}))
    bit = 1 << [p.id for p in CATALOGUE.projects].index("fire")
    assert model.columns_for("premises", fire).projects.tolist() == [bit]
    none = Viewer(areas=None, projects=frozenset())
    assert len(model.columns_for("premises", none)) == 0


def test_polygons_of_places_go_with_the_places(storage: Storage) -> None:
    write_town(storage)
    campus = Position(
        113.505, 23.105, geometry=shapely.to_wkb(shapely.box(113.504, 23.104, 113.506, 23.106))
    )
    write(storage, "school", [Record(key="S1", row=3, code="S1", name="校", position=campus)])
    model = _model(storage)
    assert len(model.shapes_for("school", OFFICE)) == 1
    assert len(model.shapes_for("school", Viewer(frozenset({"D2"}), None))) == 0
    assert len(model.shapes_for("community", Viewer(frozenset({"D2"}), None))) == 2


def test_only_layers_that_changed_are_built_again(storage: Storage) -> None:
    write_town(storage)
    write(storage, "rental", [rental("A", position=at(113.505, 23.107))])
    write(storage, "incident", [incident("1")])
    before = _model(storage)
    write(storage, "incident", [incident("2")])
    after = _model(storage, before)
    assert after.version == before.version + 1
    assert after.columns["rental"] is before.columns["rental"]
    assert after.shapes["community"] is before.shapes["community"]
    assert len(after.columns["incident"]) == 2


def test_incidents_follow_the_zones_they_lie_in(storage: Storage) -> None:
    bit = np.uint64(1 << [p.id for p in CATALOGUE.projects].index("school"))
    ring = Position(
        113.505, 23.105, geometry=shapely.to_wkb(shapely.box(113.504, 23.104, 113.506, 23.106))
    )
    crash = [
        incident("1", class_="traffic", position=at(113.507, 23.105)),
        incident("2", class_="traffic", position=at(113.509, 23.105)),
        incident("3", class_="traffic"),
    ]
    write(storage, "incident", crash)
    before = _model(storage)
    assert not (before.columns["incident"].projects & bit).any()
    write(storage, "school", [Record(key="S1", row=3, code="S1", name="校", position=ring)])
    after = _model(storage, before)
    assert (after.columns["incident"].projects & bit).tolist() == [bit, 0, 0]
    write(storage, "rental", [rental("A")])
    assert _model(storage, after).columns["incident"] is after.columns["incident"]


def test_new_areas_give_every_record_its_place_anew(storage: Storage) -> None:
    write(storage, "rental", [rental("A", position=at(113.505, 23.107))])
    before = _model(storage)
    write_town(storage)
    after = _model(storage, before)
    (index,) = after.columns["rental"].areas.tolist()
    assert after.areas.areas[index].code == "D1-2"


def test_the_extent_is_that_of_the_sub_district(storage: Storage) -> None:
    write_town(storage)
    write(storage, "rental", [rental("A", position=at(120.0, 30.0))])
    extent = _model(storage).extent
    assert extent is not None
    np.testing.assert_allclose(extent, (113.50, 23.10, 113.52, 23.11), atol=1e-6)
