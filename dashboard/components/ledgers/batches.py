"""The imports there were, newest first, and what was noted about the rows of one."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.ledgers.batch_located import located_text
from dashboard.components.ledgers.batch_notes import MOST_ROWS, NAME, show_notes
from dashboard.components.ledgers.changes import show_batch_changes
from dashboard.components.ledgers.jobs import is_refused, is_running
from dashboard.components.ledgers.noted_rows import chosen_outcome
from dashboard.components.ledgers.refused import refused_lines, refused_to_outsider
from dashboard.components.ledgers.undoing import show_undo
from dashboard.components.table import Heading, rows_json, show_table
from dashboard.wording import number_text
from geodata.localtime import LOCAL_TIME
from geodata.masking import scrub_text
from geodata.storage.ledgers import read_batches, read_notes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.storage.ledgers import Batch

MOST_BATCHES: Final = 100
_TOLD: Final = ("batch", "layer", "file", "when", "state")
_COUNTS: Final = ("data_rows", "new", "changed", "unchanged", "ended", "rejected", "warned")
_CHOSEN: Final = "batch"


def show_batches(view: View) -> None:
    """Draw the batches; a click on one lists what was noted above, or says why it was refused."""
    texts = view.texts

    def choose(what: str, value: object) -> None:
        if what == "row":
            st.session_state[_CHOSEN] = (int(str(value)), _newest(batches))

    running = is_running(view)
    with view.live.storage.reading() as connection:
        batches = read_batches(connection, limit=MOST_BATCHES)
        chosen = _chosen(batches, told=not is_refused(view))
        # Reasons and cells repeat what a ledger says.
        may_read = view.allows("read_rejected")
        outcome = chosen_outcome(NAME, asdict(chosen.counts)) if chosen and not running else None
        notes = (
            read_notes(connection, chosen.number, outcome, limit=MOST_ROWS)
            if chosen and outcome and may_read
            else []
        )
    if chosen and outcome and may_read:
        show_notes(view, chosen, outcome, notes)
    elif outcome and view.allows("import"):
        st.caption(texts("ledgers.reasons_for_clerks"))
    if chosen and not running:
        show_batch_changes(view, chosen)
        show_undo(view, chosen)
    # Whoever sees a part of the records is not told how many there are of all.
    limited = view.viewer.areas is not None or view.viewer.projects is not None
    words = (*_TOLD, *(() if limited else _COUNTS))
    show_table(
        "batches",
        texts,
        label=texts("ledgers.batches"),
        columns=[
            Heading(word, texts(f"ledgers.col_{word}"), right=word in _COUNTS) for word in words
        ],
        rows=rows_json(
            [_batch_row(view, batch, len(words)) for batch in batches],
            chosen=str(chosen.number) if chosen else None,
        ),
        empty=texts("ledgers.none"),
        about=_about(texts, chosen) if chosen and may_read else "",
        problem=_problem(view, chosen) if chosen and not running else None,
        opens="row",
        on=choose,
    )


def look_at_newest() -> None:
    """Let go of the batch that was chosen."""
    st.session_state.pop(_CHOSEN, None)


def _newest(batches: Sequence[Batch]) -> int:
    return batches[0].number if batches else 0


def _chosen(batches: Sequence[Batch], *, told: bool) -> Batch | None:
    """Return the batch looked at: the newest, until another is chosen and as long as none comes.

    None but a chosen one while a file was refused that is not `told` of among them: rows of the
    batch before would be taken for its own.
    """
    newest = _newest(batches)
    if not told and _CHOSEN not in st.session_state:
        return None
    number, when = st.session_state.get(_CHOSEN, (newest, newest))
    wanted = number if when == newest else newest
    return next((batch for batch in batches if batch.number == wanted), None)


def _problem(view: View, batch: Batch) -> str | None:
    """Say why a file did not come in, to those who bring files in; None of one that did."""
    if view.allows("read_rejected"):
        lines = refused_lines(view.texts, batch.refused) if batch.refused else [batch.reason or ""]
    elif batch.refused and view.allows("import"):
        lines = refused_to_outsider(view.texts, batch.refused)
    else:
        return None
    return "\n".join(lines) or None


def _about(texts: Texts, batch: Batch) -> str:
    """Say which rows of the file were no data, and that none came back where none did."""
    if batch.state != "published":
        return ""
    counts = batch.counts
    names = ("headings", "blank", "totals")
    left_out = {name: number_text(getattr(counts, name)) for name in names}
    told = [texts("ledgers.left_out", batch=batch.number, **left_out)]
    if not counts.rejected:
        told.append(texts("ledgers.rejected_none"))
    return " ".join([*told, *located_text(texts, batch.crs, batch.located)])


def _batch_row(view: View, batch: Batch, cells: int) -> tuple[str, list[str]]:
    layer = view.catalogue.by_layer.get(batch.layer)
    # How many people one ledger tells of is a count of its own, and may be a small one.
    is_protected = layer is not None and layer.counted_only and not view.allows("read_rejected")
    blank_counts = batch.state != "published" or is_protected
    blank = view.texts("cards.blank")
    told = [
        str(batch.number),
        view.texts.name(layer.name) if layer else batch.layer,
        scrub_text(batch.file_name),
        f"{batch.finished_at.astimezone(LOCAL_TIME):%Y-%m-%d %H:%M}",
        view.texts(f"ledgers.state_{'undone' if batch.undone_at else batch.state}"),
    ]
    told += [
        blank if blank_counts else number_text(getattr(batch.counts, name)) for name in _COUNTS
    ]
    return str(batch.number), told[:cells]
