"""Signing in without a browser."""

from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.server.live import Live
from geodata.accounts import Account, Session
from geodata.storage.accounts import add_account, find_credential
from geodata.storage.sessions import open_session


def sign_in(live: Live, account: Account) -> Session:
    """Open a session of an account, made where it does not exist."""
    now = live.clock()
    with live.storage.writing() as connection:
        known = find_credential(connection, account.login)
        made = known.account if known else add_account(connection, account, now=now)
        token = f"token of {made.login}"
        number = open_session(connection, token, made.number, address="", agent="", now=now)
    return live.door.living({number})[number]


class Told:
    """An application told by a gate that is not there who asks."""

    def __init__(self, app: ASGIApp, session: Session) -> None:
        self.app, self.session = app, session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "state": {"session": self.session}}, receive, send)
