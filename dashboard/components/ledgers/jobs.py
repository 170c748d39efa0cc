"""What an account is at with a ledger: the job of this session, or one begun elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.accounts.door import entry_of
from dashboard.server.imports import (
    PREVIEW,
    Corrections,
    ask_preview,
    corrections_of,
    standing_import,
)
from dashboard.wording import number_text
from etl.kept import read_findings
from geodata.masking import scrub_text
from geodata.storage.audit import note
from geodata.storage.jobs import read_job, stop_job

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from dashboard.components.view import View
    from geodata.storage.jobs import Job

LOOK_S: Final = 1.0
WANTED: Final = "ledger_wanted"
_JOB: Final = "import_job"
_NONE: Final = 0


def chosen_job(view: View) -> Job | None:
    """Return what this session is at; whoever comes back finds what waits for them."""
    number = st.session_state.get(_JOB)
    if number is not None:
        return read_job(view.live.storage, number) if number != _NONE else None
    job = standing_import(view.live.storage, view.session, now=view.live.clock())
    if job is not None:
        follow(job.number)
    return job


def follow(number: int) -> None:
    """Look at a job from the next run on."""
    st.session_state[_JOB] = number


def leave() -> None:
    """Be at nothing, from the next run on."""
    st.session_state[_JOB] = _NONE


def want_layer(layer: str) -> None:
    """Read the file chosen next as a layer; '' to have it recognised."""
    st.session_state[WANTED] = layer
    leave()


def wanted_layer(job: Job | None) -> str:
    """Return the layer the file chosen next is read as; '' to have it recognised.

    After a file that was refused it is the layer that was said for that one.
    """
    refused = job is not None and job.kind == PREVIEW and job.state == "failed"
    said = corrections_of(job).layer if refused and job is not None else ""
    wanted: str = st.session_state.get(WANTED, said)
    return wanted


def is_refused(view: View) -> bool:
    """Say whether this session is told of a file that was refused before it became a batch."""
    job = chosen_job(view)
    if job is None or job.state != "failed":
        return False
    return job.kind == PREVIEW or bool(job.params.get("trial"))


def is_running(view: View) -> bool:
    """Say whether a job of this session or its account is under way."""
    job = chosen_job(view)
    return job is not None and job.open


def kept_file(view: View, job: Job) -> Path:
    """Return where the file of a job is kept."""
    return view.live.storage.folder / str(job.params["file"])


def found_by(view: View, job: Job) -> dict[str, Any]:
    """Return what a job found in its file; nothing where another has looked at it since."""
    kind = "preview" if job.kind == PREVIEW else "trial"
    name = f"{kind}-{view.session.account.number}"
    found = read_findings(view.live.storage, kept_file(view, job), name)
    return found if found.get("job") == job.number else {}


def look_again(view: View, job: Job, said: Corrections | None = None) -> None:
    """Have the file of a job recognised once more, read as is said or as it was."""
    number = ask_preview(
        view.live.storage,
        kept_file(view, job),
        said or corrections_of(job),
        by=view.session,
        now=view.live.clock(),
    )
    follow(number)


@st.fragment(run_every=LOOK_S)
def watch_job(view: View, number: int) -> None:
    """Look every second; the page is drawn anew once the job has ended."""
    job = read_job(view.live.storage, number)
    if job is None or not job.open:
        st.rerun()
    else:
        st.text(progress_text(view, job))
        st.button(view.texts("ledgers.stop"), on_click=stop, args=(view, job))


def progress_text(view: View, job: Job) -> str:
    """Say in one line which file is read and how far it is."""
    texts, begun = view.texts, job.started_at or job.asked_at
    name = job.params["file"].rpartition("/")[2]
    seconds = number_text(max(0, int((view.live.clock() - begun).total_seconds())))
    if job.state == "waiting":
        return texts("ledgers.waiting", name=name, seconds=seconds)
    rows = job.progress_done if job.progress_total is None else job.progress_total
    stage = job.stage or ("looking" if job.kind == PREVIEW else "reading")
    told = texts(f"ledgers.stage_{stage}", rows=number_text(rows))
    return texts("ledgers.running", name=name, seconds=seconds, stage=told)


def stop(view: View, job: Job) -> None:
    """Stop a job, and note it where it was an import."""
    live, now = view.live, view.live.clock()
    if stop_job(live.storage, job.number, now=now) and job.kind != PREVIEW:
        name = f"{job.params['layer']}/{scrub_text(job.params['file'].rpartition('/')[2])}"
        with live.storage.writing() as connection:
            note(connection, entry_of(view.session, "stop_import", now, name))
