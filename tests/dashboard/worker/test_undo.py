"""An import is undone by the worker, and the page says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.components.ledgers.undoing import undo_lines
from dashboard.components.view import View
from dashboard.server.imports import ask_undo, latest_undo
from dashboard.worker.job import do_job
from dashboard.worker.words import refusal
from etl.imports import import_ledger
from etl.order import Order
from geodata.catalogue import read_catalogue
from geodata.storage.audit import read_audit
from geodata.storage.jobs import Job, claim_job, read_job, revive_jobs
from tests.etl.making import write_csv
from tests.geodata.making import NOW

Bring = Callable[[str], int]


@pytest.fixture
def bring(view: View, tmp_path: Path) -> Bring:
    """Import two rental buildings with so many units; return the batch."""

    def bring(units: str) -> int:
        rows: list[list[Any]] = [["房屋编码", "房屋地址", "套数"]]
        rows += [[code, f"新庄{code}号", units] for code in ("ZZ-1", "ZZ-2")]
        order = Order(write_csv(tmp_path / f"{units}.csv", rows), "rental")
        report = import_ledger(view.live.storage, read_catalogue(), order, now=NOW)
        assert report.batch is not None
        return report.batch

    return bring


def undone(view: View, batch: int) -> Job:
    """Ask for an undo and do it."""
    storage = view.live.storage
    number = ask_undo(storage, batch, records=2, by=view.session, now=NOW)
    job = claim_job(storage, now=NOW)
    assert job is not None
    do_job(storage, job, lambda: NOW)
    found = read_job(storage, number)
    assert found is not None
    return found


def test_an_undo_waits_goes_on_and_says_what_it_did(view: View, bring: Bring) -> None:
    batch, storage = bring("3"), view.live.storage
    number = ask_undo(storage, batch, records=2, by=view.session, now=NOW)
    assert ask_undo(storage, batch, records=2, by=view.session, now=NOW) == number
    waiting = latest_undo(storage, batch)
    assert waiting is not None
    assert undo_lines(view, waiting)[0].startswith(f"第 {batch} 批等待撤销")
    job = claim_job(storage, now=NOW)
    assert job is not None
    assert undo_lines(view, job)[0].startswith(f"正在撤销第 {batch} 批，共 2 条")
    do_job(storage, job, lambda: NOW)
    done = read_job(storage, number)
    assert done is not None
    assert undo_lines(view, done) == [f"第 {batch} 批已撤销：恢复 0 条，移除 2 条。"]
    with storage.reading() as connection:
        (entry,) = read_audit(connection, action="undo")
    assert (entry.actor, entry.object, entry.result) == ("chen.li", f"batch/{batch}", "done")


def test_one_that_was_cut_off_behind_its_commit_finds_its_own(
    view: View, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch, storage = bring("3"), view.live.storage
    number = ask_undo(storage, batch, records=2, by=view.session, now=NOW)
    first = claim_job(storage, now=NOW)
    assert first is not None
    with monkeypatch.context() as patch:
        patch.setattr("dashboard.worker.job.end_job", lambda *_, **__: False)
        do_job(storage, first, lambda: NOW)
    assert revive_jobs(storage, refusal("died"), unheard_since=None, now=NOW) == [number]
    second = claim_job(storage, now=NOW)
    assert second is not None
    do_job(storage, second, lambda: NOW)
    done = read_job(storage, number)
    assert done is not None
    assert undo_lines(view, done) == [f"第 {batch} 批已撤销。"]


def test_what_was_built_upon_stands_and_is_named(view: View, bring: Bring) -> None:
    earlier = bring("3")
    later = bring("4")
    job = undone(view, earlier)
    assert job.state == "failed"
    found, _, remedy = undo_lines(view, job)
    assert found.startswith(f"第 {earlier} 批之后又有 2 处改动")
    assert f"由第 {later} 批改动" in found
    assert "没有改动任何数据" in remedy
