"""Coordinates that many rows of a ledger share: where a geocoder puts what it does not find.

That is the middle of the sub-district, the office that asked, the centre of a city. The position is
on the map like any other and says nothing; the clerk is told of each such row.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from etl.reasons import SHAPE
from geodata.catalogue.layer import SharedPosition
from geodata.records import NotedRow, Position, Problem, Record

if TYPE_CHECKING:
    from numpy.typing import NDArray

RULE = "shared_position"
Place = tuple[str, int]


class SharedPositions:
    """Gathers the points of one file, block by block, and finds those that many rows share.

    Parameters
    ----------
    declared
        How many rows, and which share of all that have a point, are many.
    """

    def __init__(self, declared: SharedPosition) -> None:
        self.declared = declared
        self.columns: dict[str, str] = {}
        self._points: list[NDArray[np.complex128]] = []

    def add(self, sheet: str, column: str, records: Iterable[Record | None]) -> None:
        """Take the points of some rows of a sheet, whose coordinates stand under a heading."""
        self.columns[sheet] = column
        points = [complex(at.lng, at.lat) for record in records if (at := _point_of(record))]
        self._points.append(np.array(points, dtype=np.complex128))

    def noted(self, records: Iterable[Record]) -> Iterator[NotedRow]:
        """Note each row at such a point, in the order of the file; `records` are all of it."""
        shared = self._shared()
        if not shared:
            return
        for record in records:
            at = _point_of(record)
            if at and (count := shared.get(complex(at.lng, at.lat))):
                yield self._note(record, at, count)

    def _shared(self) -> dict[complex, int]:
        """Count the points that are shared: longitude and latitude as the parts of a number."""
        points = np.concatenate([np.empty(0, dtype=np.complex128), *self._points])
        fewest = max(self.declared.rows, int(np.ceil(self.declared.share * len(points))))
        points.sort()  # equal ones lie together then; np.unique would copy the others too
        last = np.flatnonzero(np.append(points[1:] != points[:-1], [True] * len(points[:1])))
        counts = np.diff(last, prepend=-1)
        many = counts >= fewest
        return dict(zip(points[last[many]].tolist(), counts[many].tolist(), strict=True))

    def _note(self, record: Record, at: Position, count: int) -> NotedRow:
        column = self.columns.get(record.sheet, SHAPE)
        x, y = (at.lng, at.lat) if at.x is None or at.y is None else (at.x, at.y)
        named = {"x": x, "y": y, "others": count - 1}
        cells = {} if column == SHAPE else {column: f"{x}, {y}"}
        return NotedRow(record.sheet, record.row, cells, (Problem(column, RULE, named),))


def with_noted(
    before: list[NotedRow], more: Iterable[NotedRow], sheets: list[str]
) -> list[NotedRow]:
    """Put more notes to those of the same rows, all in the order of the file.

    Parameters
    ----------
    sheets
        Names in the order of the file.
    """
    rows: dict[Place, NotedRow] = {(row.sheet, row.row): row for row in before}
    for row in more:
        place = (row.sheet, row.row)
        noted = rows.get(place)
        problems = (*noted.problems, *row.problems) if noted else row.problems
        rows[place] = NotedRow(*place, noted.cells if noted else row.cells, problems)
    order = {name: place for place, name in enumerate(sheets)}
    return [rows[place] for place in sorted(rows, key=lambda at: (order.get(at[0], 0), at[1]))]


def _point_of(record: Record | None) -> Position | None:
    position = record.position if record is not None else None
    return position if position is not None and position.geometry is None else None
