"""A selection as the numbers columns are compared with: the same for Python and the browser."""

from collections.abc import Mapping
from dataclasses import dataclass

from geodata.areas import AreaTree
from geodata.catalogue.model import Catalogue, Layer, ListName
from geodata.periods import to_days
from geodata.selection import Point, Selection

Indices = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Criteria:
    """What `geodata.columns.mask` compares with; see there for the meaning.

    Parameters
    ----------
    start_day, end_day
        Day numbers, the end not counted.
    projects
        One bit for each project chosen, by its place in the catalogue; 0 for no choice.
    areas
        Indices of the chosen areas with all below them; None for no choice.
    classes, grades, statuses
        By layer, the indices chosen from its list; a layer that is not filtered is absent.
    shape
        Corners of the drawn polygon.
    """

    start_day: int
    end_day: int
    projects: int
    areas: Indices | None
    classes: Mapping[str, Indices]
    grades: Mapping[str, Indices]
    statuses: Mapping[str, Indices]
    shape: tuple[Point, ...]

    def narrows(self, layer: str) -> bool:
        """Say whether more than the period decides which records of a layer are chosen."""
        listed = any(layer in lists for lists in (self.classes, self.grades, self.statuses))
        return bool(listed or self.projects or self.areas is not None or self.shape)


def to_criteria(selection: Selection, catalogue: Catalogue, areas: AreaTree) -> Criteria:
    """Resolve a selection against the declarations and the areas of one data version."""
    start_day, end_day = to_days(selection.period)
    return Criteria(
        start_day=start_day,
        end_day=end_day,
        projects=project_bits(catalogue, selection.projects),
        areas=areas.descendants(selection.areas) if selection.areas else None,
        classes=_chosen(selection.classes, catalogue, "classes"),
        grades=_chosen(selection.grades, catalogue, "grades"),
        statuses=_chosen(selection.statuses, catalogue, "statuses"),
        shape=selection.shape,
    )


def project_bits(catalogue: Catalogue, chosen: tuple[str, ...] | frozenset[str]) -> int:
    """Set the bit of each chosen project; unknown ids have none."""
    return sum(1 << n for n, project in enumerate(catalogue.projects) if project.id in chosen)


def value_indices(layer: Layer, name: ListName, chosen: tuple[str, ...]) -> Indices:
    """Return the indices of values (ids without the layer) with all below them, ascending."""
    values = getattr(layer, name)
    if values is None:
        return ()
    wanted = values.with_descendants(chosen)
    return tuple(index for index, value in enumerate(values.ids) if value in wanted)


def _chosen(values: tuple[str, ...], catalogue: Catalogue, name: ListName) -> Mapping[str, Indices]:
    by_layer: dict[str, list[str]] = {}
    for value in values:
        layer, _, choice = value.partition(".")
        by_layer.setdefault(layer, []).append(choice)
    return {
        layer: value_indices(catalogue.by_layer[layer], name, tuple(choices))
        for layer, choices in by_layer.items()
    }
