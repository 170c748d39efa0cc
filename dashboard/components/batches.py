"""The imports there were, newest first, and the rows each one gave back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.table import Heading, rows_json, show_table
from dashboard.wording import number_text
from geodata.localtime import LOCAL_TIME
from geodata.storage.ledgers import read_batches, read_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.storage.ledgers import Batch, BatchNote

MOST_BATCHES: Final = 100
MOST_ROWS: Final = 200
_COUNTS: Final = ("rows_read", "new", "changed", "unchanged", "rejected")
_CHOSEN: Final = "batch"


def show_batches(view: View) -> None:
    """Draw the batches; a click on one lists its rejected rows above, or why it was refused."""
    texts = view.texts

    def choose(what: str, value: object) -> None:
        if what == "row":
            st.session_state[_CHOSEN] = int(str(value))

    with view.live.storage.reading() as connection:
        batches = read_batches(connection, limit=MOST_BATCHES)
        chosen = st.session_state.get(_CHOSEN, batches[0].number if batches else 0)
        refused = next((b.reason for b in batches if b.number == chosen), None)
        rejected = read_notes(connection, chosen, "rejected", limit=MOST_ROWS)
    if rejected:
        _show_rejected(texts, chosen, rejected)
    none_rejected = texts("ledgers.rejected_none", batch=chosen)
    words = ("batch", "layer", "file", "when", "read", *_COUNTS[1:])
    show_table(
        "batches",
        texts,
        label=texts("ledgers.batches"),
        columns=[
            Heading(word, texts(f"ledgers.col_{word}"), right=word not in words[:4])
            for word in words
        ],
        rows=rows_json([_batch_row(view, batch) for batch in batches], chosen=str(chosen)),
        empty=texts("ledgers.none"),
        about="" if rejected or refused or not batches else none_rejected,
        problem=refused,
        opens="row",
        on=choose,
    )


def _batch_row(view: View, batch: Batch) -> tuple[str, list[str]]:
    layer = view.catalogue.by_layer.get(batch.layer)
    told = [
        str(batch.number),
        view.texts.name(layer.name) if layer else batch.layer,
        batch.file_name,
        f"{batch.finished_at.astimezone(LOCAL_TIME):%Y-%m-%d %H:%M}",
    ]
    return str(batch.number), told + [number_text(getattr(batch.counts, n)) for n in _COUNTS]


def _show_rejected(texts: Texts, number: int, notes: Sequence[BatchNote]) -> None:
    words = ("sheet", "row", "column", "reason")
    rows = [
        (str(n), [note.sheet, str(note.row), note.column, note.reason])
        for n, note in enumerate(notes)
    ]
    show_table(
        "rejected",
        texts,
        label=f"{texts('ledgers.rejected')} · {texts('ledgers.col_batch')} {number}",
        columns=[
            Heading(word, texts(f"ledgers.col_{word}"), right=word == "row") for word in words
        ],
        rows=rows_json(rows),
        empty="",
        scroll=str(number),
    )
