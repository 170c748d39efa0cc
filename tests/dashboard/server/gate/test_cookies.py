from ipaddress import ip_network

from dashboard.server.gate.asked import Asked, read_asked
from dashboard.server.gate.cookies import drop_cookie, read_token, set_cookie, without_token


def asked(scheme: str = "http", host: bytes = b"map.local:8501") -> Asked:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "scheme": scheme,
        "headers": [(b"host", host)],
    }
    return read_asked(scope, (ip_network("10.0.0.0/30"),))


def cookies(*lines: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"accept", b"*/*"), *((b"cookie", line) for line in lines)]


def test_behind_tls_the_cookie_is_secure_and_the_hosts_own() -> None:
    given = set_cookie(asked("https"), "secret")
    assert given == "__Host-safety_map=secret; Path=/; HttpOnly; SameSite=Strict; Secure"


def test_without_tls_servers_on_one_machine_are_told_apart() -> None:
    assert set_cookie(asked(), "secret") == (
        "safety_map_8501=secret; Path=/; HttpOnly; SameSite=Strict"
    )
    assert drop_cookie(asked(host=b"map.local")).startswith("safety_map_80=; Max-Age=0; ")


def test_the_token_is_read_where_it_is_told_once() -> None:
    assert read_token(cookies(b"theme=dark; safety_map_8501=secret"), asked()) == "secret"
    for lines in (
        [],
        [b"safety_map_8501="],
        [b"safety_map_8502=secret"],
        [b"safety_map_8501=a; safety_map_8501=b"],
        [b"safety_map_8501=a", b"safety_map_8501=b"],
    ):
        assert read_token(cookies(*lines), asked()) is None
    assert read_token(cookies(b"safety_map_8501=secret"), asked("https")) is None


def test_no_page_sees_the_token() -> None:
    before = cookies(
        b"theme=dark; safety_map_8501=secret; _streamlit_xsrf=2|x=", b"safety_map_80=a"
    )
    assert without_token(before) == [
        (b"accept", b"*/*"),
        (b"cookie", b"theme=dark; _streamlit_xsrf=2|x="),
    ]
    assert without_token(cookies(b"__Host-safety_map=secret")) == [(b"accept", b"*/*")]
