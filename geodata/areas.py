"""The tree of areas records are counted in: sub-district, communities, resident groups."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

NO_AREA = 65_535
"""The index of a record whose area is not known."""

LEVELS = ("district", "community", "group")
"""Levels from the top."""


@dataclass(frozen=True, slots=True)
class Area:
    """One area; `parent` is the index of the one above in the tree's list, None at the top."""

    code: str
    name: str
    level: str
    parent: int | None


@dataclass(frozen=True)
class AreaTree:
    """Areas in the order of their index, each after the one above it.

    The index is what columns hold and the browser compares; it may differ from one data version
    to the next.
    """

    areas: tuple[Area, ...] = ()

    def __contains__(self, code: object) -> bool:
        """Say whether an area has this code."""
        return code in self.index_of

    @cached_property
    def index_of(self) -> dict[str, int]:
        """The indices by code."""
        return {area.code: index for index, area in enumerate(self.areas)}

    def descendants(self, codes: Iterable[str]) -> tuple[int, ...]:
        """Return the indices of the areas and of all below them, ascending; unknown codes none."""
        found = {self.index_of[code] for code in codes if code in self.index_of}
        for index, area in enumerate(self.areas):
            if area.parent in found:
                found.add(index)
        return tuple(sorted(found))

    def codes_below(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the codes of the areas and of all below them; unknown codes none."""
        return frozenset(self.areas[index].code for index in self.descendants(codes))

    def path(self, index: int) -> tuple[Area, ...]:
        """Return the area and those above it, from the top; none for NO_AREA."""
        steps: list[Area] = []
        above: int | None = index if index < len(self.areas) else None
        while above is not None:
            steps.append(self.areas[above])
            above = self.areas[above].parent
        return tuple(reversed(steps))


def build_area_tree(rows: Sequence[tuple[str, str, str, str | None]]) -> AreaTree:
    """Build the tree from (code, name, level, code of the area above).

    Areas are ordered by level from the top, then by code. One whose parent is missing, or not of
    a level above its own, stands at the top.
    """
    known = sorted((row for row in rows if row[2] in LEVELS), key=_rank)
    indices: dict[str, int] = {}
    areas: list[Area] = []
    for code, name, level, parent in known:
        above = indices.get(parent) if parent else None
        if above is not None and LEVELS.index(areas[above].level) >= LEVELS.index(level):
            above = None
        indices[code] = len(areas)
        areas.append(Area(code, name, level, above))
    return AreaTree(tuple(areas))


def _rank(row: tuple[str, str, str, str | None]) -> tuple[int, str]:
    return LEVELS.index(row[2]), row[0]
