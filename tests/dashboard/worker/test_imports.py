"""A ledger handed in on the page, imported as the worker does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.server.imports import Corrections, Wish, ask_import, keep_upload
from dashboard.worker.job import do_job
from dashboard.worker.words import refusal
from geodata.accounts import Account, Session
from geodata.storage.accounts import add_account
from geodata.storage.audit import Entry, read_audit
from geodata.storage.jobs import Job, claim_job, read_job, revive_jobs
from geodata.storage.ledgers import read_batches
from geodata.storage.store import Storage
from tests.etl.making import write_csv, write_rentals
from tests.geodata.making import NOW

Import = Callable[[Path], Job]


@pytest.fixture
def clerk(storage: Storage) -> Session:
    with storage.writing() as connection:
        account = add_account(connection, Account(0, "chen.li", "陈丽", "clerk"), now=NOW)
    return Session(7, account, NOW, NOW, "10.0.0.1", "Firefox")


@pytest.fixture
def ask(storage: Storage, clerk: Session) -> Callable[[Path], int]:
    """Hand a file in and return the number of its job."""

    def ask(ledger: Path) -> int:
        kept = keep_upload(storage.folder, ledger.name, ledger.read_bytes(), storage.seal)
        return ask_import(storage, kept, Corrections("rental", crs="wgs84"), by=clerk, now=NOW)

    return ask


@pytest.fixture
def hand_in(storage: Storage, ask: Callable[[Path], int]) -> Import:
    """Hand a file in, do the job, and return how it stands."""

    def hand_in(ledger: Path) -> Job:
        number = ask(ledger)
        claimed = claim_job(storage, now=NOW)
        assert claimed is not None
        do_job(storage, claimed, lambda: NOW)
        job = read_job(storage, number)
        assert job is not None
        return job

    return hand_in


def audited(storage: Storage) -> Entry:
    with storage.reading() as connection:
        return read_audit(connection, action="import")[0]


def test_a_handed_in_file_is_imported_from_its_sealed_copy_and_noted(
    storage: Storage, hand_in: Import, tmp_path: Path
) -> None:
    done = hand_in(write_rentals(tmp_path / "台账.csv"))
    assert done.result is not None
    assert (done.result["batch"], done.result["repeated"], done.result["counts"]["new"]) == (
        1,
        False,
        3,
    )
    assert (done.stage, done.progress_total) == ("publishing", 3)
    entry = audited(storage)
    assert (entry.actor, entry.user, entry.address) == ("chen.li", 1, "10.0.0.1")
    assert (entry.object, entry.result) == ("rental/台账.csv", "done")
    assert (entry.details["batch"], entry.details["new"]) == (1, 3)


def test_a_refused_file_says_why_and_is_noted_as_refused(
    storage: Storage, hand_in: Import, tmp_path: Path
) -> None:
    failed = hand_in(write_csv(tmp_path / "坏.csv", [["甲", "乙"], [1, 2]]))
    assert failed.state == "failed"
    assert failed.error is not None
    assert failed.error["rule"] == "no_headings"
    assert "甲、乙" in failed.error["named"]["seen"]
    assert (audited(storage).object, audited(storage).result) == ("rental/坏.csv", "refused")


def test_an_import_begun_again_after_it_had_published_says_so(
    storage: Storage, hand_in: Import, ask: Callable[[Path], int], tmp_path: Path
) -> None:
    ledger = write_rentals(tmp_path / "台账.csv")
    hand_in(ledger)
    ask(ledger)
    assert claim_job(storage, now=NOW) is not None
    revive_jobs(storage, refusal("died"), unheard_since=None, now=NOW)
    again = hand_in(ledger)
    assert (again.attempt, again.state) == (2, "done")
    assert again.result is not None
    assert (again.result["batch"], again.result["repeated"]) == (1, True)
    with storage.reading() as connection:
        assert len(read_batches(connection)) == 1


def test_a_trial_tells_what_would_change_and_keeps_nothing(
    storage: Storage, clerk: Session, hand_in: Import, tmp_path: Path
) -> None:
    hand_in(write_rentals(tmp_path / "a.csv"))
    rows: list[list[object]] = [["房屋编码", "房屋地址", "套数"], ["ZZ-1", "新庄街1号", 3]]
    ledger = write_csv(tmp_path / "b.csv", rows)
    kept = keep_upload(storage.folder, ledger.name, ledger.read_bytes(), storage.seal)
    wish = Wish(complete=True, trial=True)
    number = ask_import(storage, kept, Corrections("rental"), by=clerk, now=NOW, wish=wish)
    claimed = claim_job(storage, now=NOW)
    assert claimed is not None
    do_job(storage, claimed, lambda: NOW)
    job = read_job(storage, number)
    assert job is not None
    assert job.result is not None
    assert (job.result["trial"], job.result["batch"]) == (True, None)
    assert (job.result["counts"]["new"], job.result["counts"]["ended"]) == (1, 3)
    assert [change["kind"] for change in job.result["changes"]] == ["ended"] * 3
    with storage.reading() as connection:
        assert len(read_batches(connection)) == 1
        assert len(read_audit(connection, action="import")) == 1
