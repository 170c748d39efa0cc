"""When nothing may be purged: what goes for good shall not hang on a clock or a backup gone wrong.

Whoever sees the list before can say that the clock is right; of a night nobody sees it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from dashboard.retention.words import refusal
from dashboard.wording import local_text
from geodata.results.kept_results import BACKUP
from geodata.storage.quiet import SETTLED, quiet_since
from geodata.storage.versions import is_sample

if TYPE_CHECKING:
    from datetime import datetime

    from geodata.storage.store import Storage

NIGHT: Final = timedelta(hours=36)
"""A backup of this night was made within it, also where the computer is on by day only."""


def require_right_clock(storage: Storage, *, now: datetime) -> None:
    """Stop where the clock may be ahead of the time.

    Raises
    ------
    RetentionError
        Where nothing was written down for long, up to a few days ago.
    """
    with storage.reading() as connection:
        since = quiet_since(connection, now=now)
    if since is not None:
        told = {"now": local_text(now), "since": local_text(since), "days": SETTLED.days}
        raise refusal("clock", **told)


def require_backup(storage: Storage, *, now: datetime) -> None:
    """Stop where this night's backup was not made; the sample town needs none.

    Raises
    ------
    RetentionError
        Says when the last one was made.
    """
    with storage.reading() as connection:
        sample = is_sample(connection)
    made = BACKUP.newest(storage)
    if not sample and (made is None or abs(now - made.made_at) > NIGHT):
        raise refusal("no_backup", at="—" if made is None else local_text(made.made_at))
