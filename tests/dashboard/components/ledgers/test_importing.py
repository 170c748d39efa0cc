from datetime import timedelta

import pytest

from dashboard.components.ledgers.importing import is_ledger_name, outcome_text
from dashboard.components.ledgers.jobs import progress_text, stop
from dashboard.components.view import View
from dashboard.server.imports import Corrections, ask_import, keep_upload
from dashboard.texts import Language, read_texts
from geodata.storage.audit import read_audit
from geodata.storage.jobs import claim_job, read_job, report_progress
from tests.geodata.making import NOW


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("台账.XLSX", True),
        ("台账.xls", True),
        ("台账.csv.gz", True),
        ("界线.geojson", True),
        ("台账.docx", False),
        ("xlsx", False),
        ("", False),
    ],
)
def test_the_name_tells_what_may_be_a_ledger(name: str, is_one: bool) -> None:  # noqa: FBT001 - expected
    assert is_ledger_name(name) is is_one


@pytest.fixture
def asked(view: View) -> int:
    storage = view.live.storage
    kept = keep_upload(storage.folder, "台账.csv", b"rows", storage.seal)
    now = NOW - timedelta(seconds=3)
    return ask_import(storage, kept, Corrections("rental"), by=view.session, now=now)


def told(view: View, number: int) -> str:
    job = read_job(view.live.storage, number)
    assert job is not None
    return progress_text(view, job)


def test_an_import_tells_that_it_waits_then_how_far_it_is(view: View, asked: int) -> None:
    assert told(view, asked).startswith("台账.csv 正在排队")
    assert "已等 3 秒" in told(view, asked)
    job = claim_job(view.live.storage, now=NOW)
    assert job is not None
    assert "已核对 0 行" in told(view, asked)
    report_progress(view.live.storage, job, "reading", 12_000, None, now=NOW)
    assert "已核对 12,000 行（已 0 秒）" in told(view, asked)
    report_progress(view.live.storage, job, "publishing", 0, 11_998, now=NOW)
    assert "正在写入 11,998 条记录" in told(view, asked)


def test_what_became_of_the_rows_is_one_sentence() -> None:
    chinese = read_texts(Language.CHINESE)
    counts = {"new": 1_200, "changed": 1, "unchanged": 2, "rejected": 3, "warned": 4}
    done = outcome_text(chinese, {"batch": 7, "repeated": False, "counts": counts})
    assert done == "导入完成：新增 1,200，更新 1，未变 2，退回 3，提示 4。"
    again = outcome_text(chinese, {"batch": 7, "repeated": True, "counts": counts})
    assert again == "这个文件已经导入过（第 7 批），没有重复写入。"


def test_stopping_an_import_is_noted(view: View, asked: int) -> None:
    job = read_job(view.live.storage, asked)
    assert job is not None
    for _ in range(2):
        stop(view, job)
    stopped = read_job(view.live.storage, asked)
    assert stopped is not None
    assert stopped.state == "stopped"
    with view.live.storage.reading() as connection:
        (entry,) = read_audit(connection, action="stop_import")
    assert (entry.actor, entry.object) == ("chen.li", "rental/台账.csv")
