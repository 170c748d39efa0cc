"""Signing in at a running dashboard, as its one-time link does."""

from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import httpx

from dashboard.accounts.issuing import issue_link
from geodata.accounts import Account
from geodata.catalogue import read_catalogue
from geodata.localtime import local_date
from geodata.rights import rights_of
from geodata.storage.accounts import add_account, find_credential
from geodata.storage.bulk import read_area_rows
from geodata.storage.store import Storage, open_storage
from tests.browser.server import Server

Cookie = dict[str, str]
PROJECT = "fire"
PERSON = "陈丽"


def cookie_of(server: Server, role: str) -> Cookie:
    """Sign in as an account of a role, made where there is none, and return its cookie."""
    link = {"link": link_token(server, role)}
    answer = httpx.post(f"{server.url}/login", data=link, headers={"origin": server.url})
    assert answer.status_code == httpx.codes.SEE_OTHER, answer.text
    ((name, morsel),) = SimpleCookie(answer.headers["set-cookie"]).items()
    return {"name": name, "value": morsel.value, "url": server.url}


def link_token(server: Server, role: str) -> str:
    """Return the token of a one-time link for an account of a role."""
    now, catalogue = datetime.now(UTC), read_catalogue()
    storage = open_storage(server.data, now=now)
    try:
        login = f"test.{role}"
        with storage.writing() as connection:
            if find_credential(connection, login) is None:
                add_account(connection, _account(storage, login, role, now), now=now)
        return issue_link(storage, rights_of(catalogue.roles), login, now=now)
    finally:
        storage.close()


def _account(storage: Storage, login: str, role: str, now: datetime) -> Account:
    with storage.reading() as connection:
        rows = read_area_rows(connection)
    area = next((code for code, _, level, _ in rows if level == "community"), "none")
    return Account(
        0,
        login,
        PERSON,
        role,
        areas=frozenset({area}) if role == "community_officer" else None,
        projects=frozenset({PROJECT}) if role == "project_head" else None,
        expires_on=local_date(now + timedelta(days=2)) if role == "evaluator" else None,
    )
