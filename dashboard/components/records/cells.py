"""A record as a line of a table: which columns a layer has, what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard.components.table import Heading
from dashboard.server.dossier import area_text
from dashboard.wording import number_text, value_text
from geodata.catalogue.model import LISTS
from geodata.columns import NO_TIME, NO_VALUE, NOT_TOLD
from geodata.facts import fact_of
from geodata.periods import DAY_ZERO
from geodata.storage.reads import read_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.catalogue.model import Field, Layer
    from geodata.columns import Columns

_TOLD: Final = ("code", "case_number", "name", "address")
_MINUTES: Final = 60


def headings(texts: Texts, layer: Layer, *, sort: str | None, falling: bool) -> list[Heading]:
    """Return the columns of a layer's table: what identifies, lists, area, day, measures."""
    by_column = _by_column(layer)
    told = [(name, by_column[name]) for name in _TOLD if _is_told(name, by_column)]
    made: list[tuple[str, str, bool, bool]] = [
        (f.column or "", texts.name(f.name), False, False) for _, f in told
    ]
    if layer.record == "incident":
        made.insert(1, ("day", texts.name(by_column["occurred"].name), False, True))
    made += [
        (name, texts.name(getattr(layer, name).name), False, True)
        for name in LISTS
        if getattr(layer, name) is not None
    ]
    made.append(("area", texts("table.area"), False, True))
    made += [
        (
            m.field,
            texts("table.measure", name=texts.name(m.name), unit=texts.name(m.unit)),
            True,
            True,
        )
        for m in layer.measures
    ]
    made.append(("placed", texts("table.place"), False, False))
    direction = -1 if falling else 1
    return [
        Heading(i, label, right, sortable, direction if i == sort else 0)
        for i, label, right, sortable in made
    ]


def unplaced_headings(texts: Texts) -> list[Heading]:
    """Return the columns of the list of records of any layer."""
    return [Heading(i, texts(f"table.{i}")) for i in ("identity", "layer", "address", "area")]


def sort_values(
    columns: Columns, rows: NDArray[np.intp], sort: str | None
) -> tuple[NDArray[np.generic], ...]:
    """Return the keys of `np.lexsort` for some rows, the last one first; none for their order.

    Without a column asked for, incidents come latest first and places by number.
    """
    if sort is None or sort == "day":
        if not columns.events:
            return ()
        days, minutes = columns.from_day[rows].astype(np.int32), columns.minutes[rows]
        return (minutes, days) if sort else (-minutes.astype(np.int32), -days)
    if sort in columns.measures:
        return (columns.measures[sort][rows],)
    arrays = {name: getattr(columns, name) for name in LISTS} | {"area": columns.areas}
    return (arrays[sort][rows],) if sort in arrays else ()


def record_cells(
    view: View,
    layer: Layer,
    columns: Columns,
    place: int,
    record: Mapping[str, object],
    wanted: Sequence[str],
) -> list[str]:
    """Return the cells of one record, masked, in the order of the wanted columns.

    Parameters
    ----------
    place
        Row of the record in the columns.
    record
        As storage holds it; empty where it ended meanwhile.
    """
    texts = view.texts
    cells = {
        name: value_text(texts, fact.field, fact.value)
        for name, field in _by_column(layer).items()
        if name in _TOLD and (fact := fact_of(record, field, layer, view.viewer)) is not None
    }
    cells |= {name: _value_name(view, layer, columns, name, place) for name in LISTS}
    cells |= {
        name: number_text(int(values[place]))
        for name, values in columns.measures.items()
        if values[place] != NOT_TOLD
    }
    cells["area"] = area_text(view.model, int(columns.areas[place]))
    cells["placed"] = texts("table.on_map" if columns.placed[place] else "table.off_map")
    cells["layer"] = texts.name(layer.name)
    cells["identity"] = _identity(cells)
    if columns.events:
        cells["day"] = _moment(columns, place)
    return [cells.get(name, "") for name in wanted]


def record_rows(
    view: View, layer: Layer, places: NDArray[np.intp], wanted: Sequence[str]
) -> list[tuple[str, list[str]]]:
    """Return records as rows of a table: ``layer.number``, and the cells of the wanted columns.

    Parameters
    ----------
    places
        Rows of the records in the columns the viewer may see.
    """
    columns = view.model.columns_for(layer.id, view.viewer)
    numbers = [int(number) for number in columns.number[places]]
    with view.live.storage.reading() as connection:
        records = {record["id"]: record for record in read_records(connection, layer, numbers)}
    return [
        (
            f"{layer.id}.{number}",
            record_cells(view, layer, columns, int(place), records.get(number, {}), wanted),
        )
        for place, number in zip(places, numbers, strict=True)
    ]


def _by_column(layer: Layer) -> dict[str, Field]:
    return {str(name): field for name, field in layer.by_column.items()}


def _is_told(name: str, by_column: Mapping[str, Field]) -> bool:
    """Leave out a name that few have where the address is always told."""
    if name not in by_column:
        return False
    address = by_column.get("address")
    return name != "name" or by_column[name].required or not (address and address.required)


def _value_name(view: View, layer: Layer, columns: Columns, name: str, place: int) -> str:
    values, index = getattr(layer, name), int(getattr(columns, name)[place])
    if values is None or index == NO_VALUE or index >= len(values.values):
        return ""
    return view.texts.name(values.values[index].name)


def _identity(cells: Mapping[str, str]) -> str:
    return next((cells[name] for name in ("name", "code", "case_number") if cells.get(name)), "")


def _moment(columns: Columns, place: int) -> str:
    day = np.datetime64(DAY_ZERO, "D") + int(columns.from_day[place])
    minutes = int(columns.minutes[place])
    if minutes == NO_TIME:
        return str(day)
    return f"{day} {minutes // _MINUTES:02d}:{minutes % _MINUTES:02d}"
