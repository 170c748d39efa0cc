"""The audit as its route answers it."""

import csv
from io import StringIO

import pytest
from starlette.applications import Starlette

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Account
from geodata.storage.audit import Entry, note, read_audit
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.geodata.making import NOW


@pytest.fixture
def app(live: Live) -> Told:
    with live.storage.writing() as connection:
        details = {"reason": "核对房东电话"}
        note(connection, Entry(NOW, "li.si", "unmask", "rental/17", details=details))
        note(connection, Entry(NOW, "li.si", "print", "map"))
    session = sign_in(live, Account(0, "admin", "王主任", "administrator"))
    return Told(Starlette(routes=build_routes(live)), session)


def test_what_was_searched_for_comes_as_a_file_and_taking_it_is_an_entry(
    live: Live, app: Told
) -> None:
    answer = ask(app, "/api/audit/csv?action=unmask&lang=zh-CN", form={})
    assert (answer.status_code, answer.headers["x-records"]) == (200, "1")
    assert answer.headers["cache-control"] == "no-store"
    text = StringIO(answer.content.decode("utf-8-sig"), newline="")
    (about,), headings, cells = csv.reader(text)
    assert "审计记录 1 条，王主任（admin）" in about
    assert "审计链今晚起逐日核对" in about
    assert headings[:3] == ["时间", "谁", "做了什么"]
    assert cells[1:4] == ["li.si", "查看个人信息", "出租屋 17"]
    with live.storage.reading() as connection:
        (entry,) = read_audit(connection, action="take_audit")
    assert (entry.actor, entry.object) == ("admin", "audit.csv")
    assert entry.details == {"records": 1, "action": "unmask"}


def test_a_kind_of_file_there_is_not_is_told(app: Told) -> None:
    assert ask(app, "/api/audit/exe", form={}).status_code == 404
