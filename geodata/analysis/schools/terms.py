"""The school calendar an office entered, with the public holidays of the State Council."""

from datetime import date, timedelta

import numpy as np
from chinese_calendar.constants import holidays, workdays

from geodata.analysis.schools.days import SATURDAY, SchoolCalendar
from geodata.catalogue.model import Layer
from geodata.columns import STILL, Columns
from geodata.periods import DAY_ZERO, Period

CALENDAR = "school_calendar"
TERM, DAY_OFF, MAKE_UP = "term", "day_off", "make_up"

PUBLISHED = range(min(holidays).year, max(holidays).year + 1)
"""Years whose public holidays and working weekends (调休) are known, as the State Council's general
office announces them each autumn."""


def read_calendar(columns: Columns, layer: Layer) -> SchoolCalendar:
    """Put a calendar together from the ledger's terms, days without lessons and make-up days.

    Public holidays and working weekends go with them, except on days the ledger itself tells. A
    term reaches only as far as holidays are known: by the announcement of that year, or because
    the ledger tells days without lessons in it.
    """
    told = {kind: _days(columns, layer, kind) for kind in (TERM, DAY_OFF, MAKE_UP)}
    off = {day for start, last in told[DAY_OFF] for day in _each(start, last)}
    lessons = {day for start, last in told[MAKE_UP] for day in _each(start, last)}
    known = {day.year for day in off} | {*PUBLISHED}
    off |= {day for day in holidays if day.weekday() < SATURDAY and day not in lessons}
    lessons |= {day for day in workdays if day not in off}
    return SchoolCalendar(
        tuple(part for start, last in told[TERM] for part in _known_parts(start, last, known)),
        frozenset(off),
        frozenset(lessons),
    )


def _days(columns: Columns, layer: Layer, kind: str) -> list[tuple[date, date]]:
    """First and last day of each period of a kind; without a last day it is one day."""
    if layer.classes is None:
        return []
    rows = np.flatnonzero(columns.classes == layer.classes.index(kind))
    found = []
    for row in rows.tolist():
        first, last = int(columns.from_day[row]), int(columns.to_day[row])
        last = first if last == STILL else last
        found.append((DAY_ZERO + timedelta(days=first), DAY_ZERO + timedelta(days=last)))
    return found


def _each(start: date, last: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((last - start).days + 1)]


def _known_parts(start: date, last: date, known: set[int]) -> list[Period]:
    """Cut a term at the ends of years and leave the parts whose holidays are known."""
    parts = []
    for year in range(start.year, last.year + 1):
        first = max(start, date(year, 1, 1))
        end = min(last + timedelta(days=1), date(year + 1, 1, 1))
        if year in known:
            parts.append(Period(first, end))
    return parts
