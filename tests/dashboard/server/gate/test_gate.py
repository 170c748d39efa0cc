"""What passes the gate and what does not, over HTTP."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.server.gate.gate import THREADS
from dashboard.server.gate.rules import ROWS
from geodata.storage.sessions import end_sessions
from tests.dashboard.server.gate.conftest import PROXY, Town

PLAIN = st.characters(exclude_categories=["Cs"])
PATIENCE_S = 20
STRANGE = [
    "/_stcore/health", "/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/host-config",
    "/media/0123abcd.xlsx", "/static/js/main.js", "/component/x/index.html", "/assets/x/y.js",
    "/api/version", "/api/layers/rental/columns", "/api/shapes/ground", "/api/facts/rental/1",
    "/favicon.png", "/ledgers", "/map", "/auth/login", "/oauth2callback", "/signout",
    "//login", "/login/", "/login/x", "/LOGIN", "/login;x", "/login%2f..", "/healthz/",
    "/healthz/..",
    "/login%00", "/login/../api/version", "/%2e%2e/login", "/.well-known/x", "/app/static/x",
]  # fmt: skip


def test_two_paths_are_open_and_no_other(town: Town) -> None:
    assert town.ask("/healthz").status_code == 200
    assert town.ask("/login").status_code == 200
    answers = {path: town.ask(path).status_code for path in ["/", *STRANGE]}
    assert {path: status for path, status in answers.items() if status != 401} == {}
    assert town.behind.asked == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text(PLAIN, min_size=1, max_size=40), method=st.sampled_from(["GET", "POST", "PUT"]))
def test_no_path_somebody_invents_is_open(town: Town, path: str, method: str) -> None:
    address = f"/x{quote(path, safe='/')}"
    answer = town.ask(address, method=method, headers={"origin": "http://localhost:8501"})
    assert answer.status_code == 401
    assert town.behind.asked == []


@pytest.mark.parametrize("path", ["/media/x.xlsx", "/api/version", "/_stcore/upload_file/a/b"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_no_method_goes_round_the_gate(town: Town, path: str, method: str) -> None:
    answer = town.ask(path, method=method, headers={"origin": "http://localhost:8501"})
    assert answer.status_code == 401


def test_a_person_without_a_session_is_led_to_the_sign_in_and_back(town: Town) -> None:
    answer = town.ask("/?p=2026-01&l=rental", headers={"accept": "text/html,*/*"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2F%3Fp%3D2026-01%26l%3Drental"


def test_whoever_is_signed_in_passes_and_the_token_stays_at_the_gate(town: Town) -> None:
    town.account()
    token = town.token()
    answer = town.ask(
        "/api/version", token=token, headers={"x-app-user": "boss", "X-App-Role": "x"}
    )
    assert answer.status_code == 200
    told = answer.json()["headers"]
    assert told["x-app-user"] == "chen.li"
    assert told["x-app-session"].isdigit()
    assert "x-app-role" not in told
    assert token not in answer.text


@pytest.mark.parametrize("token", ["", "x", "x" * 5_000, "' OR 1=1 --", "chen.li"])
def test_an_invented_token_opens_nothing(town: Town, token: str) -> None:
    town.account()
    town.token()
    assert town.ask("/api/version", token=token).status_code == 401


def test_the_end_of_a_session_ends_it_at_once(town: Town) -> None:
    account = town.account()
    token = town.token()
    assert town.ask("/media/a.xlsx", token=token).status_code == 200
    with town.storage.writing() as connection:
        end_sessions(connection, account.number, reason="test", now=town.clock.now)
    assert town.ask("/media/a.xlsx", token=token).status_code == 401


def test_idling_ends_it_and_a_page_that_asks_by_itself_is_no_sign_of_a_person(town: Town) -> None:
    town.account()
    tired, awake = town.token(), town.token()
    for minutes in (14, 28, 42):
        town.clock.pass_by(timedelta(minutes=14))
        still = 200 if minutes < 30 else 401
        assert town.ask("/api/version", token=tired).status_code == still
        assert town.ask("/", token=awake).status_code == 200


def test_a_database_that_is_long_busy_keeps_no_request_waiting(town: Town, served: str) -> None:
    """A large ledger is published for half a minute; signs of persons are noted after it."""
    town.account()
    port = served.rpartition(":")[2]
    cookies = {f"safety_map_{port}": town.token()}
    town.clock.pass_by(timedelta(minutes=2))
    with httpx.Client(cookies=cookies, timeout=PATIENCE_S) as browser, town.storage.writing():
        answers = [browser.get(f"http://{served}/{n}") for n in range(3 * THREADS)]
    assert {answer.status_code for answer in answers} == {404}


def test_an_evaluators_last_day_ends_it(town: Town) -> None:
    town.account("evaluator", expires_on=date(2026, 1, 5))
    token = town.token()
    assert town.ask("/", token=token).status_code == 200
    town.clock.pass_by(timedelta(hours=8))  # 08:00 UTC is 16:00 local
    assert town.ask("/", token=token).status_code == 401


MATRIX = {
    # path: administrator, clerk, leader, project-group head, community officer, evaluator
    ("GET", "/"): "xxxxxx",
    ("GET", "/ledgers"): "xxxxxx",
    ("GET", "/api/layers/rental/columns"): "xxxxxx",
    ("GET", "/api/facts/rental/17"): "xxxxxx",
    ("GET", "/media/a.xlsx"): "xxxxxx",
    ("GET", "/static/js/main.js"): "xxxxxx",
    ("PUT", "/_stcore/upload_file/a/b"): "xx....",
    ("DELETE", "/_stcore/upload_file/a/b"): "xx....",
}
SCOPED: dict[str, dict[str, Any]] = {
    "administrator": {}, "clerk": {}, "leader": {},
    "project_head": {"projects": frozenset({"fire"})},
    "community_officer": {"areas": frozenset({"D1"})},
    "evaluator": {"expires_on": date(2026, 6, 30)},
}  # fmt: skip


@pytest.mark.parametrize("role", SCOPED)
def test_a_role_passes_where_the_matrix_says(town: Town, role: str) -> None:
    town.account(role, **SCOPED[role])
    token, place = town.token(), list(SCOPED).index(role)
    for (method, path), allowed in MATRIX.items():
        headers = {"origin": "http://localhost:8501"}
        answer = town.ask(path, token=token, method=method, headers=headers)
        assert answer.status_code == (200 if allowed[place] == "x" else 403), path


def test_a_route_nobody_declared_does_not_exist_for_anybody(town: Town) -> None:
    town.account("administrator")
    token = town.token()
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/api/secrets", "/auth/login"):
        assert town.ask(path, token=token).status_code == 404
    unknown = town.ask("/api/secrets", token=token, headers={"accept": "text/html"})
    assert (unknown.status_code, unknown.json()) == (404, {"said": "Not Found"})
    assert town.behind.asked == []


def test_a_person_who_asks_for_a_page_there_is_not_is_led_to_the_map(town: Town) -> None:
    town.account("administrator")
    answer = town.ask("/nonsense?x=1", token=town.token(), headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert town.behind.asked == []


def test_a_file_there_is_not_is_not_the_shell_of_a_page(town: Town) -> None:
    town.account()
    token = town.token()
    assert town.ask("/static/js/main.js", token=token).text == "main"
    missing = town.ask("/static/js/x.js", token=token)
    assert (missing.status_code, missing.text) == (404, "Not Found")


@pytest.mark.parametrize(("query", "word"), [("", "您的角色不能"), ("?lang=en", "Your role")])
def test_a_page_of_others_says_so(town: Town, query: str, word: str) -> None:
    town.account("leader")
    answer = town.ask(f"/audit{query}", token=town.token(), headers={"accept": "text/html"})
    assert answer.status_code == 403
    assert word in answer.text
    assert town.behind.asked == []


def test_before_the_password_is_changed_nothing_opens_but_the_page_to_do_it(town: Town) -> None:
    town.account(must_change=True)
    token = town.token()
    assert town.ask("/api/version", token=token).status_code == 401
    page = town.ask("/", token=token, headers={"accept": "text/html"})
    assert page.headers["location"] == "/login?next=%2F"
    assert 'name="new"' in town.ask("/login", token=token).text


def test_a_host_that_is_not_ours_is_refused_before_anything(town: Town) -> None:
    town.account()
    token = town.token()
    for path in ("/", "/login", "/healthz", "/api/version"):
        answer = town.ask(path, token=token, headers={"host": "evil.example"})
        assert answer.status_code == 400


def test_another_page_asks_in_vain(town: Town) -> None:
    town.account()
    token = town.token()
    for path in ("/", "/login", "/healthz", "/api/version"):
        answer = town.ask(path, token=token, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403
    assert town.ask("/signout", token=token, method="POST").status_code == 403
    assert town.ask("/", token=token).status_code == 200


def test_every_answer_is_safe(town: Town) -> None:
    town.account()
    token = town.token()
    for answer in (town.ask("/"), town.ask("/api/version", token=token), town.ask("/login")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "SAMEORIGIN"
        assert answer.headers["cache-control"] == "private, no-store"
    policy = town.ask("/api/version", token=token).headers["content-security-policy"]
    assert "connect-src 'self' ws://localhost:8501;" in policy
    assert "http" not in policy


def test_the_browsers_address_comes_from_a_trusted_proxy_only(town: Town) -> None:
    town.account()
    token = town.token()
    headers = {"x-forwarded-for": "192.0.2.7"}
    by_proxy = town.ask("/", token=token, headers=headers, client=(PROXY, 5))
    by_stranger = town.ask("/", token=token, headers=headers, client=("10.1.1.1", 5))
    assert by_proxy.json()["client"] == "192.0.2.7"
    assert by_stranger.json()["client"] == "10.1.1.1"


def test_each_row_is_asked_for_once() -> None:
    seen = [(method, row.path) for row in ROWS for method in row.methods.split()]
    assert len(seen) == len(set(seen))
