"""What a trial would change is said in the language of the page, from ids and plain values."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboard.components.ledgers.changes import trial_cells
from dashboard.components.view import View
from dashboard.texts import Language, read_texts
from geodata.facts import Shown, plain_of, shown_of

CHANGED = {"kind": "changed", "number": 2, "title": "甲", "field": "risk"}


def test_field_and_values_are_said_in_either_language(view: View) -> None:
    rental = view.catalogue.by_layer["rental"]
    change = {**CHANGED, "before": "red", "after": None}
    assert trial_cells(view, rental, change) == ["甲", "风险等级", "红 · 禁止", "—"]
    english = replace(view, texts=read_texts(Language.ENGLISH))
    _, field, before, _ = trial_cells(english, rental, change)
    assert (field.isascii(), before.split()[0]) == (True, "Red")
    ended = {"kind": "ended", "number": 3, "title": "", "field": "", "before": None, "after": None}
    assert trial_cells(english, rental, ended)[1] == english.texts("ledgers.would_end")


@pytest.mark.parametrize(
    ("layer", "field", "value"),
    [
        ("rental", "units", 3),
        ("rental", "address", "2025-01-02"),
        ("treatment", "done", date(2025, 1, 2)),
        ("incident", "occurred", datetime(2025, 1, 2, 3, 4, tzinfo=UTC)),
        ("rental", "units", None),
    ],
)
def test_a_plain_value_is_shown_as_it_was(
    view: View, layer: str, field: str, value: Shown | None
) -> None:
    declared = view.catalogue.by_layer[layer]
    assert shown_of(plain_of(value), declared.by_field[field], declared) == value
