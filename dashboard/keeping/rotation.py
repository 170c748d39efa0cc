"""Which backups stay: of the last days and weeks; and which copies made before upgrades."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from geodata.localtime import local_date
from geodata.storage.migrate import COPIED_AT

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable
    from datetime import date, datetime


DAY: Final = timedelta(days=1)


def kept_backups(
    made: Collection[datetime], *, daily: int, weekly: int, now: datetime
) -> set[datetime]:
    """Return those that stay.

    Parameters
    ----------
    made
        When each was made, aware.
    daily, weekly
        Days and weeks (ISO 8601, Monday first; both local) that have a backup and keep one. Days
        without a backup do not count, so that a computer that was off for a month loses none.
        All of the last 24 hours stay besides: whoever makes one because something is wrong shall
        not lose the one from before.
    now
        Those of a time yet to come were made while the clock was fast. They stay, and do not
        count: else they would drive out each new one, until their time has come.
    """
    by_day: dict[Hashable, datetime] = {}
    by_week: dict[Hashable, datetime] = {}
    for moment in sorted(moment for moment in made if moment <= now):
        day = local_date(moment)
        by_day[day] = by_week[_week(day)] = moment
    days, weeks = list(by_day.values()), list(by_week.values())
    recent_or_to_come = (moment for moment in made if moment > now - DAY)
    return {*days[-daily:], *(weeks[-weekly:] if weekly else ()), *recent_or_to_come}


def kept_copies(names: Collection[str], *, newest: int, now: datetime) -> set[str]:
    """Return the names of those copies made before upgrades that stay, by when they were made.

    Parameters
    ----------
    names
        As `geodata.storage.migrate.write_backup` gives them; sealed or not.
    now
        Those of a time yet to come stay and do not count, as in `kept_backups`.
    """
    stamps = {name: name.partition(".")[0].split("-")[-1] for name in names}
    made = sorted({stamp for stamp in stamps.values() if stamp <= f"{now:{COPIED_AT}}"})
    gone = set(made[:-newest])
    return {name for name, stamp in stamps.items() if stamp not in gone}


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
