from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely

from geodata.build import build_read_model
from geodata.columns import mask
from geodata.coordinates.crs import parse_crs
from geodata.coordinates.gcj02 import wgs84_to_gcj02
from geodata.criteria import to_criteria
from geodata.errors import CrsError, StorageError
from geodata.frames import (
    IN_CHINESE,
    Frame,
    Naming,
    chosen_columns,
    in_crs,
    to_frames,
    told_fields,
)
from geodata.localtime import to_instant
from geodata.periods import Period
from geodata.readmodel import ReadModel
from geodata.records import Occurrence, Position, Record
from geodata.selection import Selection
from geodata.storage.store import Storage, open_storage
from geodata.viewer import OFFICE, Viewer
from tests.geodata.making import CATALOGUE, NOW, at, incident, rental, write, write_town

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
ALL = Selection((), YEAR)
SCHOOL = shapely.box(113.501, 23.101, 113.502, 23.102)


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    opened = open_storage(tmp_path_factory.mktemp("town"), now=NOW)
    write_town(opened)
    rentals = [
        rental(
            "R-1",
            row=7,
            position=at(113.501, 23.101),
            address="新庄西街12号3栋502房",
            class_="self_built",
            grade="red",
            attributes={
                "units": 12,
                "gas": "bottle_outside",
                "pledge": True,
                "stars": "张三丰电13812341234",
            },
            personal={"owner": "张三丰", "owner_phone": "13812341234"},
        ),
        rental("R-2", position=at(113.511, 23.101), name="前\x0b后\x00栋"),
        rental("R-3", community="永岗"),
        rental("R-4", valid_to=date(2025, 6, 1)),
        rental("R-5", attributes={"units": "十二"}),
    ]
    write(opened, "rental", rentals)
    moment = Occurrence(to_instant(date(2025, 3, 1)), time_known=False)
    unknown = Record(key="I-2", row=4, occurrence=moment, position=at(113.511, 23.101))
    known = incident("I-1", occurred_at=to_instant(date(2025, 3, 1), 605))
    write(opened, "incident", [known, unknown])
    where = Position(113.5015, 23.1015, geometry=shapely.to_wkb(SCHOOL))
    write(opened, "school", [Record(key="S", row=2, code="S", name="小学", position=where)])
    yield opened
    opened.close()


def frame_of(
    storage: Storage,
    layer: str,
    asked: Selection = ALL,
    viewer: Viewer = OFFICE,
    naming: Naming = IN_CHINESE,
    model: ReadModel | None = None,
) -> Frame:
    model = model or build_read_model(storage, CATALOGUE)
    chosen = chosen_columns(model, layer, asked, viewer)
    with storage.reading() as transaction:
        (frame,) = to_frames(transaction, model, chosen, viewer, most=100, naming=naming)
    return frame


@pytest.mark.parametrize(
    "asked",
    [
        ALL,
        Selection((), YEAR, areas=("D1",)),
        Selection((), YEAR, grades=("rental.red",)),
        Selection((), Period(date(2025, 1, 1), date(2025, 2, 1))),
        Selection((), YEAR, shape=((113.5, 23.1), (113.505, 23.1), (113.505, 23.105))),
    ],
)
@pytest.mark.parametrize("layer", ["rental", "incident", "school"])
def test_the_rows_are_those_the_one_filter_chooses(
    storage: Storage, layer: str, asked: Selection
) -> None:
    model = build_read_model(storage, CATALOGUE)
    columns = model.columns[layer]
    chosen = columns.number[mask(columns, to_criteria(asked, CATALOGUE, model.areas))]
    assert frame_of(storage, layer, asked).index.tolist() == chosen.tolist()


def test_columns_are_the_fields_told_in_declared_order_without_personal_ones(
    storage: Storage,
) -> None:
    frame = frame_of(storage, "rental")
    told = [field.id for field in told_fields(CATALOGUE.by_layer["rental"])]
    assert frame.columns.tolist() == [*told, "counted_area", "ledger", "ledger_row", "geometry"]
    assert {"owner", "owner_phone", "owner_id", "x", "remark"}.isdisjoint(told)
    assert told[:4] == ["code", "name", "address", "community"]


def test_a_record_tells_words_masked_text_and_where_it_comes_from(storage: Storage) -> None:
    first = frame_of(storage, "rental").iloc[0]
    assert first["address"] == "新庄西街12号3栋"
    assert first["stars"] == "张**电138****1234"
    assert (first["house_type"], first["risk"]) == ("自建房", "红 · 禁止")
    assert first["gas"] == "瓶装，瓶在厨房外"
    assert first["pledge"]
    assert first["counted_area"] == "新庄社区 一组"
    assert (first["ledger"], first["ledger_row"]) == ("rental.xlsx", 7)


def test_words_come_in_the_language_asked_for(storage: Storage) -> None:
    frame = frame_of(storage, "rental", naming=lambda words: words.en)
    assert frame["house_type"].iloc[0] == "Self-built"


def test_positions_are_wgs84_points_and_missing_where_there_is_none(storage: Storage) -> None:
    frame = frame_of(storage, "rental")
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.isna().tolist() == [False, False, True, True]
    assert frame.geometry.iloc[0] == shapely.Point(113.501, 23.101)


def test_a_polygon_comes_as_the_ledger_gave_it(storage: Storage) -> None:
    assert frame_of(storage, "school").geometry.iloc[0].equals(SCHOOL)


def test_a_moment_is_local_and_says_whether_its_time_is_known(storage: Storage) -> None:
    frame = frame_of(storage, "incident")
    told = [moment.isoformat() for moment in frame["occurred"]]
    assert told == ["2025-03-01T10:05:00+08:00", "2025-03-01T00:00:00+08:00"]
    assert frame["time_known"].tolist() == [True, False]


def test_control_characters_are_gone(storage: Storage) -> None:
    assert frame_of(storage, "rental")["name"].iloc[1] == "前 后栋"


def test_a_value_older_than_its_declaration_makes_its_column_text(storage: Storage) -> None:
    assert frame_of(storage, "rental")["units"].tolist() == ["12", "12", "12", "十二"]


def test_nothing_chosen_is_a_frame_with_the_same_columns(storage: Storage) -> None:
    nothing = frame_of(
        storage, "incident", Selection((), Period(date(2001, 1, 1), date(2001, 1, 2)))
    )
    assert len(nothing) == 0
    assert nothing.dtypes.equals(frame_of(storage, "incident").dtypes)


def test_a_viewer_takes_away_no_more_than_it_sees(storage: Storage) -> None:
    viewer = Viewer(areas=frozenset({"D2"}), projects=None)
    assert frame_of(storage, "rental", viewer=viewer)["code"].tolist() == ["R-2", "R-3"]


def test_a_database_that_moved_on_is_told(tmp_path: Path) -> None:
    opened = open_storage(tmp_path, now=NOW)
    write(opened, "rental", [rental("A")])
    model = build_read_model(opened, CATALOGUE)
    write(opened, "rental", [rental("A"), rental("B")])
    with pytest.raises(StorageError, match="version 2"):
        frame_of(opened, "rental", model=model)
    opened.close()


def test_a_layer_that_is_not_counted_has_no_frame(storage: Storage) -> None:
    with pytest.raises(KeyError):
        frame_of(storage, "street")


def test_metres_of_a_zone_come_east_before_north(storage: Storage) -> None:
    frame = frame_of(storage, "rental")
    moved = in_crs(frame, parse_crs("EPSG:4547"))
    assert moved.crs.to_epsg() == 4547
    placed = moved.geometry.notna()
    assert (
        moved.geometry[placed]
        .geom_equals_exact(frame.to_crs("EPSG:4547").geometry[placed], tolerance=0.001)
        .all()
    )
    assert moved.geometry.isna().tolist() == [False, False, True, True]


@pytest.mark.parametrize("name", ["gcj02", "bd09"])
def test_the_shifted_systems_are_named_and_no_wgs84(storage: Storage, name: str) -> None:
    moved = in_crs(frame_of(storage, "rental"), parse_crs(name))
    assert moved.crs.name.replace("-", "").lower() == name
    assert moved.crs.to_authority() is None


def test_gcj02_is_shifted_corner_by_corner(storage: Storage) -> None:
    moved = in_crs(frame_of(storage, "school"), parse_crs("gcj02")).geometry.iloc[0]
    expected = np.column_stack(wgs84_to_gcj02(*shapely.get_coordinates(SCHOOL).T))
    assert shapely.get_coordinates(moved) == pytest.approx(expected, abs=1e-9)


def test_a_crs_made_for_elsewhere_is_refused(storage: Storage) -> None:
    with pytest.raises(CrsError, match="EPSG:2180"):
        in_crs(frame_of(storage, "rental"), parse_crs("EPSG:2180"))


def test_dates_are_dates(storage: Storage) -> None:
    ended = frame_of(storage, "rental", Selection((), Period(date(2025, 1, 1), date(2025, 2, 1))))
    assert ended["ended"].dropna().tolist() == [date(2025, 6, 1)]
    assert not isinstance(ended["ended"].dropna().iloc[0], datetime)


def test_a_ledgers_name_tells_of_nobody(storage: Storage) -> None:
    write(storage, "shelter", [Record(key="Q", row=2)], file_name="业主张三丰13812341234.xlsx")
    frame = frame_of(storage, "shelter")
    assert frame["ledger"].tolist() == ["业主张**138****1234.xlsx"]
