"""What an import changed, or would: which record, which field, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.table import (
    PAGE_ROWS,
    Heading,
    pages_json,
    rows_json,
    show_table,
    tab_json,
)
from dashboard.server.facts import title_text
from dashboard.wording import number_text, value_text
from geodata.facts import differences, shown_of
from geodata.masking import scrub_text
from geodata.storage.changes import read_changes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from dashboard.components.view import View
    from geodata.catalogue.model import Field, Layer
    from geodata.facts import Shown
    from geodata.storage.changes import ChangedRecord, Kind
    from geodata.storage.ledgers import Batch

KINDS: Final[tuple[Kind, ...]] = ("changed", "ended")
_COLUMNS: Final = ("record", "field", "before", "after")
_TRIAL, _BATCH = "trial_changes", "batch_changes"
_TAB, _FIRST = "batch_changes_tab", "batch_changes_first"

Cells = tuple[str, list[str]]


def show_batch_changes(view: View, batch: Batch) -> None:
    """Draw what a batch changed and ended, a page of records at a time; nothing where it did not.

    Whoever sees a part of the records is not shown those of all, and nobody those that are only
    counted.
    """
    limited = view.viewer.areas is not None or view.viewer.projects is not None
    layer = view.catalogue.by_layer.get(batch.layer)
    if limited or layer is None or layer.counted_only or not view.allows("view_rows"):
        return
    there = [kind for kind in KINDS if getattr(batch.counts, kind)]
    if not there:
        return
    kind, first = _asked(batch, there)
    with view.live.storage.reading() as connection:
        records = read_changes(connection, layer, batch.number, kind, first=first, limit=PAGE_ROWS)

    def ask(what: str, value: object) -> None:
        if what == "tab":
            st.session_state[_TAB], st.session_state[_FIRST] = value, (batch.number, 0)
        elif what == "page":
            st.session_state[_FIRST] = (batch.number, int(str(value)))

    _show(
        view,
        _BATCH,
        [row for record in records for row in _cells(view, layer, record, kind)],
        about=f"{view.texts('ledgers.col_batch')} {batch.number} · {scrub_text(batch.file_name)}",
        tabs=[
            tab_json(
                one,
                view.texts(f"ledgers.changes_{one}"),
                number_text(getattr(batch.counts, one)),
                current=one == kind,
            )
            for one in there
        ],
        pages=pages_json(view.texts, first, len(records), getattr(batch.counts, kind)),
        on=ask,
    )


def show_trial_changes(view: View, layer: Layer, result: Mapping[str, Any]) -> None:
    """Draw what a trial would change and end, as its report tells it: the first of each kind."""
    changes, counts = result["changes"], result["counts"]
    told = len({one["number"] for one in changes})
    about = view.texts("ledgers.trial_about")
    if told < counts["changed"] + counts["ended"]:
        about = f"{about} · {view.texts('ledgers.first_notes', n=number_text(told))}"
    rows = [(str(n), trial_cells(view, layer, one)) for n, one in enumerate(changes)]
    if rows:
        _show(view, _TRIAL, rows, about=about)


def trial_cells(view: View, layer: Layer, one: Mapping[str, Any]) -> list[str]:
    """Say one change of a trial, as `etl.differences.Change` keeps it."""
    texts, name = view.texts, one["field"]
    title = one["title"] or texts("facts.untitled")
    if not name:
        ends = one["kind"] == "ended"
        return [title, texts("ledgers.would_end" if ends else "facts.changed_personal"), "", ""]
    field = layer.by_field.get(name)
    states = (one["before"], one["after"])
    shown = [shown_of(state, field, layer) if field else state for state in states]
    heading = texts.name(field.name) if field else texts("correct.position")
    return [title, heading, *(_text(view, field, state) for state in shown)]


def _asked(batch: Batch, there: Sequence[Kind]) -> tuple[Kind, int]:
    kind = next((kind for kind in there if kind == st.session_state.get(_TAB)), there[0])
    number, first = st.session_state.get(_FIRST, (batch.number, 0))
    return kind, first if number == batch.number else 0


def _cells(view: View, layer: Layer, record: ChangedRecord, kind: Kind) -> list[Cells]:
    texts = view.texts
    title = title_text(texts, layer, record.after, view.viewer)
    found = differences(record.before, record.after, layer, view.viewer)
    if kind == "ended" or not found:
        word = "ledgers.has_ended" if kind == "ended" else "facts.changed_personal"
        return [(str(record.number), [title, texts(word), "", ""])]
    return [
        (
            f"{record.number}.{n}",
            [
                title,
                texts.name(one.field.name) if one.field else texts("correct.position"),
                _text(view, one.field, one.before),
                _text(view, one.field, one.after),
            ],
        )
        for n, one in enumerate(found)
    ]


def _text(view: View, field: Field | None, value: Shown | None) -> str:
    if value is None:
        return view.texts("cards.blank")
    return value_text(view.texts, field, value) if field else str(value)


def _show(view: View, key: str, rows: Sequence[Cells], **more: Any) -> None:  # noqa: ANN401 - parts of the table
    show_table(
        key,
        view.texts,
        label=view.texts("ledgers.changes"),
        columns=[Heading(word, view.texts(f"ledgers.col_{word}")) for word in _COLUMNS],
        rows=rows_json(rows),
        empty="",
        **more,
    )
