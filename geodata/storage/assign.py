"""Which area a record lies in: the smallest one known, by position, else by what is written.

Where what is written lies within the area found by position and has no outline of its own, position
cannot speak for it or against it, and it is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from sqlalchemy import Connection, Table, bindparam, select, update

from geodata.storage.rows import Columns, Row
from geodata.storage.tables import ASSIGNED, areas

SMALLEST_FIRST = ("group", "community", "district")
"""Levels in which records are counted; grids lie across them and are no part of the tree."""

SUFFIXES = (
    "社区居民委员会",
    "社区居委会",
    "居民委员会",
    "居委会",
    "居民小组",
    "社区",
    "小组",
    "村",
)
CHUNK = 20_000

WHEREABOUTS = ("lng", "lat", "community", "resident_group")
"""The columns that say in which area a record lies."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """The area of a record (code or None) and the rule its written areas break, if any."""

    area: str | None
    broken_rule: str | None = None


class AreaFinder:
    """Finds areas for many records at once, from the areas now in the database."""

    def __init__(self, connection: Connection) -> None:
        columns = (areas.c[name] for name in ("code", "name", "level", "parent", "geometry"))
        query = select(*columns).where(
            areas.c.retired_at.is_(None), areas.c.level.in_(SMALLEST_FIRST)
        )
        rows = connection.execute(query).all()
        self._rows = sorted(rows, key=lambda row: (SMALLEST_FIRST.index(row.level), row.code))
        self._parent = {row.code: row.parent for row in self._rows}
        self._drawn = [n for n, row in enumerate(self._rows) if row.geometry is not None]
        self._outlined = {self._rows[n].code for n in self._drawn}
        shapes = shapely.from_wkb([self._rows[n].geometry for n in self._drawn])
        self._shapes = shapely.make_valid(shapes)
        shapely.prepare(self._shapes)
        self._judged: dict[tuple[int, str | None, str | None], Assigned] = {}

    @property
    def districts(self) -> list[str]:
        """Codes of the sub-districts, in order."""
        return [row.code for row in self._rows if row.level == "district"]

    def assign(self, columns: Columns) -> list[Assigned]:
        """Find the area of each record, from the columns of `WHEREABOUTS`."""
        lng, lat, communities, groups = (columns[name] for name in WHEREABOUTS)
        found = self._containing(np.array(lng, np.float64), np.array(lat, np.float64))
        return [*map(self._judge, found.tolist(), communities, groups)]

    def assign_rows(self, rows: Sequence[Row]) -> list[Assigned]:
        """Find the area of each row, likewise."""
        return self.assign({name: [row[name] for row in rows] for name in WHEREABOUTS})

    def district_of(self, code: str | None) -> str:
        """Return the topmost area above `code`, itself if it has none above; '' for None."""
        seen: set[str] = set()
        while code is not None and (parent := self._parent.get(code)) and parent not in seen:
            seen.add(code)
            code = parent
        return code or ""

    def _judge(self, place: int, community: str | None, group: str | None) -> Assigned:
        """Judge by the place found (-1 for none) and by what is written, each case once."""
        case = (place, community, group)
        if case not in self._judged:
            self._judged[case] = self._judge_anew(place, community or "", group or "")
        return self._judged[case]

    def _judge_anew(self, place: int, written: str, group: str) -> Assigned:
        found = self._rows[place].code if place >= 0 else None
        community = self._named(written, "community", None)
        named = [self._named(group, "group", community), community]
        said = [code for code in named if code is not None]
        area = next((code for code in said if self._may_be_in(code, found)), found)
        rule = None
        if written and self._has_communities and community is None:
            rule = "community_unknown"
        elif area and not all(self._is_within(area, code) for code in said):
            rule = "community_differs"
        return Assigned(area, rule)

    def _may_be_in(self, code: str, found: str | None) -> bool:
        """Say whether a record found in an area may be in one without outline that is written."""
        return found is None or (code not in self._outlined and self._is_within(code, found))

    def _containing(self, lng: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int64]:
        """Place in the list of the first area that holds each point, -1 where none does."""
        found = np.full(len(lng), len(self._rows))
        points = np.flatnonzero(np.isfinite(lng) & np.isfinite(lat))
        hits, shapes = self._tree.query(shapely.points(lng[points], lat[points]))
        order = np.argsort(shapes, kind="stable")
        starts = np.searchsorted(shapes[order], np.arange(len(self._shapes) + 1))
        for n in np.unique(shapes).tolist():
            near = points[hits[order[starts[n] : starts[n + 1]]]]
            within = near[shapely.intersects_xy(self._shapes[n], lng[near], lat[near])]
            found[within] = np.minimum(found[within], self._drawn[n])
        return np.where(found < len(self._rows), found, -1)

    def _is_within(self, code: str, area: str) -> bool:
        above: str | None = code
        for _ in SMALLEST_FIRST:
            if above == area:
                return True
            above = self._parent.get(above) if above else None
        return False

    def _named(self, written: str, level: str, within: str | None) -> str | None:
        """Code of the one area of a level that is called so; None where none or several are."""
        codes = self._by_name.get((level, _bare(written)), []) if written else []
        if within is not None:
            codes = [code for code in codes if self._is_within(code, within)]
        return codes[0] if len(codes) == 1 else None

    @cached_property
    def _has_communities(self) -> bool:
        return any(row.level == "community" for row in self._rows)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    @cached_property
    def _by_name(self) -> dict[tuple[str, str], list[str]]:
        names: dict[tuple[str, str], list[str]] = {}
        for row in self._rows:
            for name in {_bare(row.name or ""), row.code}:
                names.setdefault((row.level, name), []).append(row.code)
        return names


def reassign_all(connection: Connection) -> list[str]:
    """Find the area of every record anew, after areas have changed.

    Returns
    -------
    list of str
        Layers with a record whose area is another now.
    """
    finder = AreaFinder(connection)
    _set_districts(connection, finder)
    return sorted({layer for table in ASSIGNED for layer in _reassign(connection, table, finder)})


def _set_districts(connection: Connection, finder: AreaFinder) -> None:
    """Give each area the sub-district above it, which may have come after it."""
    columns = (areas.c.id, areas.c.code, areas.c.parent, areas.c.district)
    rows = connection.execute(select(*columns)).all()
    # a grid is no part of the tree, but the area above it is
    found = [finder.district_of(row.parent or row.code) for row in rows]
    moved = [
        {"number": row.id, "found": district}
        for row, district in zip(rows, found, strict=True)
        if district != row.district
    ]
    if moved:
        change = update(areas).where(areas.c.id == bindparam("number"))
        connection.execute(change.values(district=bindparam("found")), moved)


def _reassign(connection: Connection, table: Table, finder: AreaFinder) -> set[str]:
    names = ("id", "layer", "area", *WHEREABOUTS)
    query = select(*(table.c[name] for name in names)).where(table.c.retired_at.is_(None))
    touched: set[str] = set()
    moved: list[Row] = []
    for chunk in connection.execute(query).mappings().partitions(CHUNK):
        rows = [dict(row) for row in chunk]
        for row, found in zip(rows, finder.assign_rows(rows), strict=True):
            if found.area != row["area"]:
                moved.append({"number": row["id"], "found": found.area})
                touched.add(row["layer"])
    if moved:
        change = update(table).where(table.c.id == bindparam("number"))
        connection.execute(change.values(area=bindparam("found")), moved)
    return touched


def _bare(name: str) -> str:
    """Return a name without the word for what it is, unless nothing would be left."""
    name = name.strip()
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name
