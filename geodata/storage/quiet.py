"""How long nothing was written down: a clock set ahead leaves a gap that nobody worked in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from geodata.storage.account_tables import audit
from geodata.storage.job_tables import jobs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

SETTLED: Final = timedelta(days=7)
"""What is younger may have been written under a clock that is wrong."""

MOST_QUIET: Final = timedelta(days=31)
"""So long a computer may be off, or its clock ahead, without being taken for the other."""


def quiet_since(connection: Connection, *, now: datetime) -> datetime | None:
    """Return when anything was last written down, where it was quiet for long after it.

    Either the computer was off, or its clock is ahead: after `SETTLED` of work it is believed.

    Parameters
    ----------
    now
        Aware instant, as the clock has it.

    Returns
    -------
    datetime or None
        None where there is no such gap, or nothing is older than `SETTLED`.
    """
    until = now - SETTLED
    newest = (
        connection.scalar(select(func.max(column)).where(column <= until))
        for column in (audit.c.at, jobs.c.ended_at)
    )
    last = max((one for one in newest if one is not None), default=None)
    return last if last is not None and until - last > MOST_QUIET else None
