"""Whom or what an entry of the audit is about, and what belongs to it, in words."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from dashboard.components.audit.browsers import browser_name
from dashboard.reports.table_file import TABLE_FILES
from dashboard.retention.words import kind_name, words_of
from dashboard.server.gate.rules import PAGES
from dashboard.wording import local_text
from geodata.catalogue.model import Value
from geodata.facts import shown_of
from geodata.retention import PERSONAL
from geodata.storage.rows import POSITION

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dashboard.components.view import View
    from geodata.catalogue.model import Layer
    from geodata.facts import Shown


def object_words(view: View, told: str) -> str:
    """Return what an entry is about, by the names that pages, tables and layers have there."""
    texts, (kind, slash, rest) = view.texts, told.partition("/")
    if told.startswith(PERSONAL) or told in {one.id for one in view.catalogue.kept_kinds}:
        return kind_name(words_of(texts.language), view.catalogue, told)
    if told in PAGES:
        return texts(f"pages.{told}")
    table, dot, suffix = told.rpartition(".")
    if suffix in TABLE_FILES and not slash:
        return (texts.group("pages") | texts.group("tables")).get(table, table) + dot + suffix
    named = {layer.id: texts.name(layer.name) for layer in view.catalogue.layers}
    named |= texts.group("audit.objects")
    return f"{named.get(kind, kind)} {rest}".strip()


def details_words(view: View, details: Mapping[str, Any], layer: Layer | None = None) -> str:
    """Return the details of an entry in one line; of a change only what differs.

    Keys and values of older programs, which have no words of their own, stay as they are.

    Parameters
    ----------
    layer
        Of the record that was changed: its fields and their values are named as it declares them.
    """
    rest = dict(details)
    before, after = _parts(rest.pop("before", None)), _parts(rest.pop("after", None))
    changes = [
        _change(view, key, old, after.get(key), layer)
        for key, old in before.items()
        if old != after.get(key)
    ]
    others = [
        f"{_label(view, key)} {_value(view, key, value)}".strip()
        for key, value in rest.items()
        if value or value is False
    ]
    return view.texts("audit.between").join([*changes, *others])


def _parts(told: Any) -> Mapping[str, Any]:  # noqa: ANN401 - whatever JSON holds
    return told if isinstance(told, dict) else {}


def _change(view: View, key: str, old: Any, new: Any, layer: Layer | None) -> str:  # noqa: ANN401
    label, told = _label(view, key), [_value(view, key, value) for value in (old, new)]
    field = layer.by_column.get(key) if layer else None
    if layer and field:
        label = view.texts.name(field.name)
        told = [_shown(view, shown_of(value, field, layer)) for value in (old, new)]
    return f"{label} {' → '.join(told)}"


def _shown(view: View, value: Shown | None) -> str:
    if value is None:
        return view.texts("correct.blank")
    return view.texts.name(value.name) if isinstance(value, Value) else str(value)


def _label(view: View, key: str) -> str:
    return view.texts.group("audit.details").get(key, key)


def _value(view: View, key: str, value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """Return one value; a limit that is none is no emptiness, but no limit."""
    if key in _NAMED:
        return _NAMED[key](view, value)
    if isinstance(value, bool):
        return view.texts("audit.is_so" if value else "audit.is_not")
    if value is None:
        return view.texts("audit.unlimited")
    if isinstance(value, list):
        tree = view.model.areas
        names = {p.id: view.texts.name(p.name) for p in view.catalogue.projects}
        names |= {area.code: area.name for area in tree.areas}
        return view.texts("facts.and").join(names.get(str(one), str(one)) for one in value)
    return f"{value:,}" if isinstance(value, int) else str(value)


def _role(view: View, value: Any) -> str:  # noqa: ANN401
    role = view.live.door.rights.roles.get(str(value))
    return view.texts.name(role.name) if role else str(value)


def _place(view: View, value: Any) -> str:  # noqa: ANN401
    place = _parts(value)
    if place.get("lng") is None:
        return view.texts("correct.blank")
    return f"{place['lng']:.6f}, {place['lat']:.6f}"


def _filter(_: View, value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, dict):
        return str(value)
    return "&".join(f"{name}={part}" for name, part in value.items())


def _moment(_: View, value: Any) -> str:  # noqa: ANN401
    """Return an instant as local time; a day, and what is neither, stays as it is."""
    text = str(value)
    with suppress(ValueError):
        return local_text(datetime.fromisoformat(text)) if "T" in text else text
    return text


_NAMED: Final[dict[str, Callable[[View, Any], str]]] = {
    "agent": lambda _, value: browser_name(str(value)),
    "role": _role,
    "other": lambda view, value: object_words(view, str(value)),
    "select": _filter,
    "made_at": _moment,
    "printed_at": _moment,
    "until": _moment,
    "oldest": _moment,
    POSITION: _place,
}
"""By the key of a detail how its value is told, where its kind alone does not say so."""
