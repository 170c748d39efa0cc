"""A ledger with fewer columns takes nothing away that others brought."""

from typing import Any

from sqlalchemy import select

from geodata.storage import tables
from geodata.storage.store import Storage
from tests.geodata.making import at, incident, rental, write, write_town

FULL = rental(
    "A",
    position=at(113.505, 23.102),
    community="新庄",
    grade="red",
    attributes={"units": 12, "floors": 6},
    personal={"landlord": "张三", "phone": "1"},
)
FEW = frozenset({"code", "address", "units", "phone"})


def _place(storage: Storage) -> dict[str, Any]:
    with storage.reading() as connection:
        return dict(connection.execute(select(tables.places)).mappings().one())


def test_what_a_ledger_has_no_column_for_stays(storage: Storage) -> None:
    write_town(storage)
    write(storage, "rental", [FULL])
    few = rental("A", address="甲街1号", attributes={"units": 3}, personal={"phone": "2"}, told=FEW)
    assert write(storage, "rental", [few]).counts.changed == 1
    place = _place(storage)
    assert (place["lng"], place["x"], place["crs"]) == (113.505, 113.505, "EPSG:4326")
    assert (place["community"], place["grade"], place["area"]) == ("新庄", "red", "D1-1")
    assert (place["address"], place["attributes"]) == ("甲街1号", {"units": 3, "floors": 6})
    assert place["personal"] == {"landlord": "张三", "phone": "2"}
    assert (place["west"], place["north"]) == (113.505, 23.102)


def test_a_ledger_that_tells_less_and_nothing_new_changes_nothing(storage: Storage) -> None:
    write(storage, "rental", [FULL])
    few = rental("A", attributes={"units": 12}, personal={"phone": "1"}, told=FEW)
    again = write(storage, "rental", [few])
    assert (again.counts.unchanged, again.version) == (1, 1)


def test_an_empty_cell_of_a_column_that_is_there_empties_it(storage: Storage) -> None:
    write(storage, "rental", [FULL])
    write(storage, "rental", [rental("A", attributes={}, told=FEW | {"grade"})])
    place = _place(storage)
    assert (place["grade"], place["community"]) == (None, "新庄")
    assert (place["attributes"], place["personal"]) == ({"floors": 6}, {"landlord": "张三"})


def test_projects_and_numbers_of_incidents_stay_likewise(storage: Storage) -> None:
    first = incident("1", projects=("fire",))
    assert first.occurrence is not None
    write(storage, "incident", [first._replace(occurrence=first.occurrence._replace(dead=2))])
    told = frozenset({"occurred_at", "time_known", "class_"})
    assert write(storage, "incident", [incident("1", class_="robbery", told=told)]).counts.changed
    with storage.reading() as connection:
        stored = connection.execute(select(tables.incidents)).mappings().one()
        assert (stored["dead"], stored["class"]) == (2, "robbery")
        assert connection.scalars(select(tables.project_links.c.project)).all() == ["fire"]
