"""Correcting a record from its facts: checked, told, kept in history and audit."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Account, Session
from geodata.localtime import local_date
from geodata.storage.audit import read_audit
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.geodata.making import CATALOGUE, NOW, rental, write

FACTS = "/api/facts/rental/1"
ASKED = {"version": "1", "reason": "现场核实，联系 13812341234"}
STATUSES = CATALOGUE.by_layer["rental"].statuses


@pytest.fixture
def told(live: Live, session: Session) -> Told:
    return Told(Starlette(routes=build_routes(live)), session)


def _correct(told: Told, **asked: str) -> httpx.Response:
    return ask(told, f"{FACTS}/correct", form=ASKED | asked)


def _facts(told: Told) -> dict[str, Any]:
    found: dict[str, Any] = ask(told, FACTS).json()
    return found


def _other_status(facts: dict[str, Any]) -> tuple[str, str]:
    assert STATUSES is not None
    (held,) = (c["value"] for c in facts["correct"]["choices"] if c["column"] == "status")
    value = next(value for value in STATUSES.values if value.id != held)
    return value.id, value.name.zh


def test_a_corrected_status_is_told_with_the_word_of_the_ledger(told: Told, live: Live) -> None:
    status, name = _other_status(_facts(told))
    answer = _correct(told, status=status)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    facts = _facts(told)
    assert name in [chip["text"] for chip in facts["chips"]]
    (corrected,) = facts["corrected"]
    assert corrected["column"] == "status"
    assert corrected["text"].startswith("台账为“")
    latest = facts["history"]["items"][0]["text"]
    assert latest.startswith("更正：")
    assert "现场核实" in latest
    assert "13812341234" not in json.dumps(facts)
    with live.storage.reading() as connection:
        (entry,) = read_audit(connection, action="correct")
    assert (entry.actor, entry.object) == ("chen.li", "rental/1")
    assert entry.details["after"] == {"status": status}
    assert entry.details["before"] != entry.details["after"]


def test_a_correction_is_taken_back(told: Told) -> None:
    before = _facts(told)
    status, _ = _other_status(before)
    _correct(told, status=status)
    assert _correct(told, version="2", withdraw="status").status_code == 200
    after = _facts(told)
    assert (after["corrected"], after["chips"]) == ([], before["chips"])


def test_a_moved_record_is_drawn_elsewhere_and_says_how_far(told: Told, live: Live) -> None:
    x = int(live.model().columns["rental"].x[0])
    assert _correct(told, position="113.512,23.103").status_code == 200
    assert int(live.model().columns["rental"].x[0]) != x
    facts = _facts(told)
    assert "位置" in facts["corrected"][0]["label"]
    assert "米外" in facts["corrected"][0]["text"]
    assert "更正：位置" in facts["history"]["items"][0]["text"]


def test_the_second_of_two_editors_is_told_and_nothing_is_saved(told: Told, live: Live) -> None:
    _correct(told, position="113.512,23.103")
    answer = _correct(told, position="113.513,23.103")
    assert answer.status_code == 409
    assert "有人改过" in answer.json()["found"]
    with live.storage.reading() as connection:
        assert len(read_audit(connection, action="correct")) == 1


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({}, "没有要更正的内容"),
        ({"reason": " ", "position": "113.512,23.103"}, "理由"),
        ({"status": "no_such"}, "no_such"),
        ({"class": "no_such"}, "no_such"),
        ({"valid_to": "5 月"}, "不是日期"),
        ({"valid_to": (local_date(NOW) + timedelta(1)).isoformat()}, "还没到"),
        ({"position": "113.5"}, "不是位置"),
        ({"position": "nan,23.1"}, "太远"),
        ({"position": "103.5,23.1"}, "太远"),
        ({"version": "x", "position": "113.512,23.103"}, "没有要更正的内容"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    told: Told, asked: dict[str, str], why: str
) -> None:
    answer = _correct(told, **asked)
    assert answer.status_code == 400
    assert why in answer.json()["found"]
    assert ask(told, FACTS).json()["correct"]["version"] == 1


def test_a_record_beyond_the_scope_is_not_there(live: Live) -> None:
    officer = sign_in(live, Account(0, "x1", "甲", "community_officer", areas=frozenset({"D2"})))
    told = Told(Starlette(routes=build_routes(live)), officer)
    assert _correct(told, position="113.512,23.103").status_code == 404


@pytest.mark.parametrize("role", ["leader", "evaluator"])
def test_whoever_may_not_correct_is_not_offered_it_nor_told_why(live: Live, role: str) -> None:
    clerk = Told(
        Starlette(routes=build_routes(live)), sign_in(live, Account(0, "c1", "乙", "clerk"))
    )
    _correct(clerk, position="113.512,23.103")
    told = Told(clerk.app, sign_in(live, Account(0, "x1", "甲", role)))
    facts = _facts(told)
    assert facts["correct"] is None
    assert "现场核实" not in json.dumps(facts, ensure_ascii=False)
    assert _correct(told, version="2", position="113.513,23.103").status_code == 403


def test_a_correction_outlives_the_next_import(told: Told, live: Live) -> None:
    status, name = _other_status(_facts(told))
    _correct(told, status=status)
    with live.storage.reading() as connection:
        (key,) = connection.exec_driver_sql("SELECT key FROM places WHERE id = 1").one()
    write(live.storage, "rental", [rental(key, status=None, name="新名")], district="D")
    chips = [chip["text"] for chip in _facts(told)["chips"]]
    assert name in chips
