"""The button that undoes an import, the question before it does, and how far the undo is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.ledgers.jobs import LOOK_S
from dashboard.components.ledgers.refused import refused_lines
from dashboard.server.imports import ask_undo, latest_undo
from dashboard.wording import number_text
from geodata.storage.jobs import read_job

if TYPE_CHECKING:
    from dashboard.components.view import View
    from geodata.storage.jobs import Job
    from geodata.storage.ledgers import Batch

TOLD_FOR: Final = timedelta(minutes=10)
"""So long it is said what an undo did, or why it did nothing."""

_ASKED: Final = "undo_asked"


def show_undo(view: View, batch: Batch) -> None:
    """Draw the button for a batch that stands, then the question; say what became of it.

    The worker undoes: the tab may be closed, and whoever comes back finds it.
    """
    if batch.state != "published" or not view.allows("import"):
        return
    job = latest_undo(view.live.storage, batch.number)
    with st.container(key="undo"):
        if job is not None and job.open:
            watch_undo(view, job.number)
            return
        if job is not None and job.ended_at and view.live.clock() - job.ended_at < TOLD_FOR:
            for line in undo_lines(view, job):
                st.text(line)
        if batch.undone_at is None:
            _ask_first(view, batch)


@st.fragment(run_every=LOOK_S)
def watch_undo(view: View, number: int) -> None:
    """Look every second; the page is drawn anew once the undo has ended."""
    job = read_job(view.live.storage, number)
    if job is None or not job.open:
        st.rerun()
    else:
        st.text(undo_lines(view, job)[0])


def undo_lines(view: View, job: Job) -> list[str]:
    """Say how far an undo is, what it did, or why it did nothing."""
    texts, batch = view.texts, job.params["batch"]
    if job.open:
        begun = job.started_at or job.asked_at
        seconds = number_text(max(0, int((view.live.clock() - begun).total_seconds())))
        how = "undo_waits" if job.state == "waiting" else "undoing"
        records = number_text(job.params["records"])
        return [texts(f"ledgers.{how}", batch=batch, seconds=seconds, records=records)]
    if job.state == "done":
        result = job.result or {}
        counts = {n: number_text(result[n]) for n in ("restored", "removed") if n in result}
        lines = [
            texts("ledgers.undone" if counts else "ledgers.undone_before", batch=batch, **counts)
        ]
        if bare := result.get("without_personal"):
            lines.append(texts("ledgers.undone_without", n=number_text(bare)))
        return lines
    return refused_lines(texts, job.error or {})


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
    """Have the worker undo it, before the page is drawn again."""
    _ask(None)
    if not view.allows("import"):
        return
    counts, live = batch.counts, view.live
    records = counts.new + counts.changed + counts.ended
    ask_undo(live.storage, batch.number, records=records, by=view.session, now=live.clock())
