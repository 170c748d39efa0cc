"""The audit as a chain: each night's link is a digest of its entries and of the link before.

Whoever changes, adds or removes an entry in the database file itself, where no trigger stands in
the way, breaks the link it belongs to and every later one. The digests are HMAC-SHA256 under the
key of the data folder (RFC 2104), so a chain cannot be worked out anew from the database alone.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import BigInteger, String, func, insert, select, type_coerce

from geodata.storage.account_tables import audit, audit_links
from geodata.storage.audit_purge import read_excuse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from geodata.storage.audit_purge import Excuse
    from geodata.storage.sealed import Seal
    from geodata.storage.store import Storage

Fault = Literal["changed", "missing", "added", "link"]
"""What is wrong with a link: of its entries some were changed, are missing or were added; or the
link itself is not the one that was made."""

FETCH: Final = 20_000
_SPELLED: Final = (
    *(type_coerce(audit.c[name], BigInteger) for name in ("id", "at", "user")),
    *(audit.c[name] for name in ("actor", "address", "action", "object", "result")),
    type_coerce(audit.c.details, String),
)


@dataclass(frozen=True, slots=True)
class ChainState:
    """What a check of the whole chain found.

    Parameters
    ----------
    links
        How many there are; all whole unless `fault` says otherwise.
    entries
        Entries in whole links.
    through
        Number of the last entry in a whole link; 0 for none.
    waiting
        Later entries, which the next night's link will hold.
    purged
        Entries that went at the end of their time; they are in no other count.
    fault
        Of the first broken link; None where the chain is whole.
    broken_link, first, last
        That link, and the numbers between which its entries lie; 0 where it is whole.
    head
        Digest of the last link in hexadecimal; '' for none. A copy kept elsewhere proves it.
    """

    links: int = 0
    entries: int = 0
    through: int = 0
    waiting: int = 0
    fault: Fault | None = None
    broken_link: int = 0
    first: int = 0
    last: int = 0
    head: str = ""
    purged: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return self.fault is None

    def to_bytes(self) -> bytes:
        """Return it as it is kept."""
        return json.dumps(asdict(self)).encode()


def parse_state(content: bytes) -> ChainState:
    """Read what `ChainState.to_bytes` wrote; ValueError for anything else."""
    try:
        return ChainState(**json.loads(content))
    except TypeError as error:
        raise ValueError(str(error)) from error


def add_link(storage: Storage, *, now: datetime) -> bool:
    """Close a link over all entries not in one yet; False where there are none."""
    with storage.writing() as connection:
        before = connection.execute(
            select(audit_links).order_by(audit_links.c.number.desc()).limit(1)
        ).one_or_none()
        after = before.last if before else 0
        last = connection.scalar(select(func.max(audit.c.id))) or 0
        if last <= after:
            return False
        entries, content = _digest(connection, after, last)
        values: dict[str, Any] = {
            "number": before.number + 1 if before else 1,
            "last": last,
            "entries": entries,
            "made_at": now,
            "content": content,
        }
        previous = before.digest if before else b""
        values["digest"] = _link_digest(storage.seal, previous, **values)
        connection.execute(insert(audit_links).values(values))
    return True


def check_chain(storage: Storage) -> ChainState:
    """Work every link out anew, up to the first that is broken."""
    with storage.reading() as connection:
        links = connection.execute(select(audit_links).order_by(audit_links.c.number)).all()
        newest = connection.scalar(select(func.max(audit.c.id))) or 0
        excuse = read_excuse(connection)
        through, counted, digest = 0, 0, b""
        for place, link in enumerate(links, 1):
            fault = _fault(connection, storage.seal, link, (place, through, digest), excuse)
            if fault:
                return ChainState(
                    len(links), counted, through, 0, fault, place, through + 1, link.last
                )
            counted += link.entries
            through, digest = link.last, link.digest
        waiting = connection.scalar(
            select(func.count()).select_from(audit).where(audit.c.id > through)
        )
    waiting = 0 if newest <= through else int(waiting or 0)
    counted -= excuse.entries
    return ChainState(
        len(links), counted, through, waiting, head=digest.hex(), purged=excuse.entries
    )


def read_heads(connection: Connection) -> list[bytes]:
    """Return the digests of all links in their order."""
    return list(connection.scalars(select(audit_links.c.digest).order_by(audit_links.c.number)))


def _fault(
    connection: Connection,
    seal: Seal,
    link: Row[Any],
    before: tuple[int, int, bytes],
    excuse: Excuse,
) -> Fault | None:
    """Say what is wrong with a link.

    Parameters
    ----------
    before
        The number it must have, the last entry of the link before, and that link's digest.
    excuse
        Which entries were purged by right: of those none may be there.
    """
    place, after, previous = before
    told = {name: getattr(link, name) for name in ("number", "last", "entries", "made_at")}
    if link.number != place or link.last <= after:
        return "link"
    if link.digest != _link_digest(seal, previous, **told, content=link.content):
        return "link"
    entries, content = _digest(connection, after, link.last)
    if place <= excuse.link:
        return "added" if entries else None
    if entries != link.entries:
        return "missing" if entries < link.entries else "added"
    return None if content == link.content else "changed"


def _digest(connection: Connection, after: int, last: int) -> tuple[int, bytes]:
    """Return how many entries lie between two numbers, and a digest of all they say."""
    told, entries = sha256(), 0
    for row in _entries(connection, after, last):
        told.update(json.dumps(list(row), ensure_ascii=False).encode() + b"\n")
        entries += 1
    return entries, told.digest()


def _entries(connection: Connection, after: int, last: int) -> Iterator[Row[Any]]:
    query = select(*_SPELLED).where(audit.c.id <= last).order_by(audit.c.id)
    if after:  # the first link has all before it, whatever numbers somebody gave them
        query = query.where(audit.c.id > after)
    return iter(connection.execute(query.execution_options(yield_per=FETCH)))


def _link_digest(seal: Seal, previous: bytes, **told: Any) -> bytes:  # noqa: ANN401 - of any column
    """Return the keyed digest of a link's columns and of the link before."""
    made = round(told["made_at"].timestamp())
    plain = (told["number"], told["last"], told["entries"], made)
    return seal.mark(f"{plain} {told['content'].hex()} {previous.hex()}")
