"""One-time links: whoever holds one is signed in once, before it expires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, update

from geodata.storage.account_tables import one_time_links
from geodata.storage.sessions import to_hash

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def add_link(connection: Connection, token: str, user: int, *, expires_at: datetime) -> None:
    """Store a link for an account; those it had before open nothing any more."""
    connection.execute(delete(one_time_links).where(one_time_links.c.user == user))
    values = {"token_hash": to_hash(token), "user": user, "expires_at": expires_at}
    connection.execute(insert(one_time_links), values)


def use_link(connection: Connection, token: str, *, now: datetime) -> int | None:
    """Use a link up and return its account's number; None where it opens nothing.

    Of several who use it at once one succeeds: the update is the test.
    """
    change = (
        update(one_time_links)
        .where(
            one_time_links.c.token_hash == to_hash(token),
            one_time_links.c.used_at.is_(None),
            one_time_links.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(one_time_links.c.user)
    )
    number: int | None = connection.scalar(change)
    return number


def end_links(connection: Connection, *, now: datetime) -> None:
    """Let no link there is open anything any more."""
    connection.execute(
        update(one_time_links).where(one_time_links.c.used_at.is_(None)).values(used_at=now)
    )
