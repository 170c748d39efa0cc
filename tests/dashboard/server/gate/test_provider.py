"""Through the gate to the office's provider and back, on the one path that is open."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from dashboard.accounts.by_provider import ProviderDesk
from dashboard.accounts.desk import Desk
from dashboard.accounts.oidc import RelyingParty
from dashboard.accounts.policy import Policy
from dashboard.server.gate.gate import Gate
from dashboard.server.signin.routes import signin_routes
from tests.dashboard.accounts.small_provider import SECRET, SmallProvider, serve_provider
from tests.dashboard.server.gate.conftest import Town
from tests.dashboard.server.gate.test_signin import OURSELVES, said

FLOW = "sign_in_8501"


@pytest.fixture
def provider() -> Iterator[SmallProvider]:
    with serve_provider() as served:
        yield served


@pytest.fixture
def office(town: Town, provider: SmallProvider) -> Town:
    """The town, with a provider."""
    declared = provider.declared()
    desk = Desk(replace(town.desk.door, policy=Policy(provider=declared)))
    party = RelyingParty(declared, SECRET, town.storage.seal, town.clock)
    others = [route for route in town.app.routes if getattr(route, "path", "") == "/{path:path}"]

    def keep(app: ASGIApp) -> Gate:
        town.gates.append(Gate(app, door=desk.door, hosts={"localhost", "map.local"}))
        return town.gates[-1]

    routes = [*signin_routes(desk, ProviderDesk(desk, party)), *others]
    return replace(town, app=Starlette(routes=routes, middleware=[Middleware(keep)]))


def start(office: Town, **query: str) -> tuple[str, str]:
    """Press the button; return the provider's address and the sealed flow."""
    answer = office.ask("/login", params={"provider": "", **query})
    assert answer.status_code == 303
    found = re.fullmatch(
        rf"{FLOW}=([\w=-]+); Max-Age=600; Path=/; HttpOnly; SameSite=Strict",
        answer.headers["set-cookie"],
    )
    assert found
    return answer.headers["location"], found[1]


def send_on(office: Town, address: str, sealed: str | None) -> httpx.Response:
    """Do as the page that one comes back to: send on the fields of its form."""
    page = office.ask(f"/login?{urlsplit(address).query}")
    form = page.text[page.text.index('id="by-provider"') :]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    cookies = {"cookie": f"{FLOW}={sealed}"} if sealed else {}
    data = {name: unescape(value) for name, value in fields}
    return office.ask("/login", method="POST", data=data, headers={**OURSELVES, **cookies})


def test_the_button_leads_there_and_back_to_where_one_wanted_to_go(
    office: Town, provider: SmallProvider
) -> None:
    office.account()
    page = office.ask("/login", params={"next": "/ledgers?x=1"})
    link = re.search(r'class="other" href="([^"]*)">([^<]*)<', page.text)
    assert link
    assert link[2] == "用统一身份认证登录"
    query = dict(parse_qsl(urlsplit(unescape(link[1])).query))
    address, sealed = start(office, **query)
    asked = parse_qs(urlsplit(address).query)
    assert asked["redirect_uri"] == ["http://localhost:8501/login"]
    answer = send_on(office, provider.authorize(address), sealed)
    assert (answer.status_code, answer.headers["location"]) == (303, "/ledgers?x=1")
    token, dropped = answer.headers.get_list("set-cookie")
    assert dropped.startswith(f"{FLOW}=; Max-Age=0;")
    found = re.match(r"safety_map_8501=([\w-]{43});", token)
    assert found
    assert office.ask("/", token=found[1]).status_code == 200


def test_one_goes_on_in_the_language_and_to_the_page_one_began_with(
    office: Town, provider: SmallProvider
) -> None:
    office.account()
    address, sealed = start(office, next="/?period=2025", lang="en")
    answer = send_on(office, provider.authorize(address), sealed)
    assert answer.headers["location"] == "/?period=2025"
    provider.denies = True
    address, sealed = start(office, lang="en")
    answer = send_on(office, provider.authorize(address), sealed)
    assert said(answer) == "The sign-in at the office's provider was not finished."


def test_another_browser_cannot_finish_what_one_began(
    office: Town, provider: SmallProvider
) -> None:
    office.account()
    address, _ = start(office)
    back = provider.authorize(address)
    for kept in (None, "x", start(office)[1]):
        answer = send_on(office, back, kept)
        assert answer.status_code == 401
        assert said(answer).startswith("统一身份认证的答复不能采信")
    assert "/token" not in provider.asked


def test_another_site_cannot_send_an_answer_on(office: Town, provider: SmallProvider) -> None:
    address, sealed = start(office)
    query = parse_qs(urlsplit(provider.authorize(address)).query)
    data = {"back": "", "code": query["code"][0], "state": query["state"][0]}
    headers = {"origin": "https://evil.example", "cookie": f"{FLOW}={sealed}"}
    answer = office.ask("/login", method="POST", data=data, headers=headers)
    assert answer.status_code == 403


def test_a_provider_that_answers_nonsense_leaves_the_password(
    office: Town, provider: SmallProvider
) -> None:
    provider.told = {"issuer": None}
    answer = office.ask("/login?provider=")
    assert answer.status_code == 401
    assert 'id="by-password"' in answer.text


def test_what_comes_back_is_shown_as_itself(office: Town) -> None:
    answer = office.ask("/login", params={"state": '"><script>alert(1)</script>', "code": "'&<"})
    assert "<script>alert" not in answer.text
    assert "form-action 'self'" in answer.headers["content-security-policy"]


def test_without_a_provider_there_is_no_button_and_no_way_back(town: Town) -> None:
    page = town.ask("/login")
    assert 'class="other"' not in page.text
    for query in ("provider=", "state=x&code=y"):
        answer = town.ask(f"/login?{query}")
        assert answer.status_code == 200
        assert 'id="by-provider"' not in answer.text
    answer = town.ask(
        "/login", method="POST", data={"back": "", "state": "x", "code": "y"}, headers=OURSELVES
    )
    assert answer.status_code == 401
