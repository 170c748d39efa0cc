"""Counts of records of which nothing else may be seen: one fixed table, small cells left out.

Harm to people (injuries, elders, disabled persons, victims) is sensitive personal information
(Personal Information Protection Law of the People's Republic of China, Art. 28). It is shown by
community and calendar year only, and no count from 1 to 4 is. What protects it is that there is
one table for everybody: no filter, period or shape can be moved to take one count from another,
years share no record, and a viewer sees rows of the same table or none. A year's total with a
cell left out is told as the range that follows from the cells that are shown, so it tells
nothing more than they do; where an exact total were published, a second cell would have to go
(Hundepool et al., Statistical Disclosure Control, 2012, on frequency tables).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from geodata.areas import NO_AREA
from geodata.periods import DAY_ZERO

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geodata.columns import Columns
    from geodata.readmodel import ReadModel
    from geodata.viewer import Viewer

FEWEST: Final = 5
"""Smallest count that is shown, besides 0."""

LEFT_OUT: Final = -1
"""Stands for a count from 1 to 4."""

LEVEL: Final = "community"


@dataclass(frozen=True)
class CountTable:
    """What may be known of a layer.

    Parameters
    ----------
    years
        Calendar years with records, ascending.
    areas
        Index of each community in the model's areas, ascending; `NO_AREA` last, for records of no
        known community, where there are any.
    counts
        int64 by area and year: the number, 0, or `LEFT_OUT`.
    whole
        Whether these are all communities, so that totals may be told.
    """

    years: tuple[int, ...]
    areas: tuple[int, ...]
    counts: NDArray[np.int64]
    whole: bool

    @property
    def totals(self) -> tuple[tuple[int, int], ...]:
        """Least and most each year's total can be, by the cells shown; equal where all are."""
        shown = np.where(self.counts == LEFT_OUT, 0, self.counts).sum(axis=0)
        hidden = (self.counts == LEFT_OUT).sum(axis=0)
        most = shown + hidden * (FEWEST - 1)
        return tuple(zip((shown + hidden).tolist(), most.tolist(), strict=True))


def count_protected(model: ReadModel, layer: str, viewer: Viewer) -> CountTable:
    """Count a layer that is `counted_only` for a viewer.

    A viewer limited to areas sees the communities that lie wholly in them, with the counts
    everybody has; one limited to projects sees rows only where a project of theirs works on the
    layer.

    Raises
    ------
    KeyError
        For any other layer.
    """
    columns = model.counted[layer]
    communities = [n for n, area in enumerate(model.areas.areas) if area.level == LEVEL]
    years, counts = _count(columns, _community_of(model), [*communities, NO_AREA])
    shown = np.where((counts > 0) & (counts < FEWEST), LEFT_OUT, counts)
    seen = _seen(model, layer, viewer, communities)
    areas = [n for n in [*communities, NO_AREA] if n in seen]
    if NO_AREA in areas and not counts[-1].any():
        areas.remove(NO_AREA)
    rows = [n for n, area in enumerate([*communities, NO_AREA]) if area in areas]
    return CountTable(years, tuple(areas), shown[rows], whole=viewer.areas is None and bool(seen))


def _count(
    columns: Columns, community_of: NDArray[np.uint16], areas: list[int]
) -> tuple[tuple[int, ...], NDArray[np.int64]]:
    days = np.datetime64(DAY_ZERO, "D") + columns.from_day.astype(np.int64)
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    years = np.unique(year)
    community = community_of[columns.areas]
    counts = [[np.count_nonzero((community == a) & (year == y)) for y in years] for a in areas]
    shape = (len(areas), len(years))
    return tuple(years.tolist()), np.array(counts, dtype=np.int64).reshape(shape)


def _community_of(model: ReadModel) -> NDArray[np.uint16]:
    """Return by area the community it is or lies in; `NO_AREA` for none."""
    found = np.full(NO_AREA + 1, NO_AREA, dtype=np.uint16)
    for index, area in enumerate(model.areas.areas):
        if area.level == LEVEL:
            found[index] = index
        elif area.parent is not None:
            found[index] = found[area.parent]
    return found


def _seen(model: ReadModel, layer: str, viewer: Viewer, communities: list[int]) -> set[int]:
    works_on = {
        project.id
        for project in model.catalogue.projects
        if any(part.layer == layer for part in project.layers)
    }
    if viewer.projects is not None and viewer.projects.isdisjoint(works_on):
        return set()
    if viewer.areas is None:
        return {*communities, NO_AREA}
    return set(communities).intersection(model.areas.descendants(viewer.areas))
