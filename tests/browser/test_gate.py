"""The whole server as a stranger, or somebody else's client, finds it: over plain sockets."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from dashboard.server.gate.rules import HEALTH, LOGIN, ROWS
from tests.browser.server import Server
from tests.browser.signing import PERSON, Cookie, cookie_of, link_token
from tests.browser.wire import PATIENCE_S, run_page, stream
from tests.dashboard.small_town import write_small_town

pytestmark = pytest.mark.browser

MORE_PATHS = (
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/message",
    "/_stcore/allowed-message-origins",
    "/_stcore/agent",
    "/auth/login",
    "/oauth2callback",
    "/index.html",
    "/static/index.html",
    "/app/static/x",
    "/~/component/x",
    "/media/x.csv",
    "/..%2f..%2fetc/passwd",
    "//login",
    "/login/",
    "/healthz/x",
    "/LOGIN",
)


@pytest.fixture(scope="module")
def server(started: Callable[[Path], Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    folder = tmp_path_factory.mktemp("gate") / "town"
    write_small_town(folder)
    return started(folder)


def example(path: str) -> str:
    return re.sub(r"\*+", "x", path)


def read_on(socket: ClientConnection) -> None:
    """Read until the socket is closed."""
    while True:
        socket.recv(timeout=PATIENCE_S)


def holds(text: str, words: str) -> bool:
    """Say whether words came, also as JSON in ASCII."""
    return words in text or json.dumps(words)[1:-1] in text


def refusal(server: Server, cookie: Cookie | None, **headers: str) -> int:
    with pytest.raises(InvalidStatus) as refused, stream(server, cookie, **headers):
        pass
    return refused.value.response.status_code


def test_a_stranger_finds_two_open_paths_and_no_other(server: Server) -> None:
    paths = {example(row.path) for row in ROWS} | set(MORE_PATHS)
    with httpx.Client(base_url=server.url) as client:
        statuses = {
            (method, path): client.request(method, path, headers={"origin": server.url}).status_code
            for path in sorted(paths)
            for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")
        }
    answered = {path for (_, path), status in statuses.items() if status < 300}
    assert answered == {LOGIN, HEALTH}
    others = {status for (_, path), status in statuses.items() if path not in answered}
    assert others <= {400, 401, 404}
    assert refusal(server, None) == 403
    assert refusal(server, {"name": "safety_map_1", "value": "x"}) == 403


def test_a_person_without_a_session_is_led_to_the_sign_in(server: Server) -> None:
    answer = httpx.get(f"{server.url}/ledgers?lang=en", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fledgers%3Flang%3Den"


def test_foreign_hosts_and_pages_are_refused(server: Server) -> None:
    for path in ("/", LOGIN, HEALTH, "/_stcore/stream"):
        assert httpx.get(f"{server.url}{path}", headers={"host": "evil.example"}).status_code == 400
        foreign = {"origin": "http://evil.example"}
        assert httpx.get(f"{server.url}{path}", headers=foreign).status_code == 403
    cookie = cookie_of(server, "clerk")
    assert refusal(server, cookie, origin="http://evil.example") == 403
    assert refusal(server, cookie, host="evil.example") in {400, 403}


def test_the_session_of_another_is_not_resumed(server: Server) -> None:
    with stream(server, cookie_of(server, "clerk")) as first:
        session, text = run_page(first)
        assert session
        with stream(server, cookie_of(server, "evaluator"), session=session) as second:
            other, told = run_page(second)
    assert other != session
    assert holds(text, "安监办经办人")
    assert holds(told, "评定专家")
    assert not holds(told, "安监办经办人")
    with stream(server, cookie_of(server, "evaluator"), session=session) as third:
        assert run_page(third)[0] != session


def test_a_second_client_signs_the_first_out_within_a_second(server: Server) -> None:
    cookie = cookie_of(server, "leader")
    with stream(server, cookie) as socket:
        run_page(socket)
        headers = {"cookie": f"{cookie['name']}={cookie['value']}", "origin": server.url}
        address = f"{server.url}/api/version"
        assert httpx.get(address, headers=headers).status_code == 200
        assert httpx.post(f"{server.url}/signout", headers=headers).status_code == 303
        began = time.monotonic()
        with pytest.raises(ConnectionClosed):
            read_on(socket)
        assert time.monotonic() - began < PATIENCE_S
    assert httpx.get(address, headers=headers).status_code == 401


def test_one_signs_in_by_a_link_and_leaves_by_a_button(
    server: Server, page: Page, shot: Callable[[str], Path]
) -> None:
    page.goto(f"{server.url}/login#{link_token(server, 'leader')}")
    page.get_by_role("button", name="进入").click()
    expect(page.locator(".sm-head .person")).to_have_text(f"{PERSON}街道领导", timeout=30_000)
    shot("head-leader")
    page.locator(".sm-head .person").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.goto(f"{server.url}/ledgers")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_an_open_tab_is_led_out_when_its_session_ends(
    server: Server, serve: Callable[..., Server], page: Page
) -> None:
    serve(server.data, "project_head")
    page.goto(f"{server.url}/ledgers")
    expect(page.locator(".sm-table td").first).to_be_visible(timeout=30_000)
    cookie_name = f"safety_map_{server.origin.rpartition(':')[2]}"
    value = next(c["value"] for c in page.context.cookies() if c["name"] == cookie_name)
    headers = {"cookie": f"{cookie_name}={value}", "origin": server.url}
    httpx.post(f"{server.url}/signout", headers=headers)
    expect(page.get_by_role("heading", name="登录")).to_be_visible(timeout=30_000)


def test_the_administrator_creates_an_account_and_finds_it_in_the_audit(
    server: Server, serve: Callable[..., Server], page: Page, shot: Callable[[str], Path]
) -> None:
    serve(server.data, "administrator")
    page.goto(f"{server.url}/accounts")
    page.get_by_label("账号", exact=True).fill("wang.wu", timeout=30_000)
    page.get_by_label("姓名", exact=True).fill("王五")
    page.get_by_label("角色", exact=True).click()
    page.get_by_role("option", name="街道领导").click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("初始密码")).to_be_visible()
    expect(page.locator(".sm-table").first).to_contain_text("wang.wu")
    shot("accounts")
    page.locator(".sm-head nav button", has_text="审计").click()
    expect(page.locator(".sm-table", has_text="审计")).to_contain_text("账号 wang.wu")
    shot("audit")


def test_a_record_is_unmasked_for_a_reason_and_masked_again_while_presenting(
    server: Server, serve: Callable[..., Server], page: Page, shot: Callable[[str], Path]
) -> None:
    serve(server.data, "clerk")
    page.goto(f"{server.url}/?pick=rental.1&period=2025-01-01/2026-01-01")
    facts = page.locator(".map-facts")
    expect(facts).to_contain_text("138****1234", timeout=30_000)
    facts.locator("input").fill("租户求助")
    facts.get_by_role("button", name="查看").click()
    expect(facts).to_contain_text("张三丰 13812341234")
    expect(facts.locator("input")).to_have_count(0)
    shot("facts-unmasked")
    page.get_by_role("button", name="演示模式").click()
    expect(page.get_by_role("button", name="结束演示")).to_be_visible()
    expect(facts).to_be_hidden()
    cards = page.locator(".sm-cards .card").filter(visible=True)
    expect(cards).to_have_count(4)
    shot("presenting")
    number = cards.first.locator(".value b")
    small = number.bounding_box()
    page.set_viewport_size({"width": 1920, "height": 1080})
    expect(page.locator(".sm-cards")).to_have_css("zoom", "1.8")
    large = number.bounding_box()
    assert small is not None
    assert large is not None
    assert large["height"] / small["height"] == pytest.approx(1.8 / 1.3, rel=0.05)
    page.get_by_role("button", name="结束演示").click()
    expect(page.get_by_role("button", name="演示模式")).to_be_visible()
    expect(cards).to_have_count(6)
