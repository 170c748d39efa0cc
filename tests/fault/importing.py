"""Importing a handed-in file as the worker does, in processes that are killed."""

import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from sqlalchemy import Engine, event

from dashboard.server.imports import Corrections, ask_import, keep_upload
from dashboard.worker.job import do_job
from dashboard.worker.words import refusal
from geodata.accounts import Account, Session
from geodata.storage.accounts import add_account
from geodata.storage.jobs import ask_job, claim_job, read_jobs, revive_jobs
from geodata.storage.store import open_storage

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
RECORDS = 40
ROWS = [f"R-{n},新庄西街{n}号,{n}" for n in range(RECORDS)]
LEDGER = "\n".join(["房屋编码,房屋地址,套数", *ROWS, "R-X,新庄西街,很多"])


def hand_in(folder: Path) -> None:
    """Make a database, hand in a ledger of `RECORDS` good rows and a bad one, ask for it."""
    storage = open_storage(folder, now=NOW)
    with storage.writing() as connection:
        account = add_account(connection, Account(0, "chen.li", "陈丽", "clerk"), now=NOW)
    by = Session(1, account, NOW, NOW, "10.0.0.1", "Firefox")
    kept = keep_upload(folder, "台账.csv", LEDGER.encode(), storage.seal)
    ask_import(storage, kept, Corrections("rental"), by=by, now=NOW)
    storage.close()


def hand_in_again(folder: Path) -> None:
    """Ask once more for the import that failed, as a clerk does."""
    storage = open_storage(folder, now=NOW)
    (job,) = read_jobs(storage)
    ask_job(storage, job.kind, job.params, key=job.key, by=job.asked_by, now=NOW)
    storage.close()


def run_job(folder: Path) -> None:
    """Do what a new worker does with the job that waits or was left."""
    storage = open_storage(folder, now=NOW)
    revive_jobs(storage, refusal("died"), unheard_since=None, now=NOW)
    job = claim_job(storage, now=NOW)
    if job is not None:
        do_job(storage, job, lambda: NOW)
    storage.close()


def run_until(folder: Path, edge: int) -> None:
    """Do the same, and die without a word at an edge, as `count_edges` counts them."""
    left = [edge]

    def pass_edge(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    _at_edges(pass_edge)
    run_job(folder)


def count_edges(folder: Path) -> int:
    """Do the job whole; return how often a transaction was about to begin or to be committed."""
    passed = [0]

    def pass_edge(*_: object) -> None:
        passed[0] += 1

    _at_edges(pass_edge)
    run_job(folder)
    for name in ("begin", "commit"):
        event.remove(Engine, name, pass_edge)
    return passed[0]


def run_and_tell(folder: Path, saved: Connection) -> None:
    """Do the job, tell that it is done, and wait to be killed."""
    run_job(folder)
    saved.send("done")
    threading.Event().wait()


def run_after(folder: Path, may_start: Event) -> None:
    """Do the job as soon as the parent says so, to be killed at any moment."""
    may_start.wait()
    run_job(folder)


def _at_edges(call: Callable[..., None]) -> None:
    for name in ("begin", "commit"):
        event.listen(Engine, name, call)
