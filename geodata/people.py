"""How many people live where: what rates are divided by."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from geodata.areas import AreaTree

Told = Mapping[tuple[int, int, int], int]
"""People by index of the area, year and kind (place in the classes of the layer)."""


@dataclass(frozen=True, slots=True)
class People:
    """The people of a layer of population, as its ledgers tell them."""

    told: Told = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """Years with any figure, the latest first."""
        return tuple(sorted({year for _, year, _ in self.told}, reverse=True))


def count_people(
    people: People, tree: AreaTree, areas: Collection[int], *, kinds: Collection[int], year: int
) -> int | None:
    """Add up the people of some kinds in some areas in one year.

    Parameters
    ----------
    areas
        Indices. One that lies in another of them is counted with that one.

    Returns
    -------
    int or None
        None where any figure lacks: a sum without it would be too small. An area without a figure
        of its own has that of all areas just below it together.
    """
    tops = [index for index in areas if tree.areas[index].parent not in areas]
    below: dict[int, list[int]] = {}
    for index, area in enumerate(tree.areas):
        if area.parent is not None:
            below.setdefault(area.parent, []).append(index)

    def count(index: int, kind: int) -> int | None:
        own = people.told.get((index, year, kind))
        if own is not None or index not in below:
            return own
        return _sum([count(child, kind) for child in below[index]])

    return _sum([count(index, kind) for index in tops for kind in kinds]) if tops else None


def _sum(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None
