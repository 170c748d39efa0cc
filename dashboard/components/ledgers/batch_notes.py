"""What an import noted about single rows: those it gave back, those it doubts, those elsewhere."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from dashboard.components.ledgers.noted_rows import show_noted
from dashboard.texts import LANGUAGE
from dashboard.wording import number_text
from etl.reasons import column_told, told
from geodata.localtime import local_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.components.view import View
    from geodata.storage.ledgers import Batch, BatchNote

MOST_ROWS: Final = 200
NAME: Final = "batch_notes"


def show_notes(view: View, batch: Batch, outcome: str, notes: Sequence[BatchNote]) -> None:
    """Draw the notes of one kind, with a tab for each kind the batch has."""
    show_noted(
        NAME,
        view.texts,
        [_cells(view, note) for note in notes],
        asdict(batch.counts),
        about=_about(view, batch, notes),
        scroll=str(batch.number),
        take=_take(view, batch) if outcome == "rejected" and batch.purged_at is None else None,
    )


def _take(view: View, batch: Batch) -> dict[str, object]:
    """Offer the rejected rows as a workbook that is mended and imported again."""
    texts, layer = view.texts, view.catalogue.by_layer[batch.layer]
    query = {LANGUAGE: texts.language.value}
    return {
        "of": texts("ledgers.take_rejected"),
        "note": texts("ledgers.take_note"),
        "unit": texts("ledgers.take_unit"),
        "name": texts("ledgers.take_name", batch=batch.number, layer=layer.name.zh),
        "address": f"/api/batches/{batch.number}",
        "query": urlencode(query),
        "kinds": [{"id": "rejected", "label": texts("table.take_kinds.xlsx"), "ending": "xlsx"}],
    }


def _cells(view: View, note: BatchNote) -> list[str]:
    return [note.sheet, str(note.row), _column(view, note), _reason(view, note)]


def _column(view: View, note: BatchNote) -> str:
    """Return the heading of the ledger; for what stands elsewhere the name of the field."""
    if note.outcome == "misplaced":
        return view.texts("ledgers.of_community")
    return column_told(note.problem.column, view.texts.language.value[:2])


def _reason(view: View, note: BatchNote) -> str:
    """Return why; for a record that stands elsewhere the note has the area's code instead."""
    if note.outcome != "misplaced":
        return told(note.problem, view.texts.language.value[:2])
    texts, areas, written = view.texts, view.model.areas, "".join(note.cells.values())
    code = note.problem.reason
    if code not in areas:
        return texts("ledgers.stands_nowhere", written=written)
    area = areas.areas[areas.index_of[code]].name
    return texts(f"ledgers.{note.problem.rule}", written=written, area=area)


def _about(view: View, batch: Batch, notes: Sequence[BatchNote]) -> str:
    told = f"{view.texts('ledgers.col_batch')} {batch.number} · {batch.file_name}"
    if batch.purged_at is not None:
        day = local_date(batch.purged_at).isoformat()
        return f"{told} · {view.texts('ledgers.notes_purged', day=day)}"
    first = view.texts("ledgers.first_notes", n=number_text(MOST_ROWS))
    return f"{told} · {first}" if len(notes) == MOST_ROWS else told
