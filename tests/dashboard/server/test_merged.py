"""The facts of a record that stands for another one name that one's source."""

from typing import Any

import pytest
from starlette.applications import Starlette

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Account, Session
from geodata.storage.correct import Corrector
from geodata.storage.duplicates import Seen, merge
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.geodata.making import CATALOGUE, NOW

RENTAL = CATALOGUE.by_layer["rental"]


@pytest.fixture
def merged(live: Live) -> Live:
    """Building 2, in 永岗, stands for building 1, which lies in 新庄."""
    with live.storage.writing() as connection:
        by = Corrector("chen.li", "同一栋")
        merge(connection, RENTAL, Seen(2, 1), Seen(1, 1), by=by, now=NOW)
    return live


def _facts(live: Live, session: Session, number: int = 2, layer: str = "rental") -> Any:
    app = Told(Starlette(routes=build_routes(live)), session)
    return ask(app, f"/api/facts/{layer}/{number}")


def test_each_source_is_told_with_its_ledger_masked(merged: Live, session: Session) -> None:
    told = _facts(merged, session).json()["merged"]
    assert told["label"] == "合并的来源（1 条，只计一次）"
    (item,) = told["items"]
    assert item["text"].startswith("新庄西街12号3栋")
    assert "502" not in item["text"]
    assert item["source"].startswith("rental.xlsx 第 3 行")


def test_a_record_that_stands_for_itself_says_nothing_of_it(live: Live, session: Session) -> None:
    assert _facts(live, session).json()["merged"] is None


def test_the_merged_record_has_no_facts_of_its_own(merged: Live, session: Session) -> None:
    assert _facts(merged, session, 1).status_code == 404


def test_a_source_outside_of_somebodys_areas_is_not_told(merged: Live) -> None:
    account = Account(0, "li.na", "李娜", "community_officer", areas=frozenset({"D2"}))
    officer = sign_in(merged, account)
    assert _facts(merged, officer).json()["merged"] is None


@pytest.mark.parametrize(
    ("account", "status", "items"),
    [
        (Account(0, "a1", "甲", "administrator"), 200, 1),
        (Account(0, "c1", "乙", "clerk"), 200, 1),
        (Account(0, "l1", "丙", "leader"), 200, 1),
        (Account(0, "e1", "丁", "evaluator"), 200, 1),
        (Account(0, "p1", "戊", "project_head", projects=frozenset({"fire"})), 200, 0),
        (Account(0, "p2", "己", "project_head", projects=frozenset({"traffic"})), 200, 1),
        (Account(0, "p3", "庚", "project_head", projects=frozenset({"health"})), 404, 0),
        (Account(0, "p4", "辛", "project_head"), 404, 0),
        (Account(0, "o1", "壬", "community_officer", areas=frozenset({"D1"})), 200, 0),
        (Account(0, "o2", "癸", "community_officer", areas=frozenset({"D2"})), 404, 0),
    ],
    ids=lambda one: f"{one.role} {one.login}" if isinstance(one, Account) else "",
)
def test_each_role_is_told_of_a_source_only_what_it_would_see_by_itself(
    live: Live, account: Account, status: int, items: int
) -> None:
    """A fire in 新庄 (record 1) stands for a crash in 永岗 (record 3)."""
    with live.storage.writing() as connection:
        layer, by = CATALOGUE.by_layer["incident"], Corrector("chen.li", "同一起")
        merge(connection, layer, Seen(1, 1), Seen(3, 1), by=by, now=NOW)
    answer = _facts(live, sign_in(live, account), 1, "incident")
    assert answer.status_code == status
    told = answer.json().get("merged") or {"items": []}
    assert [item["text"].split(" · ")[0] for item in told["items"]] == ["道路交通事故"] * items
