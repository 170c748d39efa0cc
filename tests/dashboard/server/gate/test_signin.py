"""The sign-in page and what it takes, through the gate."""

import re
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from html import unescape

import httpx
import pytest

from dashboard.server.signin.answers import OURS
from geodata.storage.accounts import forget_password
from geodata.storage.audit import read_audit
from geodata.storage.links import add_link
from tests.dashboard.accounts.conftest import PASSWORD
from tests.dashboard.server.gate.conftest import Town

GUESS = "guess"
NEW = "vq3-harbour-77-fig"
OURSELVES = {"origin": "http://localhost:8501"}


def post(town: Town, token: str | None = None, **fields: str) -> httpx.Response:
    return town.ask("/login", method="POST", token=token, data=fields, headers=OURSELVES)


def token_of(answer: httpx.Response) -> str:
    found = re.fullmatch(
        r"safety_map_8501=([\w-]{43}); Path=/; HttpOnly; SameSite=Strict",
        answer.headers["set-cookie"],
    )
    assert found
    return found[1]


def said(answer: httpx.Response) -> str:
    found = re.search(r'class="refused" role="alert">([^<]*)<', answer.text)
    return unescape(found[1]) if found else ""


def test_signing_in_leads_to_where_one_wanted_to_go(town: Town) -> None:
    town.account()
    answer = post(town, login="chen.li", password=PASSWORD, next="/?p=2026-01")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?p=2026-01")
    assert town.ask("/", token=token_of(answer)).status_code == 200


@pytest.mark.parametrize(
    "there",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "",
     "/\t/evil.example", "/login?x", "evil", "/a\r\nset-cookie: x=1"],
)  # fmt: skip
def test_it_leads_nowhere_else(town: Town, there: str) -> None:
    town.account()
    answer = post(town, login="chen.li", password=PASSWORD, next=there)
    assert answer.headers["location"] == "/"
    page = town.ask("/login", params={"next": there})
    assert 'name="next" value="/"' in page.text
    assert not OURS.fullmatch("//x")


def test_a_wrong_password_is_said_in_the_language_of_the_page(town: Town) -> None:
    town.account()
    chinese = post(town, login="chen.li", password=GUESS)
    english = post(town, login="nobody", password=GUESS, lang="en")
    assert (chinese.status_code, said(chinese)) == (401, "账号或密码不正确。")
    assert (english.status_code, said(english)) == (401, "Account or password is not right.")
    assert "set-cookie" not in chinese.headers


def test_known_and_unknown_accounts_are_answered_alike(town: Town) -> None:
    town.account()
    answers = [
        post(town, login=login, password=GUESS).text.replace(login, "*")
        for login in ("chen.li", "li.si")
    ]
    assert answers[0] == answers[1]


def test_too_many_attempts_are_told_when_to_come_back(town: Town) -> None:
    town.account()
    for _ in range(5):
        post(town, login="chen.li", password=GUESS)
    answer = post(town, login="chen.li", password=PASSWORD)
    assert answer.status_code == 429
    assert said(answer) == "尝试次数过多，请于 16:15:00 后再试。"


def test_a_link_signs_in_once(town: Town) -> None:
    account = town.account()
    with town.storage.writing() as connection:
        expires = town.clock.now + timedelta(minutes=15)
        add_link(connection, "canary-link", account.number, expires_at=expires)
    assert "canary-link" not in town.ask("/login").text
    token = token_of(post(town, link="canary-link"))
    assert town.ask("/", token=token).status_code == 200
    again = post(town, link="canary-link")
    assert (again.status_code, said(again)) == (401, "链接已使用、已过期或无效。请重新生成。")


def test_a_given_password_is_changed_before_anything_else(town: Town) -> None:
    town.account(must_change=True)
    answer = post(town, login="chen.li", password=PASSWORD)
    assert answer.headers["location"] == "/login?lang=zh-CN"
    first = token_of(answer)
    differ = post(town, token=first, new=NEW, again="other")
    assert said(differ) == "两次输入的新密码不一致。"
    weak = post(town, token=first, new="chen.li12345", again="chen.li12345")
    assert said(weak).startswith("这个密码容易被猜到")
    changed = post(town, token=first, new=NEW, again=NEW)
    assert town.ask("/", token=token_of(changed)).status_code == 200
    assert town.ask("/", token=first).status_code == 401


def test_one_changes_the_password_when_one_likes_and_tells_the_old(town: Town) -> None:
    town.account()
    token = town.token()
    page = town.ask("/login?change", token=token)
    assert 'name="old"' in page.text
    wrong = post(town, token=token, old="guess", new=NEW, again=NEW)
    assert (wrong.status_code, said(wrong)) == (401, "账号或密码不正确。")
    assert 'name="old"' in wrong.text
    assert post(town, token=token, old=PASSWORD, new=NEW, again=NEW).status_code == 303


def test_whoever_has_no_password_yet_is_asked_for_none(town: Town) -> None:
    account = town.account()
    with town.storage.writing() as connection:
        forget_password(connection, account.number, now=town.clock.now)
        expires = town.clock.now + timedelta(minutes=15)
        add_link(connection, "first-link", account.number, expires_at=expires)
    token = token_of(post(town, link="first-link"))
    page = town.ask("/login?change&next=/accounts", token=token)
    assert 'name="old"' not in page.text
    assert 'class="other" href="/accounts"' in page.text
    assert post(town, token=token, new=NEW, again=NEW).status_code == 303
    assert post(town, login="chen.li", password=NEW).status_code == 303


def test_a_password_that_must_be_changed_leaves_no_way_back(town: Town) -> None:
    town.account(must_change=True)
    page = town.ask("/login?next=/accounts", token=town.token())
    assert 'class="other"' not in page.text
    assert "请先设置新密码" in page.text


def test_whose_session_is_over_is_told_so(town: Town) -> None:
    assert "太久没有操作" in town.ask("/login?over=&next=/ledgers").text
    assert "太久没有操作" not in town.ask("/login?next=/ledgers").text


def test_nobody_changes_a_password_without_a_session(town: Town) -> None:
    town.account()
    answer = post(town, new=NEW, again=NEW)
    assert answer.status_code == 401
    assert 'id="by-password"' in answer.text


def test_whoever_is_signed_in_goes_on(town: Town) -> None:
    town.account()
    answer = town.ask("/login?next=/ledgers", token=town.token())
    assert (answer.status_code, answer.headers["location"]) == (303, "/ledgers")


def test_signing_out_ends_the_session_and_empties_the_browser(town: Town) -> None:
    town.account()
    token = town.token()
    answer = town.ask("/signout", method="POST", token=token, headers=OURSELVES)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert answer.headers["set-cookie"].startswith("safety_map_8501=; Max-Age=0;")
    assert answer.headers["clear-site-data"] == '"cache"'
    assert town.ask("/", token=token).status_code == 401


def test_the_page_is_complete_and_allows_itself_nothing_else(town: Town) -> None:
    page = town.ask("/login")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)
        assert content
        digest = b64encode(sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r'(?:src|href)="(?!data:,|/login)', page.text)
    assert page.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "${title}$x{{7*7}}", "'\"&<"])
def test_what_is_typed_is_shown_as_itself(town: Town, text: str) -> None:
    answer = post(town, login=text, password=GUESS, next=f"/{text.replace(' ', '')}")
    assert "<script>alert" not in answer.text
    shown = re.search(r'id="login"[^>]* value="([^"]*)"', answer.text)
    assert shown
    assert unescape(shown[1]) == text


@pytest.mark.parametrize(
    "body", [b"x" * 9_000, b"&".join(b"a%d=1" % n for n in range(40)), b"\xff\xfe", b"login=%ff"]
)
def test_a_form_that_is_none_of_ours_is_refused(town: Town, body: bytes) -> None:
    answer = town.ask("/login", method="POST", content=body, headers=OURSELVES)
    assert answer.status_code in {400, 401}


def test_another_site_cannot_sign_anybody_in(town: Town) -> None:
    town.account()
    for headers in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
        answer = town.ask(
            "/login",
            method="POST",
            data={"login": "chen.li", "password": PASSWORD},
            headers=headers,
        )
        assert answer.status_code == 403
    with town.storage.reading() as connection:
        assert read_audit(connection) == []


def test_plain_http_is_warned_of_except_on_ones_own_machine(town: Town) -> None:
    assert "HTTPS" not in town.ask("/login").text
    assert "HTTPS" in town.ask("/login", headers={"host": "map.local:8501"}).text
