from ipaddress import ip_network

import pytest

from dashboard.server.gate.asked import Asked, is_known_host, read_asked

PROXIES = (ip_network("10.9.9.0/30"),)
PEER = ("10.1.1.1", 40_000)


def asked(
    *headers: tuple[str, str],
    client: tuple[str, int] | None = PEER,
    scheme: str = "http",
    method: str = "GET",
) -> Asked:
    scope = {
        "type": "http",
        "method": method,
        "path": "/",
        "scheme": scheme,
        "client": client,
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
    }
    return read_asked(scope, PROXIES)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Map.Local:8501", "map.local"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]:8501", "::1"),
        ("map.local:80", "map.local"),
        ("", ""),
        ("map.local:port", ""),
        ("map.local/evil", ""),
        ("a@map.local", ""),
        ("map.local evil", ""),
        ("map.local\tx", ""),
        ("地图", ""),
    ],
)
def test_a_host_is_read_strictly(host: str, name: str) -> None:
    encoded = host.encode("utf-8").decode("latin-1")
    assert asked(("host", encoded)).hostname == name


def test_no_host_and_two_hosts_are_no_host() -> None:
    assert asked().hostname == ""
    assert asked(("host", "map.local"), ("host", "evil.example")).hostname == ""


def test_only_known_hosts_are_answered_where_they_are_known() -> None:
    assert is_known_host(asked(("host", "map.local:8501")), {"map.local"})
    assert not is_known_host(asked(("host", "evil.example")), {"map.local"})
    assert is_known_host(asked(("host", "any.example")), None)
    assert not is_known_host(asked(("host", "")), None)


@pytest.mark.parametrize(
    ("origin", "ours"),
    [
        ("http://map.local:8501", True),
        ("HTTP://MAP.LOCAL:8501", True),
        ("https://map.local:8501", False),
        ("http://map.local", False),
        ("http://map.local:8502", False),
        ("http://evil.example", False),
        ("http://map.local:8501.evil.example", False),
        ("http://map.local:8501@evil.example", False),  # leak: made up
        ("null", False),
        ("", False),
        ("http://[", False),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_our_own_pages_may_ask(origin: str, ours: bool, method: str) -> None:  # noqa: FBT001 - expected
    said = asked(("host", "map.local:8501"), ("origin", origin), method=method)
    assert said.is_ours is ours


@pytest.mark.parametrize(
    ("method", "ours"),
    [("GET", True), ("HEAD", True), ("POST", False), ("PUT", False), ("DELETE", False)],
)
def test_what_changes_something_must_name_its_page(method: str, ours: bool) -> None:  # noqa: FBT001 - expected
    assert asked(("host", "map.local"), method=method).is_ours is ours


def test_behind_tls_the_page_must_have_come_by_it_too() -> None:
    host = ("host", "map.local")
    assert asked(host, ("origin", "https://map.local"), scheme="https").is_ours
    assert asked(host, ("origin", "https://map.local:443"), scheme="https").is_ours
    assert not asked(host, ("origin", "http://map.local"), scheme="https").is_ours


def test_only_a_trusted_proxy_says_for_whom_it_asks() -> None:
    forwarded = (
        ("x-forwarded-for", "6.6.6.6, 192.0.2.7, 10.9.9.2"),
        ("x-forwarded-proto", "https"),
    )
    by_proxy = asked(*forwarded, client=("10.9.9.1", 5))
    assert (by_proxy.address, by_proxy.secure) == ("192.0.2.7", True)
    by_stranger = asked(*forwarded)
    assert (by_stranger.address, by_stranger.secure) == ("10.1.1.1", False)


@pytest.mark.parametrize("forwarded", ["", "nonsense", "6.6.6.6, nonsense", "10.9.9.2"])
def test_a_proxy_that_says_nothing_useful_counts_itself(forwarded: str) -> None:
    assert asked(("x-forwarded-for", forwarded), client=("10.9.9.1", 5)).address == "10.9.9.1"


def test_what_the_server_took_from_a_header_is_not_believed() -> None:
    assert asked(("x-forwarded-for", "6.6.6.6"), client=("6.6.6.6", 0)).address == "127.0.0.1"
    assert asked(client=None).address == "127.0.0.1"
