"""Every role at every route and page, with what it may and how much it sees."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit.testing.v1 import AppTest

from dashboard.accounts.desk import Desk
from dashboard.app import SCRIPT
from dashboard.components import identity
from dashboard.server.gate.gate import Gate
from dashboard.server.gate.rules import PAGES, ROWS
from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from dashboard.server.signin.routes import signin_routes
from geodata.accounts import Account
from geodata.localtime import local_date
from geodata.packing import unpack
from tests.dashboard.signing import sign_in
from tests.dashboard.test_page import pieces
from tests.geodata.making import NOW

HOST = "http://127.0.0.1:8501"
ACCOUNTS = {
    "administrator": Account(0, "a1", "甲", "administrator"),
    "clerk": Account(0, "c1", "乙", "clerk"),
    "leader": Account(0, "l1", "丙", "leader"),
    "project_head": Account(0, "p1", "丁", "project_head", projects=frozenset({"fire"})),
    "community_officer": Account(0, "o1", "戊", "community_officer", areas=frozenset({"D1"})),
    "evaluator": Account(0, "e1", "己", "evaluator", expires_on=local_date(NOW)),
    "evaluator of an area": Account(
        0, "e2", "庚", "evaluator", areas=frozenset({"D2"}), expires_on=local_date(NOW)
    ),
    "evaluator gone": Account(
        0, "e3", "辛", "evaluator", expires_on=local_date(NOW).replace(year=2025)
    ),
    "head of nothing": Account(0, "p2", "壬", "project_head"),
    "role gone": Account(0, "r1", "癸", "no_such_role"),
}
PLACES = {
    "/api/version": "GET",
    "/api/layers/rental/columns": "GET",
    "/api/shapes/community": "GET",
    "/api/facts/rental/1": "GET",
    "/api/facts/rental/1/unmask": "POST",
    "/api/facts/rental/1/correct": "POST",
    "/ledgers": "GET",
    "/accounts": "GET",
    "/audit": "GET",
    "/_stcore/upload_file/s/f": "PUT",
    "/media/x.csv": "GET",
    "/api/export/rental/pdf": "POST",
    "/api/templates/rental": "GET",
    "/api/batches/999/rejected": "POST",
    "/selfcheck": "GET",
    "/api/support": "GET",
}
"""Each asks for another right, in the order of `MATRIX`."""


def told(codes: str) -> tuple[int, ...]:
    return tuple(map(int, codes.split()))


MATRIX = {
    #                            ver col shp fac unm cor led acc aud put med exp tpl rej chk sup
    "administrator":        told("200 200 200 200 403 403 404 404 404 404 404 403 200 403 404 200"),
    "clerk":                told("200 200 200 200 200 400 404 403 403 404 404 404 200 404 404 403"),
    "leader":               told("200 200 200 200 200 403 404 403 403 403 404 404 403 403 403 403"),
    "project_head":         told("200 200 200 404 403 404 404 403 403 403 404 404 403 403 403 403"),
    "community_officer":    told("200 200 200 200 403 400 404 403 403 403 404 404 403 403 403 403"),
    "evaluator":            told("200 200 200 200 403 403 404 403 403 403 404 403 403 403 403 403"),
    "evaluator of an area": told("200 200 200 404 403 403 404 403 403 403 404 403 403 403 403 403"),
    "evaluator gone":       (401,) * 16,
    "head of nothing":      told("200 200 200 404 403 404 404 403 403 403 404 404 403 403 403 403"),
    "role gone":            (403,) * 16,
}  # fmt: skip
"""404 where the gate lets pass and no page stands behind it, or for a record of others."""
RENTALS = {
    "administrator": 3,
    "clerk": 3,
    "leader": 3,
    "project_head": 0,
    "community_officer": 1,
    "evaluator": 3,
    "evaluator of an area": 2,
    "head of nothing": 0,
}
VIEWED = ["map", "projects", "indicators", "hotspots", "schools", "shelters", "ledgers"]
MAY_CORRECT = ("clerk", "project_head", "community_officer", "head of nothing")
PAGES_OF = {
    **{who: [*VIEWED, "placing", "duplicates"] for who in MAY_CORRECT},
    "clerk": [*VIEWED, "placing", "duplicates", "setup", "selfcheck"],
    "administrator": [*VIEWED, "setup", "accounts", "audit", "selfcheck"],
    "evaluator gone": None,
    "role gone": None,
}


@pytest.fixture
def ask(live: Live) -> Callable[..., httpx.Response]:
    """Ask the application behind its gate, as one of the accounts."""
    routes = [*signin_routes(Desk(live.door)), *build_routes(live)]
    app = Starlette(routes=routes, middleware=[Middleware(Gate, door=live.door, hosts=None)])

    def send(login: str, path: str, method: str = "GET") -> httpx.Response:
        async def once() -> httpx.Response:
            headers = {"cookie": f"safety_map_8501=token of {login}", "origin": HOST}
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
                return await client.request(method, path, headers=headers, data={"reason": "查"})

        return asyncio.run(once())

    return send


def arrive(live: Live, who: str) -> int:
    """Sign in as one of the accounts; return the number of the session, 0 where it is over."""
    try:
        return sign_in(live, ACCOUNTS[who]).number
    except KeyError:
        return 0


def test_the_matrix_covers_every_right_a_route_asks_for() -> None:
    rules = {row.rule for row in ROWS} - {"open", "signed_in"}
    reached = {row.rule for row in ROWS for path in PLACES if matches(row.path, path)}
    assert rules <= reached | {"view_map"}
    assert set(MATRIX) == set(ACCOUNTS)


def matches(pattern: str, path: str) -> bool:
    parts, given = pattern.split("/"), path.split("/")
    return len(parts) == len(given) and all(
        p in {"*", g} for p, g in zip(parts, given, strict=True)
    )


@pytest.mark.parametrize("who", ACCOUNTS)
def test_each_role_gets_exactly_what_it_may(
    live: Live, ask: Callable[..., httpx.Response], who: str
) -> None:
    arrive(live, who)
    login = ACCOUNTS[who].login
    found = tuple(ask(login, path, method).status_code for path, method in PLACES.items())
    assert found == MATRIX[who]


@pytest.mark.parametrize("who", RENTALS)
def test_each_role_gets_only_the_records_of_its_scope(
    live: Live, ask: Callable[..., httpx.Response], who: str
) -> None:
    arrive(live, who)
    header, arrays = unpack(ask(ACCOUNTS[who].login, "/api/layers/rental/columns").content)
    assert header["count"] == len(arrays["number"]) == RENTALS[who]
    others = {1, 2, 3} - set(arrays["number"].tolist())
    for number in others:
        assert ask(ACCOUNTS[who].login, f"/api/facts/rental/{number}").status_code == 404
    names = ask(ACCOUNTS[who].login, "/api/layers/rental/names?numbers=1,2,3").json()["records"]
    assert [told["number"] for told in names] == sorted(arrays["number"].tolist())


def test_below_api_nothing_but_the_routes_is_there(
    live: Live, ask: Callable[..., httpx.Response]
) -> None:
    arrive(live, "administrator")
    for path in ("/api/nonsense", "/api/layers/rental", "/api/version/", "/api/facts/rental/1/x"):
        answer = ask("a1", path)
        assert (answer.status_code, answer.json()) == (404, {"said": "Not Found"})


@pytest.mark.parametrize("who", ACCOUNTS)
def test_each_role_sees_its_pages_and_its_counts(
    live: Live, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    number = arrive(live, who)
    monkeypatch.setattr(identity, "told_session", lambda: number)
    page = AppTest.from_file(str(SCRIPT), default_timeout=30)
    page.query_params["period"] = "2025-01-01/2026-01-01"
    shown: dict[str, Any] = pieces(page.run())
    names = PAGES_OF.get(who, VIEWED)
    if names is None:
        assert shown == {}
        return
    assert [each["id"] for each in shown["safety_map_head"]["pages"]] == names
    tabs = {tab["id"]: tab["count"] for tab in shown["safety_map_table"]["tabs"]}
    # no rental building belongs to fire safety: that is no finding, and no zero
    assert tabs["rental"] == ("—" if who == "project_head" else str(RENTALS[who]))


def test_totals_name_their_scope(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    said = {}
    for who in ("community_officer", "project_head"):
        number = arrive(live, who)
        monkeypatch.setattr(identity, "told_session", lambda number=number: number)
        shown = pieces(AppTest.from_file(str(SCRIPT), default_timeout=30).run())
        said[who] = shown["safety_map_cards"]["note"]
        assert (
            shown["safety_map_filters"]["filters"][2]["all"]
            == {"community_officer": "新庄社区", "project_head": "全街道"}[who]
        )
    assert "新庄社区" in said["community_officer"]["lead"]
    assert "所有数字仅含：消防安全" in said["project_head"]["hints"]


def test_whoever_sees_one_project_is_shown_its_numbers_and_its_name(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = arrive(live, "project_head")
    monkeypatch.setattr(identity, "told_session", lambda: number)
    shown: dict[str, Any] = pieces(AppTest.from_file(str(SCRIPT), default_timeout=30).run())
    told = [card["change"] for card in shown["safety_map_cards"]["cards"]]
    assert told
    assert "不属于所选项目" not in told
    assert shown["safety_map_filters"]["filters"][0]["all"] == "消防安全"


def test_a_page_that_may_not_be_seen_is_not_there(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = arrive(live, "evaluator")
    monkeypatch.setattr(identity, "told_session", lambda: number)
    page = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
    assert set(PAGES) == {
        *VIEWED,
        "placing",
        "duplicates",
        "setup",
        "accounts",
        "audit",
        "selfcheck",
    }
    for name in ("placing", "duplicates", "setup", "accounts", "audit", "selfcheck"):
        with pytest.raises(ValueError, match="Could not find"):
            page.switch_page(f"../pages/{name}.py")
    ledgers = page.switch_page("../pages/ledgers.py").run()
    assert not ledgers.get("file_uploader")
    assert pieces(ledgers)["safety_map_table"]["problem"] is None


def test_a_tab_taken_over_by_another_session_shows_nothing_of_the_first(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = arrive(live, "clerk"), arrive(live, "evaluator")
    monkeypatch.setattr(identity, "told_session", lambda: first)
    page = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
    monkeypatch.setattr(identity, "told_session", lambda: second)
    assert pieces(page.run()) == {}


def test_the_administrator_finds_accounts_and_audit(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = arrive(live, "administrator")
    monkeypatch.setattr(identity, "told_session", lambda: number)
    page = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
    accounts = page.switch_page("../pages/accounts.py").run()
    assert not accounts.exception
    for key, value in {"l": "wang.wu", "n": "王五"}.items():
        accounts.text_input(f"account.0.0.1.{key}").set_value(value)
    accounts.selectbox("account.0.0.1.r").set_value("leader")
    accounts.button[0].click().run()
    assert not accounts.error
    assert len(accounts.code[0].value) > 20
    audit = pieces(page.switch_page("../pages/audit.py").run())["safety_map_table"]
    assert audit["rows"][0]["cells"][2:5] == ["新建账号", "账号 wang.wu", "完成"]
