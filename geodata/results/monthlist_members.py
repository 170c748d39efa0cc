"""Which incidents the sites of a hotspot list count, as they were when it was made: numbers only.

The records go on: they end, are placed anew, are corrected. What was counted stays here, so that a
frozen list can still open its rows and say which of them are no longer what they were.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ARRAYS = ("number", "x", "y", "day", "grades")
_ROWS, _ENDS = "member_rows.", "member_ends."
_HELD, _GRADES = "member.", "member_grades"


@dataclass(frozen=True, slots=True)
class SiteRows:
    """Rows of the incidents of one kind's sites.

    Parameters
    ----------
    rows
        uint32, those of the first site, then those of the second, …
    ends
        uint32, where in `rows` each site's end.
    """

    rows: NDArray[np.uint32]
    ends: NDArray[np.uint32]

    def of_site(self, number: int) -> NDArray[np.uint32]:
        """Return those of a site by its number, 1 the worst."""
        start = self.ends[number - 2] if number > 1 else 0
        return self.rows[start : self.ends[number - 1]]


@dataclass(frozen=True, slots=True)
class Members:
    """Incidents on any site, ordered by number; arrays of one length.

    Parameters
    ----------
    number
        uint32, the record's own.
    x, y
        uint32, world coordinates.
    day
        uint16, day number of occurrence.
    grades
        uint8, place in `grade_ids`, beyond its end for none told.
    grade_ids
        The grades there were.
    sites
        By kind which rows of these each site counts.
    """

    number: NDArray[np.uint32]
    x: NDArray[np.uint32]
    y: NDArray[np.uint32]
    day: NDArray[np.uint16]
    grades: NDArray[np.uint8]
    grade_ids: tuple[str, ...]
    sites: Mapping[str, SiteRows]

    def graded(self, rows: NDArray[np.uint32], grade: str) -> NDArray[np.bool_]:
        """Say which of some rows were of a grade; none where there was no such grade."""
        if grade not in self.grade_ids:
            return np.zeros(len(rows), dtype=np.bool_)
        return np.asarray(self.grades[rows] == self.grade_ids.index(grade))


def members_header(members: Members | None) -> dict[str, Any]:
    """Return what goes into the header of a list's block."""
    return {} if members is None else {_GRADES: members.grade_ids}


def members_arrays(members: Members | None) -> dict[str, NDArray[Any]]:
    """Return what goes into the arrays of a list's block."""
    if members is None:
        return {}
    arrays: dict[str, NDArray[Any]] = {_HELD + n: getattr(members, n) for n in _ARRAYS}
    for kind, found in members.sites.items():
        arrays |= {_ROWS + kind: found.rows, _ENDS + kind: found.ends}
    return arrays


def parse_members(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Members | None:
    """Read them back; None from a list made before they were kept."""
    if _GRADES not in header:
        return None
    kinds = [name.removeprefix(_ROWS) for name in arrays if name.startswith(_ROWS)]
    return Members(
        **{name: arrays[_HELD + name] for name in _ARRAYS},
        grade_ids=tuple(header[_GRADES]),
        sites={kind: SiteRows(arrays[_ROWS + kind], arrays[_ENDS + kind]) for kind in kinds},
    )
