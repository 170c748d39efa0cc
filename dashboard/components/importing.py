"""The form that brings a ledger in, and what became of the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import streamlit as st

from dashboard.accounts.door import entry_of
from dashboard.components.changes import show_trial_changes
from dashboard.components.session import LANGUAGE
from dashboard.server.imports import Wish, ask_import, keep_upload, open_import
from dashboard.texts import Language
from dashboard.wording import number_text
from geodata.crs import parse_crs
from geodata.crs_names import BD09, CGCS2000, GCJ02, WGS84, Crs
from geodata.storage.audit import note
from geodata.storage.jobs import read_job, stop_job

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.storage.jobs import Job

SYSTEMS: Final = (WGS84, CGCS2000, GCJ02, BD09, parse_crs("EPSG:4547"))
"""The coordinate systems offered by name; the command line takes any."""

TABLES: Final = (".xlsx", ".xls", ".et", ".xlsb", ".ods", ".csv", ".txt", ".gz")
MAPS: Final = (".geojson", ".json", ".gpkg", ".kml", ".kmz", ".zip")
COUNTS: Final = ("new", "changed", "unchanged", "rejected", "warned")
LOOK_S: Final = 1.0
_JOB: Final = "import_job"


def show_import(view: View) -> None:
    """Draw the form; below it the import under way or ended."""
    texts = view.texts
    st.subheader(texts("ledgers.title"), anchor=False)
    # Any kind may be chosen: of a kind left out Streamlit would say so in English only, and keep
    # the file chosen before.
    file = st.file_uploader(texts("ledgers.file"), help=texts("ledgers.file_hint"))
    refused = file is not None and not is_ledger_name(file.name)
    if refused:
        st.error(texts("ledgers.not_a_ledger"))
    left, middle, right = st.columns(3)
    order = sorted(view.catalogue.layers, key=lambda layer: (not layer.listed, layer.order))
    names = {layer.id: texts.name(layer.name) for layer in order}
    layer = left.selectbox(texts("ledgers.layer"), names, format_func=names.__getitem__)
    systems = {"": texts("ledgers.crs_of_file")} | {c.code: _named(texts, c) for c in SYSTEMS}
    crs = middle.selectbox(texts("ledgers.crs"), systems, format_func=systems.__getitem__)
    source = right.text_input(texts("ledgers.source"), max_chars=40)
    wish = _wish(view)
    idle = not (refused or is_running(view))
    with st.container(horizontal=True):
        run = st.button(texts("ledgers.run"), type="primary", disabled=not idle)
        trial = st.button(texts("ledgers.try"), disabled=not idle, help=texts("ledgers.try_hint"))
        address = f"/api/templates/{layer}?{urlencode({LANGUAGE: texts.language.value})}"
        hint = texts("ledgers.template_hint")
        st.link_button(texts("ledgers.template"), address, type="tertiary", help=hint)
    if run or trial:
        chosen = {"crs": crs or None, "source": source.strip() or None}
        _start(view, file, layer, **chosen, wish=wish._replace(trial=trial))
    show_job(view)


def _wish(view: View) -> Wish:
    """Ask whether the ledger is complete; once a trial told how many end, whether they are gone."""
    texts, job = view.texts, _job(view)
    if not st.checkbox(texts("ledgers.complete"), help=texts("ledgers.complete_hint")):
        return Wish()
    tried = (job.result or {}) if job is not None else {}
    ended = tried.get("counts", {}).get("ended", 0) if tried.get("trial") else 0
    sure = ended and st.checkbox(texts("ledgers.confirm_end", n=number_text(ended)))
    return Wish(complete=True, yes_end=ended if sure else None)


def is_ledger_name(name: str) -> bool:
    """Say whether a file of this name may be a ledger; what it is, its content tells."""
    return name.lower().endswith(TABLES + MAPS)


def show_job(view: View) -> None:
    """Draw how the import of this session stands, or one its account has begun elsewhere."""
    job = _job(view)
    if job is not None and job.open:
        _watch(view, job.number)
    elif job is not None:
        _show_end(view, job)


@st.fragment(run_every=LOOK_S)
def _watch(view: View, number: int) -> None:
    """Look every second; the page is drawn anew once the import has ended."""
    job = read_job(view.live.storage, number)
    if job is None or not job.open:
        st.rerun()
    else:
        st.text(progress_text(view, job))
        st.button(view.texts("ledgers.stop"), on_click=_stop, args=(view, job))


def progress_text(view: View, job: Job) -> str:
    """Say in one line which file is imported and how far it is."""
    texts, begun = view.texts, job.started_at or job.asked_at
    name = job.params["file"].rpartition("/")[2]
    seconds = number_text(max(0, int((view.live.clock() - begun).total_seconds())))
    if job.state == "waiting":
        return texts("ledgers.waiting", name=name, seconds=seconds)
    rows = job.progress_done if job.progress_total is None else job.progress_total
    stage = job.stage or "reading"
    told = texts(f"ledgers.stage_{stage}", rows=number_text(rows))
    return texts("ledgers.running", name=name, seconds=seconds, stage=told)


def outcome_text(texts: Texts, report: Mapping[str, Any]) -> str:
    """Return in one sentence what became of a file's rows."""
    if report.get("repeated"):
        return texts("ledgers.repeated", batch=report.get("batch"))
    counts = report.get("counts", {})
    told = {name: number_text(counts.get(name, 0)) for name in (*COUNTS, "ended")}
    done = texts("ledgers.tried" if report.get("trial") else "ledgers.done", **told)
    return done + texts("ledgers.ended", **told) if counts.get("ended") else done


def _named(texts: Texts, crs: Crs) -> str:
    return crs.zh if texts.language is Language.CHINESE else crs.en


def is_running(view: View) -> bool:
    """Say whether an import of this session or its account is under way."""
    job = _job(view)
    return job is not None and job.open


def _job(view: View) -> Job | None:
    """Return the import this session looks at; whoever comes back finds the one under way."""
    number = st.session_state.get(_JOB)
    if number is not None:
        return read_job(view.live.storage, number)
    job = open_import(view.live.storage, view.session)
    if job is not None:
        st.session_state[_JOB] = job.number
    return job


def _start(
    view: View,
    file: UploadedFile | None,
    layer: str,
    *,
    crs: str | None,
    source: str | None,
    wish: Wish,
) -> None:
    if file is None:
        st.warning(view.texts("ledgers.choose"))
        return
    storage = view.live.storage
    kept = keep_upload(view.live.folder, file.name, file.getvalue(), storage.seal)
    now = view.live.clock()
    st.session_state[_JOB] = ask_import(
        storage,
        kept,
        layer,
        crs=crs,
        source=source,
        by=view.session,
        now=now,
        wish=wish,
    )
    st.rerun()  # so that nothing more can be handed in until it has ended


def _stop(view: View, job: Job) -> None:
    live, now = view.live, view.live.clock()
    if stop_job(live.storage, job.number, now=now):
        name = f"{job.params['layer']}/{job.params['file'].rpartition('/')[2]}"
        with live.storage.writing() as connection:
            note(connection, entry_of(view.session, "stop_import", now, name))


def _show_end(view: View, job: Job) -> None:
    """Say it as plain text: names and reasons may hold what a ledger says."""
    texts, result = view.texts, job.result or {}
    if job.state == "done" and result.get("trial"):
        st.info(outcome_text(texts, result))
        show_trial_changes(view, view.catalogue.by_layer[job.params["layer"]], result)
        return
    if job.state == "done":
        st.success(outcome_text(texts, result))
        return
    if job.state == "stopped":
        st.warning(texts("ledgers.stopped"))
        return
    st.error(texts("ledgers.failed_how"))
    for part in (job.error or {}).values():
        st.text(part)
