"""An account on the pages: made, entered, changed, limited, ended, found in the audit."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geodata.storage.account_tables import sessions
from geodata.storage.store import open_storage
from tests.browser.server import Server
from tests.browser.signing import cookie_of
from tests.dashboard.small_town import write_small_town

pytestmark = pytest.mark.browser

Serve = Callable[..., Server]
PATIENCE_MS = 30_000
NEW = "vq3-harbour-77-fig"
FOR_ALL = ["地图", "项目", "指标", "事故热点", "学校周边", "避难场所", "台账"]
PAGES_OF = {
    "administrator": [*FOR_ALL, "街道设置", "账号", "审计", "自检"],
    "clerk": [*FOR_ALL, "未上图", "重复记录", "街道设置", "自检"],
    "leader": FOR_ALL,
    "project_head": [*FOR_ALL, "未上图", "重复记录"],
    "community_officer": [*FOR_ALL, "未上图", "重复记录"],
    "evaluator": FOR_ALL,
}


@pytest.fixture(scope="module")
def server(started: Callable[[Path], Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    folder = tmp_path_factory.mktemp("accounts") / "town"
    write_small_town(folder)
    return started(folder)


def make_account(page: Page, login: str, name: str, role: str) -> str:
    """Fill in the form and return the first password."""
    page.get_by_label("账号", exact=True).fill(login, timeout=PATIENCE_MS)
    page.get_by_label("姓名", exact=True).fill(name)
    page.get_by_label("角色", exact=True).click()
    page.get_by_role("option", name=role).click()
    page.get_by_role("button", name="保存").click()
    return page.locator("code").inner_text(timeout=PATIENCE_MS)


def row_of(page: Page, login: str) -> str:
    row = page.locator(".sm-table").first.locator("tr", has_text=login)
    expect(row).to_have_count(1)
    return row.inner_text()


def age_session(server: Server, *, created: timedelta, seen: timedelta) -> None:
    """Let the newest session have begun, and its person been there, so long ago."""
    now = datetime.now(UTC)
    storage = open_storage(server.data, now=now)
    try:
        with storage.writing() as connection:
            newest = sessions.select().order_by(sessions.c.id.desc()).limit(1)
            number = connection.execute(newest).one().id
            change = sessions.update().where(sessions.c.id == number)
            connection.execute(change.values(created_at=now - created, seen_at=now - seen))
    finally:
        storage.close()


def test_a_new_person_changes_the_first_password_before_anything_else(
    server: Server, serve: Serve, page: Page, new_page: Callable[..., Page]
) -> None:
    stranger = new_page()
    serve(server.data, "administrator")
    page.goto(f"{server.url}/accounts")
    password = make_account(page, "wang.wu", "王五", "街道领导")
    assert "待改密码" in row_of(page, "wang.wu")
    stranger.context.clear_cookies()
    stranger.goto(f"{server.url}/ledgers")
    stranger.get_by_label("账号").fill("wang.wu")
    stranger.get_by_label("密码").fill(password)
    stranger.get_by_role("button", name="登录").click()
    expect(stranger.get_by_text("请先设置新密码")).to_be_visible()
    stranger.goto(f"{server.url}/")
    for field in ("新密码", "再输入一次"):
        stranger.get_by_label(field).fill(NEW)
    stranger.get_by_role("button", name="保存并进入").click()
    expect(stranger.locator(".sm-head .name")).to_have_text("王五", timeout=PATIENCE_MS)


def test_an_account_is_limited_given_an_end_and_disabled_and_its_tab_closes(
    server: Server, serve: Serve, page: Page, new_page: Callable[..., Page]
) -> None:
    theirs = new_page()
    serve(server.data, "administrator")
    theirs.context.clear_cookies()
    theirs.context.add_cookies([cookie_of(server, "leader")])  # type: ignore[list-item] # Playwright's own shape
    theirs.goto(f"{server.url}/ledgers")
    expect(theirs.locator(".sm-head .role").first).to_have_text("街道领导", timeout=PATIENCE_MS)
    page.goto(f"{server.url}/accounts")
    page.get_by_role("button", name="test.leader").first.click(timeout=PATIENCE_MS)
    expect(page.locator('input[disabled][aria-label="账号"]')).to_have_value("test.leader")
    expect(page.get_by_label("账号", exact=True)).to_have_count(1)  # the other form is gone
    page.get_by_label("最后有效日").fill("31.12.2099")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("没有保存。")).to_be_visible()
    page.get_by_label("最后有效日").fill("2099-12-31")
    page.get_by_label("限于促进项目").click()
    page.get_by_role("option", name="消防安全").click()
    page.keyboard.press("Escape")
    page.get_by_text("停用", exact=True).click()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存。")).to_be_visible(timeout=PATIENCE_MS)
    told = row_of(page, "test.leader")
    assert re.search(r"消防安全\s+2099-12-31\s+已停用", told)
    expect(theirs.get_by_text("太久没有操作")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_text("停用", exact=True).click()
    page.get_by_role("button", name="保存").click()
    row = page.locator(".sm-table").first.locator("tr", has_text="test.leader")
    expect(row).to_contain_text("正常", timeout=PATIENCE_MS)


def test_the_administrator_ends_a_session(
    server: Server, serve: Serve, page: Page, new_page: Callable[..., Page]
) -> None:
    theirs = new_page()
    serve(server.data, "administrator")
    theirs.context.clear_cookies()
    theirs.context.add_cookies([cookie_of(server, "evaluator")])  # type: ignore[list-item] # Playwright's own shape
    theirs.goto(f"{server.url}/ledgers")
    expect(theirs.locator(".sm-head .role").first).to_have_text("评定专家", timeout=PATIENCE_MS)
    page.goto(f"{server.url}/accounts")
    open_now = page.locator(".sm-table", has_text="现在登录的")
    open_now.get_by_role("button", name="test.evaluator").click(timeout=PATIENCE_MS)
    end = page.get_by_role("button", name="结束所选的登录")
    expect(end).to_be_enabled()
    end.click()
    expect(open_now.get_by_role("button", name="test.evaluator")).to_have_count(0)
    expect(theirs.get_by_text("太久没有操作")).to_be_visible(timeout=PATIENCE_MS)
    page.locator(".sm-head nav button", has_text="审计").click()
    page.get_by_label("账号、对象或地址含有").fill("test.evaluator")
    page.get_by_label("账号、对象或地址含有").press("Enter")
    found = page.locator(".sm-table tbody tr")
    expect(found.first).to_contain_text("结束登录", timeout=PATIENCE_MS)
    page.get_by_label("到（含当日）").fill("31.1.2026")
    page.get_by_label("到（含当日）").press("Enter")
    expect(page.locator(".sm-table .problem")).to_contain_text("“31.1.2026”不是日期")
    page.get_by_label("到（含当日）").fill("2020-01-31")
    page.get_by_label("到（含当日）").press("Enter")
    expect(page.locator(".sm-table")).to_contain_text("没有符合条件的记录。")


@pytest.mark.parametrize(
    ("created", "seen"),
    [(timedelta(minutes=31), timedelta(minutes=31)), (timedelta(hours=12), timedelta())],
    ids=["idle", "absolute"],
)
def test_a_session_that_expires_while_its_page_is_open_leads_back_to_it(
    server: Server, serve: Serve, page: Page, created: timedelta, seen: timedelta
) -> None:
    serve(server.data, "clerk")
    page.goto(f"{server.url}/ledgers?x=1")
    expect(page.locator(".sm-table td").first).to_be_visible(timeout=PATIENCE_MS)
    age_session(server, created=created, seen=seen)
    expect(page.get_by_text("太久没有操作")).to_be_visible(timeout=PATIENCE_MS)
    assert page.locator('#by-password [name="next"]').input_value() == "/ledgers?x=1"


@pytest.mark.parametrize("role", PAGES_OF)
def test_the_first_page_of_each_role_has_its_pages_and_no_more(
    server: Server, serve: Serve, page: Page, role: str
) -> None:
    serve(server.data, role)
    page.goto(server.url)
    expect(page.locator(".sm-cards .card").first).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".map-legend")).to_contain_text("出租屋", timeout=PATIENCE_MS)
    assert page.locator(".sm-head nav button").all_inner_texts() == PAGES_OF[role]
