"""A town with three homes, two shelters and a street, whose reach is worked out by hand."""

from typing import Any

import shapely

from geodata.analysis.shelters.reach_making import Details
from geodata.build import build_read_model
from geodata.readmodel import ReadModel
from geodata.records import Position, Record
from geodata.storage.store import Storage
from geodata.storage.values import NUMBER, read_values
from tests.geodata.making import CATALOGUE, at, rental, write, write_town

EAST_HOUSE, NEAR_HOUSE, FAR_HOUSE = (113.5175, 23.1025), (113.5025, 23.1025), (113.5095, 23.1045)
"""1,537 m, 0 m and 752 m from the shelter in use."""

PEOPLE = (
    ("D1-1", "registered", 20),
    ("D1-1", "floating", 10),
    ("D1-2", "registered", 0),
    ("D1-2", "floating", 0),
    ("D2-1", "registered", 10),
    ("D2-1", "floating", 0),
    ("D2", "registered", 12),
    ("D2", "floating", 3),
)
"""Of the 15 in D2 five live outside D2-1, where no house is known."""


def house(kind: str, middle: tuple[float, float], floors: int | None, side: float = 1e-4) -> Record:
    x, y = middle
    square = shapely.box(x - side, y - side, x + side, y + side)
    attributes = {} if floors is None else {"floors": floors}
    return Record(
        key=f"{kind} {middle}", row=2, class_=kind, attributes=attributes,
        position=Position(x, y, geometry=shapely.to_wkb(square)),
    )  # fmt: skip


def shelter(code: str, place: tuple[float, float], **values: Any) -> Record:
    given = {"class_": "emergency", "status": "in_use", **values}
    return Record(key=code, row=2, code=code, name=code, position=at(*place), **given)


def write_reach_town(storage: Storage, *, with_people: bool = True) -> None:
    write_town(storage)
    houses = [house("building", NEAR_HOUSE, 2), house("building", FAR_HOUSE, 1)]
    write(storage, "ground", [*houses, house("building", EAST_HOUSE, 5)])
    if with_people:
        write(storage, "population", [_counted(*one, 2025) for one in PEOPLE])
    attributes = {"effective_m2": 90, "capacity": 60}
    shelters = [
        shelter("S-1", NEAR_HOUSE, attributes=attributes),
        shelter("S-2", EAST_HOUSE, status="out_of_use", attributes=attributes),
        shelter("S-3", EAST_HOUSE, class_="fixed", status="out_of_use"),
    ]
    write(storage, "shelter", shelters)
    rentals = [rental("R-1", position=at(*NEAR_HOUSE)), rental("R-2", position=at(*EAST_HOUSE))]
    write(storage, "rental", [*rentals, rental("R-3")])


def read_reach_town(storage: Storage) -> tuple[ReadModel, Details]:
    model = build_read_model(storage, CATALOGUE)

    def read(layer: str, *fields: str) -> Any:
        with storage.reading() as connection:
            return read_values(connection, CATALOGUE.by_layer[layer], fields)

    def by_number(layer: str, field: str) -> dict[int, float]:
        found = read(layer, field)
        return dict(zip(found[NUMBER].tolist(), found[field].tolist(), strict=True))

    return model, Details(
        floors=by_number("ground", "floors"),
        levels=by_number("street", "layer_level"),
        effective_m2=by_number("shelter", "effective_m2"),
        capacity=by_number("shelter", "capacity"),
    )


def _counted(area: str, kind: str, people: int, year: int) -> Record:
    key = f"{area}|{year}|{kind}"
    return Record(key=key, row=2, code=area, class_=kind, year=year, people=people)
