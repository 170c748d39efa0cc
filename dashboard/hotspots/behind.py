"""The incidents behind a number of a site: those a viewer sees, and what became of the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard.hotspots.words import HARM
from geodata.incident_kinds import kinds_of
from geodata.periods import day_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.columns import Columns
    from geodata.readmodel import ReadModel
    from geodata.results.monthlist import MonthList
    from geodata.results.monthlist_members import Members
    from geodata.viewer import Viewer

INCIDENT: Final = "incident"
COUNT, YEAR = "count", "year"
PARTS: Final = (COUNT, YEAR, *HARM)
"""The numbers of a site that open their rows."""


@dataclass(frozen=True)
class Behind:
    """What a number counts.

    Parameters
    ----------
    numbers
        Of the records the viewer sees, the latest first.
    hidden
        Others that are outside the viewer's areas or projects.
    ended
        Records that have ended since.
    moved, corrected
        Of those seen, how many have another position now; how many of the others another day,
        grade or type than this list had.
    """

    numbers: NDArray[np.uint32]
    hidden: int
    ended: int
    moved: int
    corrected: int

    @property
    def counted(self) -> int:
        """The number on the list."""
        return len(self.numbers) + self.hidden + self.ended


def look_behind(
    made: MonthList, kind: str, site: int, part: str, *, model: ReadModel, viewer: Viewer
) -> Behind | None:
    """Find the incidents a site counts; None in a list made before they were kept.

    Parameters
    ----------
    site
        Its number in the list of that kind, one the viewer sees.
    part
        One of `PARTS`.
    """
    members = made.members
    if members is None:
        return None
    rows = members.sites[kind].of_site(site)
    rows = rows[_is_part(members, rows, part, made.end)]
    columns = model.columns_for(INCIDENT, viewer)
    there = np.isin(members.number[rows], columns.number)
    elsewhere = np.isin(members.number[rows[~there]], model.columns[INCIDENT].number)
    seen = rows[there]
    now = columns.take(np.isin(columns.number, members.number[seen]))
    moved = (now.x != members.x[seen]) | (now.y != members.y[seen])
    corrected = _is_other(now, members, seen, kind, model) & ~moved
    latest = np.lexsort((now.minutes, now.from_day))[::-1]
    return Behind(
        numbers=now.number[latest],
        hidden=int(elsewhere.sum()),
        ended=int((~elsewhere).sum()),
        moved=int(moved.sum()),
        corrected=int(corrected.sum()),
    )


def _is_part(members: Members, rows: NDArray[np.uint32], part: str, end: str) -> NDArray[np.bool_]:
    if part in HARM:
        return members.graded(rows, part)
    if part == COUNT:
        return np.ones(len(rows), dtype=np.bool_)
    first = date.fromisoformat(end)
    return np.asarray(members.day[rows] >= day_number(first.replace(year=first.year - 1)))


def _is_other(
    now: Columns, members: Members, rows: NDArray[np.uint32], kind: str, model: ReadModel
) -> NDArray[np.bool_]:
    """Say which of some records have another day, grade or type; both ordered by number."""
    kinds = {one.id: one for one in kinds_of(model.catalogue.incident_types)}
    other_kind = ~kinds[kind].holds(now.classes)
    grades = model.catalogue.by_layer[INCIDENT].grades
    ids = np.array([*(grades.ids if grades else ()), ""], dtype=np.object_)
    before = np.array([*members.grade_ids, ""], dtype=np.object_)
    was = before[np.minimum(members.grades[rows], len(before) - 1)]
    is_now = ids[np.minimum(now.grades, len(ids) - 1)]
    return np.asarray(other_kind | (now.from_day != members.day[rows]) | (is_now != was))
