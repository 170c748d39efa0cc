"""Checks of a row's values against each other and against what the layer requires."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from etl.columns import Columns
from etl.locate import Placed
from etl.troubles import Trouble, trouble
from geodata.catalogue import Layer
from geodata.catalogue.model import Rule


def check(columns: Columns, placed: Placed, layer: Layer) -> None:
    """Add to the columns what the layer's requirements and rules find.

    A required field whose cell is already in trouble is not reported twice. A rule holds where
    one of its two sides is missing.
    """
    for field in layer.fields:
        if field.required and field.id in columns.values:
            _require(columns, field.id)
    x, y = (layer.by_column.get(name) for name in "xy")
    if x is not None and (x.required or (y is not None and y.required)):
        _require_positions(columns, placed, x.id)
    if layer.fallback_key:
        _require_some(columns, placed, (*layer.key, *layer.fallback_key))
    if layer.record == "area" and (code := layer.by_column.get("code")) is not None:
        _require_one_code(columns, code.id)
    for rule in layer.rules:
        if rule.field in columns.values:
            for place in _broken(columns, rule, layer):
                found = Trouble(
                    rule.id, rule.message.model_dump(), rejects=rule.severity == "reject"
                )
                columns.add(place, rule.field, found)


def _require(columns: Columns, field_id: str) -> None:
    values = columns.values[field_id]
    if None not in values:
        return
    for place, value in enumerate(values):
        if value is None and not columns.is_troubled(place, field_id):
            columns.add(place, field_id, trouble("required"))


def _require_positions(columns: Columns, placed: Placed, field_id: str) -> None:
    """Refuse rows without position, whether they give none or one that cannot be used."""
    for place, position in enumerate(placed.positions):
        if position is None:
            rule = "required" if placed.unplaced[place] is None else "position_required"
            columns.add(place, field_id, trouble(rule))


def _require_some(columns: Columns, placed: Placed, names: tuple[str, ...]) -> None:
    """Refuse rows that say nothing of which place they are, not even where it is.

    A table that counts shelters by community has a column of shelters' too: how many they hold.
    """
    given = [columns.values[name] for name in names if name in columns.values]
    for place, position in enumerate(placed.positions):
        told = (position, placed.unplaced[place], *(values[place] for values in given))
        if all(one is None for one in told):
            columns.add(place, names[0], trouble("nameless"))


def _require_one_code(columns: Columns, field_id: str) -> None:
    """Refuse codes of areas with a comma: links hold several codes divided by commas."""
    for place, value in enumerate(columns.values.get(field_id, ())):
        if value is not None and ("," in value or "，" in value):
            columns.add(place, field_id, trouble("comma_in_code", found=value))


def _broken(columns: Columns, rule: Rule, layer: Layer) -> Iterator[int]:
    classes = columns.values.get(layer.classes.field or "") if layer.classes else None
    others = columns.values.get(rule.than) if isinstance(rule.than, str) else None
    if isinstance(rule.than, str) and others is None:
        return
    for place, value in enumerate(columns.values[rule.field]):
        if rule.only_class is not None and (not classes or classes[place] != rule.only_class):
            continue
        than = rule.than if others is None else others[place]
        if value is not None and than is not None and not _holds(rule, value, than):
            yield place


def _holds(rule: Rule, value: Any, than: Any) -> bool:  # noqa: ANN401 - numbers, dates, moments
    if rule.compare == "not_before":
        return _day(value) >= _day(than)
    value *= rule.times
    return bool(value <= than if rule.compare == "at_most" else value >= than)


def _day(value: Any) -> date:  # noqa: ANN401
    day: date = value[0] if isinstance(value, tuple) else value
    return day
