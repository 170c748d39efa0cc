"""The button that undoes an import, and the question before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.accounts.door import entry_of
from dashboard.components.refused import refused_lines
from dashboard.wording import number_text
from etl.undoing import undo_batch
from geodata.errors import LedgerError, StorageError

if TYPE_CHECKING:
    from dashboard.components.view import View
    from geodata.storage.ledgers import Batch

_ASKED: Final = "undo_asked"
_TOLD: Final = "undo_told"


def show_undo(view: View, batch: Batch) -> None:
    """Draw the button for a batch that stands, then the question; say what became of it."""
    with st.container(key="undo"):
        for line in st.session_state.pop(_TOLD, ()):
            st.text(line)
        if batch.state == "published" and batch.undone_at is None and view.allows("import"):
            _ask_first(view, batch)


def _ask_first(view: View, batch: Batch) -> None:
    texts = view.texts
    if st.session_state.get(_ASKED) != batch.number:
        st.button(texts("ledgers.undo", batch=batch.number), on_click=_ask, args=(batch.number,))
        return
    counts = {"new": batch.counts.new, "changed": batch.counts.changed, "ended": batch.counts.ended}
    said = {name: number_text(count) for name, count in counts.items()}
    st.warning(texts("ledgers.undo_question", batch=batch.number, **said))
    with st.container(horizontal=True):
        st.button(texts("ledgers.undo_yes"), type="primary", on_click=_undo, args=(view, batch))
        st.button(texts("ledgers.undo_no"), on_click=_ask, args=(None,))


def _ask(number: int | None) -> None:
    st.session_state[_ASKED] = number


def _undo(view: View, batch: Batch) -> None:
    """Undo before the page is drawn again, so that it shows what is true by then."""
    live = view.live
    entry = entry_of(view.session, "undo", live.clock(), f"batch/{batch.number}")
    _ask(None)
    if not view.allows("import"):
        return
    try:
        done = undo_batch(live.storage, view.catalogue, batch.number, entry)
    except (LedgerError, StorageError) as error:
        st.session_state[_TOLD] = tuple(refused_lines(view.texts, error.to_kept()))
        return
    told = {"batch": batch.number, "restored": done.restored, "removed": done.removed}
    st.session_state[_TOLD] = (view.texts("ledgers.undone", **told),)
