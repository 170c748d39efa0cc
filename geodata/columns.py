"""The columns of a layer, one row a record, and the one filter over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.areas import AreaTree
from geodata.catalogue.model import LISTS, Catalogue
from geodata.coordinates.mercator import to_world
from geodata.criteria import Criteria, Indices, project_bits
from geodata.selection import Point
from geodata.viewer import Viewer

NO_VALUE = 255
"""Index of a class, grade or status that is not told."""

NO_TIME = 65_535
"""Minute of the day of an incident whose time is not known."""

NOT_TOLD = -(2**31)
"""A measure the ledger leaves blank: unknown, not zero."""

SINCE_EVER, STILL = 0, 65_535
"""First and last day of a place that names none."""

LOW_BITS = 0xFFFFFFFF

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """All current records of a layer, ordered by number; arrays of one length.

    Parameters
    ----------
    layer
        Layer id.
    events
        Whether the records are incidents, else places.
    number
        uint32, the record's own number.
    x, y, placed
        World coordinates (uint32), (0, 0) and placed 0 where there is no position; uint8.
    classes, grades, statuses
        uint8, places in the layer's lists, `NO_VALUE` for none.
    from_day, to_day
        uint16 day numbers: standing from `from_day` up to, not including, `to_day`
        (`SINCE_EVER`, `STILL`); incidents: the day of occurrence, and `STILL`.
    minutes
        uint16, minute of the local day; `NO_TIME`.
    projects
        uint64, a bit for each promotion project it belongs to.
    areas
        uint16, index of the smallest area known; `NO_AREA`.
    measures
        int32 by field id, whole numbers; `NOT_TOLD` where the ledger says nothing. They stay in the
        process.
    names
        What the records are called ('' for none), for layers few enough to be labelled on the
        map (those whose symbol has a character); else None. Such names are public.
    feeders
        uint16, of incidents who reported them: places in the model's coverage of the layer, 65535
        for none; else None. Stays in the process.
    merged
        What some of the records stand for as well; None for nothing. Stays in the process.
    """

    layer: str
    events: bool
    number: NDArray[np.uint32]
    x: NDArray[np.uint32]
    y: NDArray[np.uint32]
    placed: NDArray[np.uint8]
    classes: NDArray[np.uint8]
    grades: NDArray[np.uint8]
    statuses: NDArray[np.uint8]
    from_day: NDArray[np.uint16]
    to_day: NDArray[np.uint16]
    minutes: NDArray[np.uint16]
    projects: NDArray[np.uint64]
    areas: NDArray[np.uint16]
    measures: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)
    names: NDArray[np.object_] | None = None
    feeders: NDArray[np.uint16] | None = None
    merged: "Merged | None" = None

    def __len__(self) -> int:
        """Count the records."""
        return len(self.number)

    def take(self, rows: Bools) -> "Columns":
        """Return the columns of some rows only."""
        cut: dict[str, Any] = {
            name: value[rows]
            for name in (f.name for f in fields(self))
            if isinstance(value := getattr(self, name), np.ndarray)
        }
        measures = {name: values[rows] for name, values in self.measures.items()}
        return replace(self, **cut, measures=measures)


@dataclass(frozen=True, slots=True)
class Merged:
    """Records that others stand for since somebody merged them; no figure counts them.

    Parameters
    ----------
    columns
        Of them, as their own ledgers tell of them; their projects are their own.
    into
        uint32, numbers of the records they were merged into, which may be merged ones too.
    """

    columns: Columns
    into: NDArray[np.uint32]


def mask(columns: Columns, criteria: Criteria) -> Bools:
    """Say for each record whether the selection chooses it.

    All lines must hold; ``filter.js`` copies them exactly.

    ============ =================================================================
    period       incident: ``start_day <= from_day < end_day``
    .            place: ``from_day <= end_day - 1 < to_day``
    projects     no choice, or ``(record bits & chosen bits) != 0``
    areas        no choice, or the record's area is among the indices
    classes      the layer has no choice, or the record's class is among the indices
    grades       likewise
    statuses     likewise
    shape        no shape, or placed and inside it (even-odd rule)
    ============ =================================================================

    A record without area (or class, grade, status) is not among any indices. Whether the layer is
    on is not asked here.
    """
    chosen = _in_period(columns, criteria)
    if criteria.projects:
        chosen &= (columns.projects & np.uint64(criteria.projects)) != 0
    if criteria.areas is not None:
        chosen &= _among(columns.areas, criteria.areas)
    for name in LISTS:
        indices = getattr(criteria, name).get(columns.layer)
        if indices is not None:
            chosen &= _among(getattr(columns, name), indices)
    if criteria.shape:
        chosen &= _inside(columns, chosen, criteria.shape)
    return chosen


def scoped(columns: Columns, viewer: Viewer, catalogue: Catalogue, areas: AreaTree) -> Columns:
    """Leave only what the viewer may see, before anything leaves the process.

    Records outside the viewer's areas or projects go, and with them those whose area or project
    is not known; of the others' project bits only the viewer's stay. So it is of merged records,
    each by itself, whatever becomes of those that stand for them.
    """
    if viewer.areas is not None:
        columns = columns.take(_among(columns.areas, areas.descendants(viewer.areas)))
    if viewer.projects is not None:
        seen = np.uint64(project_bits(catalogue, viewer.projects))
        columns = columns.take((columns.projects & seen) != 0)
        columns = replace(columns, projects=columns.projects & seen)
    if columns.merged is not None and (viewer.areas is not None or viewer.projects is not None):
        theirs = scoped(columns.merged.columns, viewer, catalogue, areas)
        into = columns.merged.into[np.isin(columns.merged.columns.number, theirs.number)]
        columns = replace(columns, merged=Merged(theirs, into))
    return columns


def to_arrays(columns: Columns) -> dict[str, NDArray[Any]]:
    """Return the arrays of a block for the browser: 64 project bits as two halves."""
    plain = [f.name for f in fields(columns) if f.name not in NOT_PLAIN]
    arrays: dict[str, NDArray[Any]] = {name: getattr(columns, name) for name in plain}
    arrays["projects_lo"] = (columns.projects & np.uint64(LOW_BITS)).astype(np.uint32)
    arrays["projects_hi"] = (columns.projects >> np.uint64(32)).astype(np.uint32)
    return arrays


NOT_PLAIN = frozenset({"layer", "events", "projects", "measures", "names", "feeders", "merged"})


def _in_period(columns: Columns, criteria: Criteria) -> Bools:
    start, end = np.uint16(criteria.start_day), np.uint16(criteria.end_day)
    if columns.events:
        return np.asarray((columns.from_day >= start) & (columns.from_day < end))
    return np.asarray((columns.from_day < end) & (columns.to_day >= end))


def _among(values: NDArray[Any], indices: Indices) -> Bools:
    chosen = np.zeros(np.iinfo(values.dtype).max + 1, dtype=np.bool_)
    chosen[list(indices)] = True
    return np.asarray(chosen[values])


def _inside(columns: Columns, candidates: Bools, shape: tuple[Point, ...]) -> Bools:
    """Cast a ray east from each candidate and count the sides it crosses."""
    corners_x, corners_y = (a.astype(np.float64) for a in to_world(*np.array(shape).T))
    near = np.ones(len(columns), dtype=np.bool_)  # most of a city lies beyond it on one side
    for at, corners in ((columns.x, corners_x), (columns.y, corners_y)):
        near &= (at >= corners.min()) & (at <= corners.max())
    rows = np.flatnonzero(near & candidates & (columns.placed == 1))
    x, y = columns.x[rows].astype(np.float64), columns.y[rows].astype(np.float64)
    odd = np.zeros(len(rows), dtype=np.bool_)
    for n in range(len(shape)):
        x1, y1, x2, y2 = corners_x[n - 1], corners_y[n - 1], corners_x[n], corners_y[n]
        if y1 != y2:
            odd ^= ((y1 > y) != (y2 > y)) & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    inside = np.zeros(len(columns), dtype=np.bool_)
    inside[rows[odd]] = True
    return inside
