"""What must hold inside one layer's declaration, beyond the shape of its keys."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from geodata.catalogue.complaints import Where, complaint
from geodata.catalogue.layer import LISTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from geodata.catalogue.layer import Field, Layer, Rule, Value, ValueList

NUMBERS = {"integer", "number"}


def check_layer(where: Where, layer: Layer) -> None:
    """Refuse names a layer does not declare, and words that could mean two things.

    Raises
    ------
    CatalogueError
        Names the key in the file of `where`.
    """
    if layer.counted_only and (layer.listed or layer.record not in {"place", "incident"}):
        raise complaint(where.at("counted_only"), "counted_only", layer.counted_only)
    require_known(where.at("key"), enumerate(layer.key), layer.by_field)
    require_known(where.at("fallback_key"), enumerate(layer.fallback_key), layer.by_field)
    for name in LISTS:
        values: ValueList | None = getattr(layer, name)
        if values is not None:
            _check_list(where.at(name), values, layer)
    _check_fields(where.at("fields"), layer)
    for place, measure in enumerate(layer.measures):
        _require_number(where.at("measures", place), measure.field, layer)
    for place, rule in enumerate(layer.rules):
        _check_rule(where.at("rules", place), rule, layer)


def check_values(where: Where, values: Iterable[Value]) -> None:
    """Refuse two values of one id, a parent or kin that is no value, a word that means two."""
    values = tuple(values)
    ids = [value.id for value in values]
    require_unique(where, "id", ids)
    parents = ((place, value.parent) for place, value in enumerate(values) if value.parent)
    require_known(where, parents, ids, "parent")
    for place, value in enumerate(values):
        require_known(where.at(place, "akin"), enumerate(value.akin), ids)
    owners: dict[str, tuple[str, str]] = {}
    for place, value in enumerate(values):
        for word in (value.id, value.name.zh, value.name.en, *value.words):
            _claim(owners, where.at(place, "words"), word, value.id)


def require_known(
    where: Where, names: Iterable[tuple[str | int, str]], known: Collection[str], *below: str
) -> None:
    """Refuse the first of the (key, name) pairs whose name is not among the `known`."""
    for key, name in names:
        if name not in known:
            raise complaint(where.at(key, *below), "unknown", name, known=sorted(known))


def require_unique(
    where: Where, key: str, names: Iterable[object], taken: Iterable[object] = ()
) -> None:
    """Refuse the first name of a list that an earlier entry has, or that is `taken` elsewhere."""
    first: dict[object, Where] = {name: Where(where.path, ("template",)) for name in taken}
    for place, name in enumerate(names):
        here = where.at(place, key)
        if name in first:
            raise complaint(here, "repeated", name, first=first[name].name)
        first[name] = here


def same_written(word: str) -> str:
    """Return a word as it is compared: width, case and blanks do not tell two words apart."""
    return "".join(unicodedata.normalize("NFKC", word).casefold().split())


def _claim(owners: dict[str, tuple[str, str]], where: Where, word: str, owner: str) -> None:
    known = owners.setdefault(same_written(word), (owner, where.name))
    if known[0] != owner:
        raise complaint(where, "same_word", word, first=known[1])


def _check_fields(where: Where, layer: Layer) -> None:
    require_unique(where, "id", (field.id for field in layer.fields))
    owners: dict[str, tuple[str, str]] = {}
    columns: dict[str, str] = {}
    for place, field in enumerate(layer.fields):
        here = where.at(place)
        for heading in field.all_headings:
            _claim(owners, here.at("headings"), heading, field.id)
        if field.column is not None:
            first = columns.setdefault(field.column, here.at("column").name)
            if first != here.at("column").name:
                raise complaint(here.at("column"), "repeated", field.column, first=first)
        _check_field(here, field, layer)


def _check_field(where: Where, field: Field, layer: Layer) -> None:
    lists = {v.field for v in (layer.classes, layer.grades, layer.statuses) if v is not None}
    if field.type == "choice" and not field.values and field.id not in lists:
        raise complaint(where.at("values"), "no_values", None)
    if field.personal and field.column is not None:
        raise complaint(where.at("personal"), "personal_column", field.column)
    check_values(where.at("values"), field.values)
    if field.values:
        ids = [value.id for value in field.values]
        require_known(where.at("hazard"), enumerate(field.hazard), ids)
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        raise complaint(where.at("minimum"), "order", field.minimum, limit=field.maximum)


def _check_list(where: Where, values: ValueList, layer: Layer) -> None:
    named = [("field", values.field)] if values.field else []
    require_known(where, named, layer.by_field)
    if not values.values and values.rule == "field":
        raise complaint(where.at("values"), "missing", None, key="values")
    check_values(where.at("values"), values.values)


def _require_number(where: Where, name: str, layer: Layer) -> None:
    require_known(where, [("field", name)], layer.by_field)
    if layer.by_field[name].type not in NUMBERS:
        raise complaint(where.at("field"), "not_a_number_field", name)


def _check_rule(where: Where, rule: Rule, layer: Layer) -> None:
    named = [("field", rule.field)]
    if isinstance(rule.than, str):
        named.append(("than", rule.than))
    require_known(where, named, layer.by_field)
    if rule.only_class is not None:
        classes = layer.classes.ids if layer.classes else ()
        require_known(where, [("only_class", rule.only_class)], classes)
