import json

import pytest
from starlette.applications import Starlette

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Account, Session
from geodata.storage.audit import read_audit
from geodata.storage.sessions import set_presenting
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in

ADDRESS = "/api/facts/rental/1/unmask"
WHY = {"reason": "租户求助，需联系房东"}


def told(live: Live, session: Session) -> Told:
    return Told(Starlette(routes=build_routes(live)), session)


def test_a_record_is_shown_for_a_reason_that_is_kept(live: Live, session: Session) -> None:
    answer = ask(told(live, session), ADDRESS, form=WHY)
    text = json.dumps(answer.json(), ensure_ascii=False)
    assert "张三丰 13812341234" in text
    assert "502" in text
    assert answer.json()["unmask"] is None
    assert answer.headers["cache-control"] == "no-store"
    with live.storage.reading() as connection:
        (entry,) = read_audit(connection, action="unmask")
    assert (entry.actor, entry.object, entry.details) == ("chen.li", "rental/1", WHY)


def test_before_it_is_asked_for_nothing_is_shown_or_noted(live: Live, session: Session) -> None:
    text = ask(told(live, session), "/api/facts/rental/1").text
    assert "张三丰" not in text
    assert "13812341234" not in text
    with live.storage.reading() as connection:
        assert read_audit(connection, action="unmask") == []


@pytest.mark.parametrize("form", [{}, {"reason": "  "}, {"reason": "x" * 9_000}])
def test_without_a_reason_nothing_is_shown(
    live: Live, session: Session, form: dict[str, str]
) -> None:
    answer = ask(told(live, session), ADDRESS, form=form)
    assert answer.status_code == 403
    assert "张三丰" not in answer.text


@pytest.mark.parametrize("role", ["administrator", "evaluator", "community_officer"])
def test_whoever_may_not_is_not_offered_it_and_not_shown(live: Live, role: str) -> None:
    areas = frozenset({"D1"}) if role == "community_officer" else None
    app = told(live, sign_in(live, Account(0, "x1", "甲", role, areas=areas)))
    assert ask(app, "/api/facts/rental/1").json()["unmask"] is None
    assert ask(app, ADDRESS, form=WHY).status_code == 403


def test_nobody_is_shown_it_while_presenting(live: Live, session: Session) -> None:
    with live.storage.writing() as connection:
        set_presenting(connection, session.number, presenting=True)
    presenting = live.door.living({session.number})[session.number]
    answer = ask(told(live, presenting), ADDRESS, form=WHY)
    assert answer.status_code == 403


def test_a_record_that_is_not_there_is_not_noted(live: Live, session: Session) -> None:
    assert ask(told(live, session), "/api/facts/rental/99/unmask", form=WHY).status_code == 404
    with live.storage.reading() as connection:
        assert read_audit(connection, action="unmask") == []
