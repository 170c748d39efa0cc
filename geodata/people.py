"""How many people live where: what rates are divided by, and who is spread over homes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

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


class Counted(NamedTuple):
    """People, the kinds of them that were added up and the year they were counted in."""

    number: int
    kinds: tuple[int, ...]
    year: int


def newest_people(
    people: People,
    tree: AreaTree,
    areas: Collection[int],
    *,
    choices: Sequence[tuple[int, ...]],
    until: int,
) -> Counted | None:
    """Count the people of some areas in the newest year that tells them all.

    Parameters
    ----------
    choices
        Kinds that together are everybody; the first that are told are taken.
    until
        The last year that may be taken.
    """
    for year in people.years:
        for kinds in choices if year <= until else ():
            told = count_people(people, tree, areas, kinds=kinds, year=year) if kinds else None
            if told is not None:
                return Counted(told, kinds, year)
    return None


def people_by_area(
    people: People, tree: AreaTree, *, choices: Sequence[tuple[int, ...]], until: int
) -> tuple[dict[int, int], tuple[int, ...], int | None]:
    """Return the people of each area that tells them, their kinds and year; none told: none.

    Those of the newest year that tells everybody (see `newest_people`); where no year does, of the
    newest that tells anybody.
    """
    every = range(len(tree.areas))
    whole = newest_people(people, tree, every, choices=choices, until=until)
    years = [year for year in people.years if year <= until]
    tried = [whole[1:]] if whole else [(kinds, year) for year in years for kinds in choices]
    for kinds, year in tried:
        if told := _told(people, kinds, year):
            return told, kinds, year
    return {}, (), None


def _told(people: People, kinds: Collection[int], year: int) -> dict[int, int]:
    """Return the people of the areas that tell all of some kinds in a year."""
    areas = sorted({area for area, of_year, _ in people.told if of_year == year})
    summed = {area: _sum([people.told.get((area, year, kind)) for kind in kinds]) for area in areas}
    return {area: count for area, count in summed.items() if count is not None}


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
