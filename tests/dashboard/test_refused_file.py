"""After a file that was refused: what was chosen stays, and no earlier rows pose as its own."""

import json
from pathlib import Path

import pytest

from dashboard.server.imports import Corrections, Wish, ask_import, ask_preview, keep_upload
from dashboard.server.live import Live
from dashboard.worker.job import do_job
from geodata.accounts import Session
from geodata.storage.jobs import claim_job
from tests.dashboard.test_page import Open, open_page, tables
from tests.etl.making import write_csv
from tests.geodata.making import NOW

__all__ = ["open_page"]

ROWS: list[list[object]] = [
    ["房屋编码", "房屋地址", "套数", "经度", "纬度"],
    ["R-9", "新庄西街9号", "很多", 113.501, 23.101],
]


def keep(live: Live, path: Path) -> Path:
    return keep_upload(live.folder, path.name, path.read_bytes(), live.storage.seal)


def do_next(live: Live) -> None:
    job = claim_job(live.storage, now=NOW)
    assert job is not None
    do_job(live.storage, job, live.clock)


@pytest.fixture
def refused(live: Live, session: Session, tmp_path: Path) -> int:
    """Import a ledger that gives a row back, then have one refused that is no table at all."""
    said, now = Corrections("rental", crs="wgs84"), live.clock()
    good = keep(live, write_csv(tmp_path / "好.csv", ROWS))
    ask_import(live.storage, good, said, by=session, now=now, wish=Wish())
    do_next(live)
    empty = tmp_path / "空.csv"
    empty.touch()
    number = ask_preview(live.storage, keep(live, empty), said, by=session, now=now)
    do_next(live)
    return number


def test_the_layer_that_was_chosen_stays_for_the_next_file(open_page: Open, refused: int) -> None:
    page = open_page().switch_page("../pages/ledgers.py")
    page.session_state["import_job"] = refused
    page.run()
    assert any(one.value == "接下来选的文件按“出租屋”读取。" for one in page.text)
    page.button[0].click().run()
    assert not any("接下来选的文件按" in one.value for one in page.text)


def test_rows_of_the_batch_before_do_not_stand_under_a_refusal(
    open_page: Open, refused: int
) -> None:
    page = open_page().switch_page("../pages/ledgers.py").run()
    assert "很多" in json.dumps(tables(page), ensure_ascii=False)
    page.session_state["import_job"] = refused
    told = json.dumps(tables(page.run()), ensure_ascii=False)
    assert "好.csv" in told
    assert "很多" not in told
