"""The files around an import, as their routes answer them."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from starlette.applications import Starlette

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from etl.imports import import_ledger
from etl.order import Order
from etl.template import write_template
from geodata.accounts import Session
from geodata.storage.ageing import NOTES
from geodata.storage.audit import read_audit
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told
from tests.etl.making import write_csv
from tests.geodata.making import NOW

PHONE = "13812345678"


@pytest.fixture
def app(live: Live, session: Session) -> Told:
    return Told(Starlette(routes=build_routes(live)), session)


@pytest.fixture
def batch(live: Live, tmp_path: Path) -> int:
    rows = [["房屋编码", "房屋地址", "套数", "电话"], ["B-1", "甲路1号", "很多", PHONE]]
    path = write_csv(tmp_path / "台账.csv", rows)
    report = import_ledger(live.storage, live.model().catalogue, Order(path, "rental"), now=NOW)
    assert report.batch is not None
    assert report.counts.rejected == 1
    return report.batch


def test_a_template_comes_under_its_name_and_is_kept_nowhere(live: Live, app: Told) -> None:
    answer = ask(app, "/api/templates/population?lang=en")
    assert answer.content == write_template(live.model().catalogue.by_layer["population"], "en")
    assert "Population_template.xlsx" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert ask(app, "/api/templates/nothing").status_code == 404


def test_rejected_rows_come_as_they_were_and_the_audit_has_it(
    live: Live, app: Told, batch: int
) -> None:
    answer = ask(app, f"/api/batches/{batch}/rejected?lang=zh-CN", form={})
    assert (answer.status_code, answer.headers["x-records"]) == (200, "1")
    assert answer.headers["cache-control"] == "no-store"
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    assert "很多" in [cell.value for cell in sheet[2]]
    with live.storage.reading() as connection:
        (entry,) = read_audit(connection, action="take_rejected")
    assert (entry.actor, entry.object) == ("chen.li", f"batch/{batch}")
    assert entry.details == {"records": 1}
    assert PHONE not in str(entry)


@pytest.mark.parametrize("number", ["999", "x", "１", "9" * 40])
def test_a_batch_that_gave_nothing_back_is_not_there(app: Told, number: str) -> None:
    assert ask(app, f"/api/batches/{number}/rejected", form={}).status_code == 404


def test_a_batch_whose_rows_were_purged_has_none_to_give(live: Live, app: Told, batch: int) -> None:
    with live.storage.writing() as connection:
        NOTES.purge(connection, NOW, now=NOW)
    assert ask(app, f"/api/batches/{batch}/rejected", form={}).status_code == 404


def test_rows_a_killed_process_left_in_the_clear_go_at_the_next_start(live: Live) -> None:
    left = live.folder / ".returned-abc" / "sheet1.xml"
    left.parent.mkdir()
    left.write_text(PHONE)
    build_routes(live)
    assert not left.parent.exists()
