"""Bringing a ledger in, one step at a time: choose, recognise, check, publish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.components.browser import declare
from dashboard.components.ledgers.batches import look_at_newest
from dashboard.components.ledgers.checking import show_check
from dashboard.components.ledgers.jobs import (
    WANTED,
    chosen_job,
    follow,
    leave,
    look_again,
    want_layer,
    wanted_layer,
    watch_job,
)
from dashboard.components.ledgers.recognised import show_recognised
from dashboard.components.ledgers.refused import refused_lines, refused_to_outsider
from dashboard.server.imports import PREVIEW, Corrections, ask_preview, keep_upload
from dashboard.texts import LANGUAGE
from dashboard.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer
    from geodata.storage.jobs import Job

TABLES: Final = (".xlsx", ".xls", ".et", ".xlsb", ".ods", ".csv", ".txt", ".gz")
MAPS: Final = (".geojson", ".json", ".gpkg", ".kml", ".kmz", ".zip")
COUNTS: Final = ("new", "changed", "unchanged", "rejected", "warned")
STEPS: Final = ("choose", "recognise", "check", "publish")
AT_HAND: Final = frozenset({"recognise", "check"})
_FILES: Final = "ledger_files"
_steps = declare("steps")


def show_import(view: View) -> bool:
    """Draw the step this session is at; True where a ledger at hand is all there is to look at."""
    job = chosen_job(view)
    step = _step_of(job)
    _steps(
        key="import_steps",
        data={
            "label": view.texts("ledgers.title"),
            "steps": [
                {"label": view.texts(f"guided.step_{name}"), "current": name == step}
                for name in STEPS
            ],
        },
    )
    if job is None:
        _choose_file(view)
    elif job.open:
        watch_job(view, job.number)
    elif step == "recognise" and job.state == "done":
        show_recognised(view, job)
    elif step == "check":
        _show_trial(view, job)
    else:
        _show_end(view, job)
        _choose_file(view, job)
    return job is not None and not job.open and step in AT_HAND


def _step_of(job: Job | None) -> str:
    """Name the step a job belongs to; whatever was not recognised is chosen again."""
    if job is None or (job.kind == PREVIEW and job.state in {"failed", "stopped"}):
        return "choose"
    if job.kind == PREVIEW:
        return "recognise"
    if job.params.get("trial") and job.state != "stopped":
        return "check"
    return "publish" if job.open or job.state == "done" else "choose"


def _choose_file(view: View, job: Job | None = None) -> None:
    texts = view.texts
    asked = st.session_state.get(_FILES, 0)
    wanted = view.catalogue.by_layer.get(wanted_layer(job))
    if wanted is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(texts("guided.wanted", layer=texts.name(wanted.name)))
            st.button(texts("guided.not_wanted"), type="tertiary", on_click=want_layer, args=("",))
    # Any kind may be chosen: of a kind left out Streamlit would say so in English only, and keep
    # the file chosen before.
    file = st.file_uploader(
        texts("ledgers.file"), help=texts("ledgers.file_hint"), key=f"{_FILES}_{asked}"
    )
    if file is None:
        _offer_templates(view, wanted)
        return
    if not is_ledger_name(file.name):
        st.error(texts("ledgers.not_a_ledger"))
        return
    st.session_state[_FILES] = asked + 1  # once it is taken in, the next may be chosen
    _take_in(view, file, wanted)
    st.rerun()


def _offer_templates(view: View, wanted: Layer | None) -> None:
    """Offer for each layer the workbook that comes in without a question."""
    texts = view.texts
    order = sorted(view.catalogue.layers, key=lambda layer: (not layer.listed, layer.order))
    names = {layer.id: texts.name(layer.name) for layer in order}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        layer = st.selectbox(
            texts("guided.template_of"),
            names,
            index=list(names).index(wanted.id) if wanted else 0,
            format_func=names.__getitem__,
            width=280,
        )
        address = f"/api/templates/{layer}?{urlencode({LANGUAGE: texts.language.value})}"
        hint = texts("ledgers.template_hint")
        st.link_button(texts("ledgers.template"), address, type="tertiary", help=hint)


def _take_in(view: View, file: UploadedFile, wanted: Layer | None) -> None:
    """Keep the file and have it recognised."""
    storage = view.live.storage
    kept = keep_upload(view.live.folder, file.name, file.getvalue(), storage.seal)
    now = view.live.clock()
    st.session_state.pop(WANTED, None)
    look_at_newest()
    said = Corrections(layer=wanted.id if wanted else "")
    follow(ask_preview(storage, kept, said, by=view.session, now=now))


def is_ledger_name(name: str) -> bool:
    """Say whether a file of this name may be a ledger; what it is, its content tells."""
    return name.lower().endswith(TABLES + MAPS)


def outcome_text(texts: Texts, report: Mapping[str, Any]) -> str:
    """Return in one sentence what became of a file's rows."""
    if report.get("repeated"):
        return texts("ledgers.repeated", batch=report.get("batch"))
    counts = report.get("counts", {})
    told = {name: number_text(counts.get(name, 0)) for name in (*COUNTS, "ended")}
    done = texts("ledgers.tried" if report.get("trial") else "ledgers.done", **told)
    return done + texts("ledgers.ended", **told) if counts.get("ended") else done


def _show_trial(view: View, job: Job) -> None:
    """Draw the check report, or why there is none and the way back to the corrections."""
    if job.state == "done":
        show_check(view, job, outcome_text(view.texts, job.result or {}))
        return
    _show_end(view, job)
    with st.container(horizontal=True):
        st.button(view.texts("guided.back"), on_click=look_again, args=(view, job))
        st.button(view.texts("guided.another"), on_click=leave)


def _show_end(view: View, job: Job) -> None:
    """Say it as plain text: names and reasons may hold what a ledger says."""
    texts, result = view.texts, job.result or {}
    if job.state == "done":
        st.success(outcome_text(texts, result))
        return
    if job.state == "stopped":
        st.warning(texts("ledgers.stopped"))
        return
    st.error(texts("ledgers.failed_how"))
    lines = refused_lines if view.allows("read_rejected") else refused_to_outsider
    for line in lines(texts, job.error or {}):
        st.text(line)
