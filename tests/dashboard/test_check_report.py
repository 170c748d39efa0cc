"""The check report of a ledger: what a trial found, before anything is written."""

from pathlib import Path

import pytest

from dashboard.server.imports import Corrections, Wish, ask_import, keep_upload
from dashboard.server.live import Live
from dashboard.worker.job import do_job
from geodata.accounts import Session
from geodata.storage.jobs import claim_job
from tests.dashboard.test_page import Open, open_page, tables
from tests.etl.making import write_csv
from tests.geodata.making import NOW

__all__ = ["open_page"]

HEADINGS = ["房屋编码", "房屋地址", "套数", "房东电话", "最近检查", "社区", "经度", "纬度"]
NAMES = ("套数", "房屋地址", "房东电话", "最近检查")
ROWS: list[list[object]] = [
    ["R-8", "", "很多", "12", "上周", "永岗社区", 113.501, 23.101],
    ["R-9", "新庄西街9号", 4, "12", "上周", "月亮社区", 113.501, 23.101],
]


@pytest.fixture
def checked(live: Live, session: Session, tmp_path: Path) -> None:
    """Have a ledger tried whose rows have several things wrong with them."""
    ledger = write_csv(tmp_path / "新.csv", [HEADINGS, *ROWS])
    kept = keep_upload(live.folder, ledger.name, ledger.read_bytes(), live.storage.seal)
    said = Corrections("rental", crs="wgs84")
    ask_import(live.storage, kept, said, by=session, now=live.clock(), wish=Wish(trial=True))
    job = claim_job(live.storage, now=NOW)
    assert job is not None
    do_job(live.storage, job, live.clock)


def reasons(table: dict[str, object]) -> list[tuple[str, str]]:
    return [(row["cells"][0], row["cells"][1]) for row in table["rows"]]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("checked")
def test_every_problem_of_every_row_is_listed_by_kind(open_page: Open) -> None:
    page = open_page().switch_page("../pages/ledgers.py").run()
    table = tables(page)[0]
    assert [(tab["id"], tab["count"]) for tab in table["tabs"]] == [
        ("rejected", "1"),
        ("warned", "1"),
        ("misplaced", "1"),
    ]
    heads = [column["id"] for column in table["columns"]]
    assert heads == ["row", "column", "reason"]  # a csv has no sheets
    # what refused the row stands before what only warns
    assert reasons(table) == [("2", name) for name in NAMES]
    page.session_state["trial_rows_tab"] = "misplaced"
    (row,) = tables(page.run())[0]["rows"]
    assert row["cells"][1:] == ["社区", "社区名单中没有“月亮社区”，按坐标归入一组"]


@pytest.mark.usefixtures("checked")
def test_reasons_repeat_the_ledger_and_are_not_shown_while_presenting(
    open_page: Open, live: Live, session: Session
) -> None:
    live.door.present(session, presenting=True)
    page = open_page().switch_page("../pages/ledgers.py").run()
    assert "很多" not in str(tables(page))
    assert any("退回 1" in said.value for said in page.info)
