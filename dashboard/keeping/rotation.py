"""Which backups stay: the newest of each of the last days, and of each of the last weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.localtime import local_date

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable
    from datetime import date, datetime


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
    to_come = (moment for moment in made if moment > now)
    return {*days[-daily:], *(weeks[-weekly:] if weekly else ()), *to_come}


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
