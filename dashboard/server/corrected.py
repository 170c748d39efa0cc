"""What the facts say of corrections: those that stand, and the form that makes another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from dashboard.server.correcting import END, LISTS
from dashboard.wording import number_text
from geodata.around import distance_m
from geodata.facts import value_named
from geodata.storage.rows import POSITION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.server.facts import Json
    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer, ValueList

_WORDS: Final = (
    "open", "reason", "save", "cancel", "move", "move_how", "moved", "none", "failed", "saved",
)  # fmt: skip


def standing_corrections(texts: Texts, layer: Layer, record: Mapping[str, object]) -> list[Json]:
    """Return each correction with what the ledger says instead."""
    said = record.get("corrected")
    told = said if isinstance(said, dict) else {}
    return [
        {"column": column, "label": column_text(texts, layer, column), "text": text}
        for column, word in told.items()
        if (text := _ledger_text(texts, layer, record, column, word))
    ]


def correction_form(texts: Texts, layer: Layer, record: Mapping[str, object]) -> Json:
    """Return what the form of a record needs: its version, the lists, what may change, words."""
    choices = [
        _choice(texts, layer, column, getattr(layer, name), record.get(column))
        for column, name in LISTS.items()
        if getattr(layer, name) is not None
    ]
    ended = record.get(END)
    return {
        "version": record["version"],
        "choices": choices,
        "end": {
            "label": column_text(texts, layer, END),
            "value": ended.isoformat() if isinstance(ended, date) else "",
        }
        if layer.record == "place"
        else None,
        "movable": record.get("geometry") is None,
        "withdraw": texts("correct.withdraw"),
        "text": {word: texts(f"correct.{word}") for word in _WORDS},
    }


def column_text(texts: Texts, layer: Layer, column: str) -> str:
    """Return what a correctable column is called: as the layer says, else in our words."""
    field = layer.by_column.get(column)
    declared: ValueList | None = getattr(layer, LISTS.get(column, ""), None)
    if field is not None:
        return texts.name(field.name)
    return texts.name(declared.name) if declared is not None else texts(f"correct.{column}")


def _choice(texts: Texts, layer: Layer, column: str, values: ValueList, held: object) -> Json:
    return {
        "column": column,
        "label": column_text(texts, layer, column),
        "value": held or "",
        "values": [{"id": value.id, "text": texts.name(value.name)} for value in values.values],
    }


def _ledger_text(
    texts: Texts, layer: Layer, record: Mapping[str, object], column: str, word: object
) -> str:
    """Say what the ledger says, where it differs from the correction or says nothing."""
    if column == POSITION and isinstance(word, dict):
        return _place_text(texts, record, word)
    held = record.get(column)
    if word == (held.isoformat() if isinstance(held, date) else held):
        return texts("correct.agrees")
    named = value_named(getattr(layer, LISTS.get(column, ""), None), word)
    said = texts.name(named.name) if named else str(word or texts("correct.blank"))
    return texts("correct.ledger_says", said=said)


def _place_text(texts: Texts, record: Mapping[str, object], word: Mapping[str, object]) -> str:
    numbers = (word.get("lng"), word.get("lat"), record.get("lng"), record.get("lat"))
    if not all(isinstance(number, float) for number in numbers):
        return texts("correct.ledger_unplaced")
    lng, lat, here_lng, here_lat = (float(str(number)) for number in numbers)
    metres = distance_m((lng, lat), (here_lng, here_lat))
    return texts("correct.ledger_place", metres=number_text(round(metres)))
