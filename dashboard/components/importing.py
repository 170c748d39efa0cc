"""The form that brings a ledger in, and what became of the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.server.imports import ImportRun, import_command, keep_upload, start_import
from dashboard.texts import Language
from dashboard.wording import number_text
from geodata.crs import parse_crs
from geodata.crs_names import BD09, CGCS2000, GCJ02, WGS84, Crs

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from dashboard.components.view import View
    from dashboard.texts import Texts

SYSTEMS: Final = (WGS84, CGCS2000, GCJ02, BD09, parse_crs("EPSG:4547"))
"""The coordinate systems offered by name; the command line takes any."""

TABLES: Final = (".xlsx", ".xls", ".et", ".xlsb", ".ods", ".csv", ".txt", ".gz")
MAPS: Final = (".geojson", ".json", ".gpkg", ".kml", ".kmz", ".zip")
COUNTS: Final = ("new", "changed", "unchanged", "rejected", "warned")
BETWEEN_LANGUAGES: Final = "  "
"""What stands between Chinese and English in a line of the command line."""
LOOK_S: Final = 1.0
_RUN: Final = "import_run"


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
    if st.button(texts("ledgers.run"), type="primary", disabled=refused or is_running()):
        _start(view, file, layer, crs or None, source.strip() or None)
    show_run(texts)


def is_ledger_name(name: str) -> bool:
    """Say whether a file of this name may be a ledger; what it is, its content tells."""
    return name.lower().endswith(TABLES + MAPS)


def show_run(texts: Texts) -> None:
    """Draw how the import of this session stands."""
    run: ImportRun | None = st.session_state.get(_RUN)
    if run is not None and run.report is None:
        _watch(texts, run)
    elif run is not None and run.report is not None:
        _show_report(texts, run, run.report)


@st.fragment(run_every=LOOK_S)
def _watch(texts: Texts, run: ImportRun) -> None:
    """Look every second; the page is drawn anew once the import has ended."""
    if run.report is not None:
        st.rerun()
    st.text(texts("ledgers.running", name=run.name, seconds=number_text(int(run.seconds))))
    st.text(said_text(texts, run.said))


def said_text(texts: Texts, said: str) -> str:
    """Return the half of an import's line that is in the language of the session."""
    chinese, _, english = said.partition(BETWEEN_LANGUAGES)
    return chinese if texts.language is Language.CHINESE else english.strip() or chinese


def outcome_text(texts: Texts, report: dict[str, object]) -> str:
    """Return in one sentence what became of a file's rows."""
    if report.get("repeated"):
        return texts("ledgers.repeated", batch=report.get("batch"))
    counts = report.get("counts")
    told = counts if isinstance(counts, dict) else {}
    return texts("ledgers.done", **{name: number_text(told.get(name, 0)) for name in COUNTS})


def _named(texts: Texts, crs: Crs) -> str:
    return crs.zh if texts.language is Language.CHINESE else crs.en


def is_running() -> bool:
    """Say whether an import of this session is under way."""
    run: ImportRun | None = st.session_state.get(_RUN)
    return run is not None and run.report is None


def _start(
    view: View, file: UploadedFile | None, layer: str, crs: str | None, source: str | None
) -> None:
    if file is None:
        st.warning(view.texts("ledgers.choose"))
        return
    folder = view.live.folder
    path = keep_upload(folder, file.name, file.getvalue(), view.live.storage.seal)
    command = import_command(folder, path, layer, crs=crs, source=source, by=view.session)
    st.session_state[_RUN] = start_import(command, file.name)


def _show_report(texts: Texts, run: ImportRun, report: dict[str, object]) -> None:
    """Say it as plain text: names and reasons may hold what a ledger says."""
    refused = run.refused
    if refused is None:
        st.success(outcome_text(texts, report))
        return
    st.error(texts("ledgers.failed_how"))
    for part in ("found", "expected", "remedy"):
        st.text(str(refused.get(part, "")))
