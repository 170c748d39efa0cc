"""Which area a record is given."""

import pytest
from sqlalchemy import select

from geodata.records import Record
from geodata.storage import tables
from geodata.storage.ledgers import read_notes
from geodata.storage.store import Storage
from geodata.storage.versions import read_layer_versions
from tests.geodata.making import at, box, rental, write, write_town

WEST_LOW, WEST_HIGH, EAST_HIGH = (113.505, 23.102), (113.505, 23.107), (113.515, 23.107)


def _area(storage: Storage, key: str = "A") -> str | None:
    with storage.reading() as connection:
        query = select(tables.places.c.area).where(tables.places.c.key == key)
        found: str | None = connection.scalars(query).one()
    return found


@pytest.mark.parametrize(
    ("lng", "lat", "area"),
    [(*WEST_LOW, "D1-1"), (*WEST_HIGH, "D1-2"), (*EAST_HIGH, "D2"), (113.6, 23.2, None)],
)
def test_a_placed_record_is_in_the_smallest_area_around_it(
    storage: Storage, lng: float, lat: float, area: str | None
) -> None:
    write_town(storage)
    write(storage, "rental", [rental("A", position=at(lng, lat))])
    assert _area(storage) == area


def test_a_record_on_a_border_is_in_the_first_area_by_code(storage: Storage) -> None:
    write_town(storage)
    write(storage, "rental", [rental("A", position=at(113.505, 23.105))])
    assert _area(storage) == "D1-1"


@pytest.mark.parametrize(
    ("community", "group", "area"),
    [
        ("新庄社区", None, "D1"),
        ("新庄", "二组", "D1-2"),
        ("新庄居委会", "二组", "D1-2"),
        ("D2", "一组", "D2-1"),
        (None, "二组", "D1-2"),
        (None, "一组", None),  # both communities have one
        ("新庄", "九组", "D1"),
        ("贤江", None, None),
        (None, None, None),
    ],
)
def test_a_record_without_place_is_where_the_ledger_says(
    storage: Storage, community: str | None, group: str | None, area: str | None
) -> None:
    write_town(storage)
    write(storage, "rental", [rental("A", community=community, group=group)])
    assert _area(storage) == area


def test_a_place_beyond_every_area_falls_back_on_what_is_written(storage: Storage) -> None:
    write_town(storage)
    write(storage, "rental", [rental("A", position=at(113.6, 23.2), community="新庄")])
    assert _area(storage) == "D1"


def test_a_written_community_that_is_elsewhere_is_noted_and_counted(storage: Storage) -> None:
    write_town(storage)
    rows = [
        rental("A", row=5, position=at(*WEST_LOW), community="永岗社区"),
        rental("B", row=6, position=at(*WEST_LOW), community="新庄"),
        rental("C", row=7, position=at(*WEST_LOW), community="贤江"),
    ]
    done = write(storage, "rental", rows)
    assert done.counts.misplaced == 2
    with storage.reading() as connection:
        notes = read_notes(connection, done.batch, "misplaced")
    assert [(note.row, note.problem.rule, note.problem.reason) for note in notes] == [
        (5, "community_differs", "D1-1"),
        (7, "community_unknown", "D1-1"),
    ]
    assert notes[0].cells == {"community": "永岗社区"}
    assert _area(storage) == "D1-1"


def test_without_communities_no_community_is_wrong(storage: Storage) -> None:
    done = write(storage, "rental", [rental("A", community="新庄")])
    assert done.counts.misplaced == 0


def test_records_are_given_their_area_when_areas_change(storage: Storage) -> None:
    write_town(storage)
    rows = [rental("A", position=at(*EAST_HIGH)), rental("B", position=at(*WEST_LOW))]
    write(storage, "rental", rows)
    moved = [box("D2-2", "二组", "D2", (113.51, 23.105, 113.52, 23.11))]
    done = write(storage, "group", moved)
    assert (_area(storage), _area(storage, "B")) == ("D2-2", "D1-1")
    with storage.reading() as connection:
        assert read_layer_versions(connection)["rental"] == done.version


def test_an_area_belongs_to_the_district_above_it_whichever_came_first(storage: Storage) -> None:
    write(storage, "group", [Record(key="D1-9", row=2, code="D1-9", name="九组", parent="D1")])
    write_town(storage)
    with storage.reading() as connection:
        rows = connection.execute(select(tables.areas.c.code, tables.areas.c.district))
        assert {row.district for row in rows} == {"D"}


def test_areas_without_polygons_are_found_by_their_names(storage: Storage) -> None:
    write(storage, "community", [Record(key="D1", row=2, code="D1", name="新庄社区", parent="D")])
    write(storage, "rental", [rental("A", position=at(*WEST_LOW), community="新庄")])
    assert _area(storage) == "D1"


def _write_undrawn(storage: Storage) -> None:
    """Write the drawn sub-district D with 新庄 (two groups) and 永岗, known by name only."""
    write(storage, "district", [box("D", "永和街道", None, (113.50, 23.10, 113.52, 23.11))])
    names = {"D1": "新庄社区", "D2": "永岗社区"}
    areas = [Record(key=c, row=2, code=c, name=n, parent="D") for c, n in names.items()]
    write(storage, "community", areas)
    groups = {"D1-1": "一组", "D1-2": "二组"}
    areas = [Record(key=c, row=2, code=c, name=n, parent="D1") for c, n in groups.items()]
    write(storage, "group", areas)


@pytest.mark.parametrize(
    ("community", "group", "area"),
    [("新庄", None, "D1"), ("永岗", None, "D2"), ("新庄", "二组", "D1-2"), (None, None, "D")],
)
def test_a_written_area_without_outline_is_taken_within_the_area_found(
    storage: Storage, community: str | None, group: str | None, area: str
) -> None:
    _write_undrawn(storage)
    done = write(
        storage, "rental", [rental("A", position=at(*WEST_LOW), community=community, group=group)]
    )
    assert (_area(storage), done.counts.misplaced) == (area, 0)


def test_an_outline_speaks_against_what_is_written(storage: Storage) -> None:
    write_town(storage)
    inside = rental("A", position=at(*WEST_LOW), community="新庄", group="二组")
    done = write(storage, "rental", [inside])
    assert (_area(storage), done.counts.misplaced) == ("D1-1", 1)


def test_a_group_without_outline_is_taken_within_its_community(storage: Storage) -> None:
    write_town(storage)
    write(storage, "group", [Record(key="D2-9", row=2, code="D2-9", name="九组", parent="D2")])
    done = write(storage, "rental", [rental("A", position=at(*EAST_HIGH), group="九组")])
    assert (_area(storage), done.counts.misplaced) == ("D2-9", 0)


def test_a_record_that_stays_misplaced_is_noted_once_and_counted_each_time(
    storage: Storage,
) -> None:
    write_town(storage)
    wrong = rental("A", position=at(*WEST_LOW), community="永岗社区")
    write(storage, "rental", [wrong])
    again = write(storage, "rental", [wrong, rental("B")])
    assert (again.counts.misplaced, again.counts.unchanged) == (1, 1)
    with storage.reading() as connection:
        assert len(connection.execute(select(tables.batch_rows)).all()) == 1


def test_a_grid_belongs_to_the_sub_district_above_it(storage: Storage) -> None:
    write_town(storage)
    with storage.writing() as connection:
        change = tables.areas.update().where(tables.areas.c.code == "D2-1")
        connection.execute(change.values(level="grid"))
    write(storage, "group", [Record(key="D2-9", row=2, code="D2-9", name="九组", parent="D2")])
    with storage.reading() as connection:
        rows = connection.execute(select(tables.areas.c.code, tables.areas.c.district))
        assert {row.district for row in rows} == {"D"}
