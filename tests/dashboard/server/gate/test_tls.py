"""Behind a proxy that ends TLS, behind one nobody declared, and without any."""

import httpx
import pytest

from tests.dashboard.accounts.conftest import PASSWORD
from tests.dashboard.server.gate.conftest import PROXY, Town

BY_TLS = {"x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7", "host": "map.local"}
STRANGER = "10.1.1.1"
LOCAL_PROGRAM = "127.0.0.1"


def sign_in(town: Town, peer: str, *, origin: str, **headers: str) -> httpx.Response:
    town.account()
    form = {"login": "chen.li", "password": PASSWORD}
    sent = {**headers, "origin": origin}
    return town.ask("/login", method="POST", data=form, headers=sent, client=(peer, 5))


def told(town: Town, peer: str, name: str, token: str, **headers: str) -> httpx.Response:
    sent = {**headers, "cookie": f"{name}={token}"}
    return town.ask("/api/version", headers=sent, client=(peer, 5))


def test_a_declared_proxy_that_says_https_makes_the_cookie_the_hosts_own(town: Town) -> None:
    answer = sign_in(town, PROXY, origin="https://map.local", **BY_TLS)
    assert answer.status_code == 303
    name, token = answer.headers["set-cookie"].partition(";")[0].split("=", 1)
    assert name == "__Host-safety_map"
    assert answer.headers["set-cookie"].endswith("; Path=/; HttpOnly; SameSite=Strict; Secure")
    inside = told(town, PROXY, name, token, **BY_TLS)
    assert inside.status_code == 200
    assert "x-app-overheard" not in inside.json()["headers"]
    policy = inside.headers["content-security-policy"]
    assert "connect-src 'self' wss://map.local;" in policy
    # The same token is not taken where it may have been overheard.
    plain = {**BY_TLS, "x-forwarded-proto": "http"}
    assert told(town, PROXY, name, token, **plain).status_code == 401


@pytest.mark.parametrize("peer", [STRANGER, LOCAL_PROGRAM])
def test_nobody_else_is_believed(town: Town, peer: str) -> None:
    refused = sign_in(town, peer, origin="https://map.local", **BY_TLS)
    assert refused.status_code == 403  # for us the page came by http
    headers = {**BY_TLS, "origin": "http://map.local"}
    form = {"login": "chen.li", "password": PASSWORD}
    answer = town.ask("/login", method="POST", data=form, headers=headers, client=(peer, 5))
    assert answer.headers["set-cookie"].startswith("safety_map_80=")
    assert "Secure" not in answer.headers["set-cookie"]


def test_a_program_on_this_machine_does_not_make_http_https(town: Town, served: str) -> None:
    """Over a real server, which believes the header by itself."""
    town.account()
    page = httpx.get(f"http://{served}/login", headers={**BY_TLS, "host": "map.local"})
    assert "HTTP" in page.text
    assert "未加密" in page.text


@pytest.mark.parametrize(
    ("host", "peer", "proto", "warned"),
    [
        ("map.local", STRANGER, "", True),
        ("map.local", PROXY, "http", True),
        ("map.local", PROXY, "https", False),
        ("localhost:8501", LOCAL_PROGRAM, "", False),
        ("127.0.0.1:8501", LOCAL_PROGRAM, "", False),
    ],
)
def test_who_may_be_overheard_is_warned_when_signing_in_and_inside(
    town: Town,
    host: str,
    peer: str,
    proto: str,
    warned: bool,  # noqa: FBT001 - expected
) -> None:
    town.account()
    headers = {"host": host, "x-app-overheard": "0"} | (
        {"x-forwarded-proto": proto} if proto else {}
    )
    page = town.ask("/login", headers=headers, client=(peer, 5))
    assert ("未加密" in page.text) is warned
    port = host.partition(":")[2] or "80"
    name = "__Host-safety_map" if proto == "https" else f"safety_map_{port}"
    inside = told(town, peer, name, town.token(), **headers).json()["headers"]
    assert inside.get("x-app-overheard") == ("1" if warned else None)
