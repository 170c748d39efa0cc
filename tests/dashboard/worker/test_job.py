"""One attempt, in this process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.log.files import logging_to
from dashboard.log.incidents import read_incidents
from dashboard.worker.job import LOG, do_job
from dashboard.worker.kinds import AFTER_CHANGE, BOUNDS, KINDS, NIGHTLY, later
from dashboard.worker.work import Work
from geodata.errors import LedgerError
from geodata.storage.jobs import Job, ask_job, claim_job, read_job, stop_job
from geodata.storage.store import Storage
from tests.geodata.making import NOW


@pytest.fixture
def do(storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Job]:
    """Ask for a job that runs a function, do it, and return how it stands."""

    def do(run: Callable[[Work], object], kind: str = "trial") -> Job:
        monkeypatch.setitem(KINDS, "trial", run)
        number = ask_job(storage, kind, {"n": 3}, key="", by=None, now=NOW)
        claimed = claim_job(storage, now=NOW)
        assert claimed is not None
        do_job(storage, claimed, lambda: NOW)
        told = read_job(storage, number)
        assert told is not None
        return told

    return do


def test_what_a_job_returns_is_its_result(do: Callable[..., Job]) -> None:
    done = do(lambda work: {"twice": 2 * work.params["n"], "layers": len(work.catalogue.layers)})
    assert (done.state, done.ended_at) == ("done", NOW)
    assert done.result is not None
    assert done.result["twice"] == 6
    assert done.result["layers"] > 5


def test_a_refusal_is_told_in_its_three_parts(do: Callable[..., Job]) -> None:
    def refuse(_work: Work) -> None:
        raise LedgerError("台账为空", "至少一行", "请检查文件")

    failed = do(refuse)
    assert failed.state == "failed"
    assert failed.error == {"found": "台账为空", "expected": "至少一行", "remedy": "请检查文件"}


def test_what_nobody_foresaw_is_told_without_its_message(
    do: Callable[..., Job], tmp_path: Path
) -> None:
    phone = "13812345678"

    def crash(_work: Work) -> None:
        raise ValueError(phone)

    with logging_to(tmp_path, LOG):
        failed = do(crash)
    assert failed.error is not None
    assert (failed.error["rule"], failed.error["named"]["why"]) == ("job.unexpected", "ValueError")
    (incident,) = read_incidents(tmp_path)
    assert incident["incident"] == failed.error["named"]["incident"]
    assert incident["errors"][0]["frames"][-1].endswith("crash")
    assert phone not in f"{incident} {failed.error}"


def test_a_kind_nobody_knows_says_which_there_are(do: Callable[..., Job]) -> None:
    failed = do(lambda _: None, kind="other")
    assert failed.error is not None
    assert (failed.error["rule"], failed.error["named"]["kind"]) == ("job.unknown_kind", "other")
    assert "trial" in failed.error["named"]["kinds"]


def test_progress_is_written_at_each_stage_and_not_at_each_row(do: Callable[..., Job]) -> None:
    def count(work: Work) -> None:
        for row in range(1_000):
            work.progress("reading", row, 1_000)
        work.progress("publishing")

    done = do(count)
    assert (done.stage, done.progress_done, done.progress_total) == ("publishing", 0, None)


def test_a_stopped_job_is_left_at_its_next_report(do: Callable[..., Job], storage: Storage) -> None:
    reached = []

    def go_on(work: Work) -> None:
        stop_job(storage, work.job.number, now=NOW)
        work.progress("next")
        reached.append("the end")

    assert do(go_on).state == "stopped"
    assert reached == []


def test_every_declared_job_is_there(storage: Storage) -> None:
    names = {*BOUNDS, *AFTER_CHANGE, *(task.kind for task in NIGHTLY)}
    assert names <= set(KINDS)
    del storage


def test_a_job_is_loaded_when_it_runs() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        later("dashboard.worker.work:nothing")(None)  # type: ignore[arg-type] # not reached
