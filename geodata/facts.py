"""The facts of one record: its declared fields, masked for whoever looks.

Nothing here knows words or languages; a page lays the facts out in its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from geodata.catalogue.model import Field, Layer, Value, ValueList
from geodata.masking import mask_address, mask_field, mask_name, scrub_text
from geodata.viewer import OFFICE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geodata.viewer import Viewer

Shown = str | int | float | bool | date | datetime | Value
Plain = str | int | float | bool | None
Row = dict[str, object]
_INSTANT: Final = "T"
"""Stands in an ISO text with date and time, and in none a ledger's cell became."""

# Where a core column has another name in storage, or is no fact of its own (None).
_STORED: Final[dict[str, str | None]] = {
    "group": "resident_group",
    "occurred": "occurred_at",
    "reported": "reported_at",
    "occurred_time": None,
    "x": None,
    "y": None,
    "xy": None,
}
_LISTS: Final = {"class": "classes", "grade": "grades", "status": "statuses"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a record, ready to be shown.

    Parameters
    ----------
    field
        Its declaration.
    value
        Masked where the viewer's sight is; a `Value` for choices, classes, grades and statuses.
    hazard
        Whether the declaration calls this value a hazard 隐患.
    """

    field: Field
    value: Shown
    hazard: bool


def facts_of(record: Mapping[str, object], layer: Layer, viewer: Viewer) -> tuple[Fact, ...]:
    """Return what a record says, in declared order, without its blank fields.

    Parameters
    ----------
    record
        Values by column of storage; `attributes` and `personal` are mappings by field id.
    layer
        Declaration of its layer.
    viewer
        Decides whether personal fields, addresses and numbers within texts are masked.
    """
    told = (fact_of(record, field, layer, viewer) for field in layer.fields if field.facts)
    return tuple(fact for fact in told if fact is not None)


def fact_of(
    record: Mapping[str, object], field: Field, layer: Layer, viewer: Viewer
) -> Fact | None:
    """Return one field of a record as in `facts_of`; None where it is blank."""
    value = stored_value(record, field)
    if value in (None, ""):
        return None
    return Fact(field, _told(record, field, layer, value, viewer), _is_hazard(field, value))


def stored_value(record: Mapping[str, object], field: Field) -> object:
    """Return the value of a field as storage holds it; None where it is blank."""
    if field.column is not None:
        column = _STORED.get(field.column, field.column)
        return None if column is None else record.get(column)
    held = record.get("personal" if field.personal else "attributes")
    return held.get(field.id) if isinstance(held, dict) else None


def title_of(record: Mapping[str, object], layer: Layer, viewer: Viewer) -> str | None:
    """Return what a record is called: its name, else its address, else its code.

    Masked as its facts are. None where it has none of them.
    """
    by_column: dict[str, Field] = {str(name): field for name, field in layer.by_column.items()}
    for column in ("name", "address", "code"):
        value, field = record.get(column), by_column.get(column)
        if field is not None and isinstance(value, str) and value.strip():
            return str(_told(record, field, layer, value, viewer))
    return None


def value_named(values: ValueList | None, value_id: object) -> Value | None:
    """Return the declared value of an id; None where there is no such."""
    return next((v for v in values.values if v.id == value_id), None) if values else None


def changed_fields(
    before: Mapping[str, object], after: Mapping[str, object], layer: Layer
) -> tuple[Field, ...]:
    """Return the declared fields whose values differ between two states of a record.

    Personal fields are left out: that they changed is no fact for a history.
    """
    return tuple(
        field
        for field in layer.fields
        if not field.personal
        and _comparable(stored_value(before, field)) != _comparable(stored_value(after, field))
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs between two states of a record; None where it is or was blank.

    `field` is None for the position, told as "lng, lat".
    """

    field: Field | None
    before: Shown | None
    after: Shown | None


def differences(
    before: Mapping[str, object], after: Mapping[str, object], layer: Layer, viewer: Viewer
) -> tuple[Difference, ...]:
    """Return what differs between two states of a record, as its facts show it, field by field.

    Personal fields are left out, as in `changed_fields`.
    """
    told = [
        Difference(
            field, _value_of(before, field, layer, viewer), _value_of(after, field, layer, viewer)
        )
        for field in changed_fields(before, after, layer)
    ]
    places = [_point_text(state) for state in (before, after)]
    if places[0] != places[1]:
        told.append(Difference(None, *places))
    return tuple(told)


def _value_of(
    state: Mapping[str, object], field: Field, layer: Layer, viewer: Viewer
) -> Shown | None:
    fact = fact_of(state, field, layer, viewer)
    return fact.value if fact else None


def _point_text(state: Mapping[str, object]) -> str | None:
    lng, lat = state.get("lng"), state.get("lat")
    return f"{lng:.6f}, {lat:.6f}" if isinstance(lng, float) and isinstance(lat, float) else None


def _told(
    record: Mapping[str, object], field: Field, layer: Layer, value: object, viewer: Viewer
) -> Shown:
    """Return a value as it is shown, without whom the record names in a field of their own."""
    shown = _shown(field, layer, value, viewer)
    if viewer.masked and not field.personal and isinstance(shown, str):
        return _without_own_names(shown, record, layer)
    return shown


def _shown(field: Field, layer: Layer, value: object, viewer: Viewer) -> Shown:
    if field.column in _LISTS:
        declared: ValueList | None = getattr(layer, _LISTS[field.column])
        return value_named(declared, value) or str(value)
    if field.type == "choice":
        return next((v for v in field.values if v.id == value), None) or str(value)
    if field.type == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, str):
        return _masked(field, value, viewer)
    if isinstance(value, (bool, int, float, date)):
        return value
    return str(value)


def plain_of(value: Shown | None) -> Plain:
    """Return a shown value as JSON keeps it: a choice by its id, a day or moment in ISO format."""
    if isinstance(value, Value):
        return value.id
    return value.isoformat() if isinstance(value, date) else value


def shown_of(plain: Plain, field: Field, layer: Layer) -> Shown | None:
    """Return what `plain_of` was given."""
    if not isinstance(plain, str):
        return plain
    if field.type == "datetime" and _INSTANT in plain:
        return datetime.fromisoformat(plain)
    shown = _shown(field, layer, plain, OFFICE)
    return plain if isinstance(shown, str) else shown


def _masked(field: Field, text: str, viewer: Viewer) -> str:
    if not viewer.masked:
        return text
    if field.personal:
        return mask_field(field.type, text)
    return mask_address(text) if field.type == "address" else scrub_text(text)


def _without_own_names(text: str, record: Mapping[str, object], layer: Layer) -> str:
    """Mask the people a record names in fields of their own wherever else it names them."""
    for field in layer.fields:
        if field.type == "person" and isinstance(name := stored_value(record, field), str):
            text = text.replace(name, mask_name(name)) if len(name) > 1 else text
    return text


def _is_hazard(field: Field, value: object) -> bool:
    return (str(value).lower() if isinstance(value, bool) else value) in field.hazard


def _comparable(value: object) -> object:
    """History keeps JSON: dates as ISO text, instants as seconds since 1970."""
    if isinstance(value, datetime):
        return round(value.timestamp())
    return value.isoformat() if isinstance(value, date) else value
