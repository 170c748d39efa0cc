"""The check report: what an import would do, before it does; then its publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.ledgers.batch_located import located_text
from dashboard.components.ledgers.changes import show_trial_changes
from dashboard.components.ledgers.jobs import follow, found_by, kept_file, leave, look_again
from dashboard.components.ledgers.noted_rows import chosen_outcome, show_noted
from dashboard.server.imports import Wish, ask_import, corrections_of
from dashboard.wording import number_text
from etl.reasons import Said, column_told, told
from geodata.records import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.storage.jobs import Job

NAME: Final = "trial_rows"


def show_check(view: View, job: Job, outcome: str) -> None:
    """Draw what a trial found and the buttons that publish it or lead back.

    Parameters
    ----------
    outcome
        The whole in one sentence.
    """
    texts, result = view.texts, job.result or {}
    st.info(outcome)
    ended = result["counts"].get("ended", 0)
    sure = ended == 0 or st.checkbox(texts("ledgers.confirm_end", n=number_text(ended)))
    publishable = sure and not result.get("repeated")
    with st.container(horizontal=True):
        st.button(
            texts("guided.publish"),
            type="primary",
            disabled=not publishable,
            on_click=_publish,
            args=(view, job, ended),
        )
        st.button(texts("guided.back"), on_click=look_again, args=(view, job))
        st.button(texts("guided.another"), on_click=leave)
    for line in located_text(texts, result.get("crs"), result.get("located")):
        st.text(line)
    found = found_by(view, job)
    for note in found.get("notes", ()):
        st.text(Said(*note).text(texts.language.value[:2]))
    _show_rows(view, found, result["counts"])
    show_trial_changes(view, view.catalogue.by_layer[job.params["layer"]], result)


def _publish(view: View, job: Job, ended: int) -> None:
    wish = Wish(complete=job.params.get("complete", False), yes_end=ended or None)
    storage = view.live.storage
    number = ask_import(
        storage,
        kept_file(view, job),
        corrections_of(job),
        by=view.session,
        now=view.live.clock(),
        wish=wish,
    )
    follow(number)


def _show_rows(view: View, found: Mapping[str, Any], counts: Mapping[str, int]) -> None:
    """List what is wrong with rows, all of it; nothing where somebody else may be looking on."""
    outcome, texts = chosen_outcome(NAME, counts), view.texts
    if outcome is None or outcome not in found:
        return
    if not view.allows("read_rejected"):
        st.caption(texts("ledgers.reasons_for_clerks"))
        return
    notes = found[outcome]
    rows = len({(note["sheet"], note["row"]) for note in notes})
    first = texts("ledgers.first_rows", n=number_text(rows))
    cells = [_cells(texts, note, outcome) for note in notes]
    show_noted(NAME, texts, cells, counts, about=first if rows < counts[outcome] else "")


def _cells(texts: Texts, row: Mapping[str, Any], outcome: str) -> list[str]:
    """Say of a row where it stands and what is wrong, in the language of the page."""
    problem, language = Problem(**row["problem"]), texts.language.value[:2]
    of_column = column_told(problem.column, language)
    column = texts("ledgers.of_community") if outcome == "misplaced" else of_column
    return [row["sheet"], str(row["row"]), column, told(problem, language)]
