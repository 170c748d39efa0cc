"""Whole layers at once, as arrays: what the read model is built from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    String,
    Table,
    func,
    select,
    type_coerce,
)

from geodata.catalogue.model import Layer
from geodata.merged import standing_for
from geodata.storage.coverage import Feeder
from geodata.storage.tables import (
    BY_KIND,
    areas,
    incidents,
    place_parts,
    places,
    population,
    project_links,
)

FETCH = 50_000
BETWEEN = "\x1f"
"""Stands between district and source; the control character is in no text of a ledger."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RawLayer:
    """The current records of a layer, ordered by number, arrays of one length.

    `lng` and `lat` are NaN where a record has no position. `classes`, `grades`, `statuses` (uint8,
    255 for none) and `areas` (uint16, 65535 for none) are indices. `from_date` and `to_date` are
    datetime64[D] (NaT for none); `occurred_s` (seconds since 1970 UTC) and `time_known` belong to
    incidents and are empty for places. `measures` are float64, NaN for none. `feeders` of incidents
    are places in the layer's list of feeders (uint16, 65535 for none). `into` of merged records are
    the numbers of those they were merged into.
    """

    number: NDArray[np.uint32]
    lng: Floats
    lat: Floats
    classes: NDArray[np.uint8]
    grades: NDArray[np.uint8]
    statuses: NDArray[np.uint8]
    areas: NDArray[np.uint16]
    from_date: NDArray[np.datetime64]
    to_date: NDArray[np.datetime64]
    occurred_s: NDArray[np.int64]
    time_known: NDArray[np.bool_]
    names: NDArray[np.object_] | None
    measures: Mapping[str, Floats]
    into: NDArray[np.uint32]
    feeders: NDArray[np.uint16] | None = None


@dataclass(frozen=True, slots=True)
class RawShapes:
    """Records of a layer that are drawn: WKB, or None and a point; names '' for none."""

    number: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    areas: NDArray[np.uint16]
    names: Sequence[str]
    geometry: Sequence[bytes | None]
    lng: Floats
    lat: Floats


Converter = Callable[[Sequence[Any]], NDArray[Any]]


def read_layer(
    connection: Connection,
    layer: Layer,
    area_index: Mapping[str, int],
    feeders: Sequence[Feeder] = (),
    *,
    merged: bool = False,
) -> RawLayer:
    """Read the columns of a layer of places or incidents.

    Parameters
    ----------
    area_index
        Index of each area by its code.
    feeders
        Those of the layer.
    merged
        Of the records that others stand for, instead of those there are.
    """
    table = BY_KIND[layer.record]
    wanted = _common(table, layer, area_index) | _timed(table, layer)
    if merged:
        wanted["into"] = (table.c.merged_into, _numbers)
    if table is incidents:
        wanted["feeders"] = _feeders(feeders)
    wanted |= {f"measure {m.field}": _measure(table, layer, m.field) for m in layer.measures}
    if layer.symbol.character:
        wanted["names"] = (func.coalesce(table.c.name, ""), _objects)
    arrays = _read(connection, table, layer, wanted, merged=merged)
    measures = {m.field: arrays.pop(f"measure {m.field}") for m in layer.measures}
    return RawLayer(**{**_of_other_kinds(), **arrays, "measures": measures})


def read_shapes(connection: Connection, layer: Layer, area_index: Mapping[str, int]) -> RawShapes:
    """Read what is drawn of a layer: of parts their points, of the others their geometry.

    The number of a part is that of the place it belongs to, found by the place's code, or of the
    one that stands for it since a merge; parts of no known place are left out.
    """
    table = BY_KIND[layer.record]
    wanted = _common(table, layer, area_index)
    wanted = {name: wanted[name] for name in ("number", "classes", "areas", "lng", "lat")}
    wanted["names"] = (func.coalesce(table.c.name, ""), _objects)
    if table is areas:  # an area is counted as itself, not as what it lies in
        wanted["areas"] = (table.c.code, _indices(area_index, np.uint16))
    if table is place_parts:
        owner = select(func.min(places.c.id)).where(
            places.c.layer == layer.parent_layer,
            places.c.district == table.c.district,
            places.c.code == table.c.parent,
            places.c.retired_at.is_(None) | places.c.merged_into.is_not(None),
        )
        wanted["number"] = (func.coalesce(owner.scalar_subquery(), 0), _numbers)
        arrays = _read(connection, table, layer, wanted)
        arrays["number"] = _standing_for(connection, layer.parent_layer, arrays["number"])
        arrays["geometry"] = np.full(len(arrays["number"]), None)
    else:
        wanted["geometry"] = (table.c.geometry, _objects)
        arrays = _read(connection, table, layer, wanted)
    drawn = (arrays["number"] > 0) & np.isfinite(arrays["lng"])
    kept = {name: values[drawn] for name, values in arrays.items()}
    return RawShapes(**kept)


def _standing_for(
    connection: Connection, layer: str | None, numbers: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    merged = select(places.c.id, places.c.merged_into).where(
        places.c.layer == layer, places.c.merged_into.is_not(None)
    )
    return standing_for(numbers, {row.id: row.merged_into for row in connection.execute(merged)})


def read_area_rows(connection: Connection) -> list[tuple[str, str, str, str | None]]:
    """Return (code, name, level, code of the area above) of every current area."""
    columns = (areas.c.code, func.coalesce(areas.c.name, ""), areas.c.level, areas.c.parent)
    query = select(*columns).where(areas.c.retired_at.is_(None))
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def read_people(
    connection: Connection, layer: Layer, area_index: Mapping[str, int]
) -> dict[tuple[int, int, int], int]:
    """Return people by area, year and kind, as `geodata.people.People` holds them."""
    kinds = {kind: n for n, kind in enumerate(layer.classes.ids if layer.classes else ())}
    query = select(
        population.c.code, population.c.year, population.c["class"], population.c.people
    ).where(population.c.layer == layer.id, population.c.retired_at.is_(None))
    return {
        (area_index[code], year, kinds[kind]): people
        for code, year, kind, people in connection.execute(query)
        if code in area_index and kind in kinds
    }


def read_links(connection: Connection, layer: str) -> dict[int, list[str]]:
    """Return the projects to which records of a layer are linked explicitly, by number."""
    query = select(project_links.c.number, project_links.c.project)
    links: dict[int, list[str]] = {}
    for number, project in connection.execute(query.where(project_links.c.layer == layer)):
        links.setdefault(number, []).append(project)
    return links


def _of_other_kinds() -> dict[str, Any]:
    return {
        "from_date": _dates(()),
        "to_date": _dates(()),
        "occurred_s": _seconds(()),
        "time_known": _bools(()),
        "into": _numbers(()),
        "names": None,
    }


Wanted = dict[str, tuple[ColumnElement[Any], Converter]]


def _common(table: Table, layer: Layer, area_index: Mapping[str, int]) -> Wanted:
    lists = {
        name: _indices({v: n for n, v in enumerate(values.ids)} if values else {}, np.uint8)
        for name, values in (
            ("class", layer.classes), ("grade", layer.grades), ("status", layer.statuses)
        )
    }  # fmt: skip
    return {
        "number": (table.c.id, _numbers),
        "lng": (table.c.lng, _floats),
        "lat": (table.c.lat, _floats),
        "classes": (table.c["class"], lists["class"]),
        "grades": (table.c.grade, lists["grade"]),
        "statuses": (table.c.status, lists["status"]),
        "areas": (table.c.area, _indices(area_index, np.uint16)),
    }


def _timed(table: Table, layer: Layer) -> Wanted:
    if layer.record == "incident":
        return {
            "occurred_s": (type_coerce(table.c.occurred_at, BigInteger), _seconds),
            "time_known": (table.c.time_known, _bools),
        }
    return {
        "from_date": (type_coerce(table.c.valid_from, String), _dates),
        "to_date": (type_coerce(table.c.valid_to, String), _dates),
    }


def _feeders(feeders: Sequence[Feeder]) -> tuple[ColumnElement[Any], Converter]:
    index = {BETWEEN.join(feeder): n for n, feeder in enumerate(feeders)}
    source = func.coalesce(incidents.c.source, "")
    return incidents.c.district + BETWEEN + source, _indices(index, np.uint16)


def _measure(table: Table, layer: Layer, field: str) -> tuple[ColumnElement[Any], Converter]:
    column = layer.by_field[field].column
    if column is not None:
        return table.c[column], _floats
    return table.c.attributes[field].as_float(), _floats


def _read(
    connection: Connection, table: Table, layer: Layer, wanted: Wanted, *, merged: bool = False
) -> dict[str, NDArray[Any]]:
    query = select(*(column for column, _ in wanted.values())).order_by(table.c.id)
    these = table.c.merged_into.is_not(None) if merged else table.c.retired_at.is_(None)
    query = query.where(table.c.layer == layer.id, these)
    parts: list[list[NDArray[Any]]] = [[convert(())] for _, convert in wanted.values()]
    for columns in _columnwise(connection, query):
        for part, values, (_, convert) in zip(parts, columns, wanted.values(), strict=True):
            part.append(convert(values))
    return {name: np.concatenate(part) for name, part in zip(wanted, parts, strict=True)}


def _columnwise(connection: Connection, query: Any) -> Iterator[list[tuple[Any, ...]]]:  # noqa: ANN401 - of any columns
    for rows in connection.execute(query).partitions(FETCH):
        yield list(zip(*rows, strict=True))


def _indices(index: Mapping[str, int], kind: type[np.unsignedinteger[Any]]) -> Converter:
    none = int(np.iinfo(kind).max)

    def convert(values: Sequence[str | None]) -> NDArray[Any]:
        return np.array([index.get(value, none) if value else none for value in values], kind)

    return convert


def _numbers(values: Sequence[int]) -> NDArray[np.uint32]:
    return np.array(values, np.uint32)


def _seconds(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array(values, np.int64)


def _bools(values: Sequence[bool]) -> NDArray[np.bool_]:
    return np.array(values, np.bool_)


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array(values, np.float64)


def _dates(values: Sequence[str | date | None]) -> NDArray[np.datetime64]:
    return np.array(values, "datetime64[D]")


def _objects(values: Sequence[Any]) -> NDArray[np.object_]:
    array = np.empty(len(values), np.object_)
    array[:] = values
    return array
