"""What indicators are divided by: records under the same selection, or the people of its areas."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from geodata.analysis.counts import count_layer
from geodata.areas import AreaTree
from geodata.catalogue.model import LISTS, Layer, Rate, Tally
from geodata.criteria import Criteria, value_indices
from geodata.people import People, newest_people
from geodata.periods import Period, to_days
from geodata.readmodel import ReadModel
from geodata.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Base:
    """A denominator.

    Parameters
    ----------
    number
        What is divided by.
    kinds, year
        Of people: ids of the kinds added up, and the year they were counted in; () and None else.
    """

    number: int
    kinds: tuple[str, ...] = ()
    year: int | None = None


def narrowed(criteria: Criteria, tally: Tally, layer: Layer) -> Criteria:
    """Keep of the selection's choices those that are the tally's too: the rows behind it."""
    lists: dict[str, Any] = {}
    for name in LISTS:
        if chosen := getattr(tally, name):
            own = value_indices(layer, name, chosen)
            held = getattr(criteria, name)
            both = tuple(index for index in own if index in held.get(layer.id, own))
            lists[name] = {**held, layer.id: both}
    return replace(criteria, **lists)


def in_period(criteria: Criteria, period: Period) -> Criteria:
    """Return the same choices in another period."""
    start_day, end_day = to_days(period)
    return replace(criteria, start_day=start_day, end_day=end_day)


def base_of(
    rate: Rate, model: ReadModel, criteria: Criteria, viewer: Viewer, period: Period
) -> Base | None:
    """Count what a rate is divided by.

    People are those of the period's last year, else of the latest year before that is told in full;
    of the selection's areas as far as the viewer sees them. Within a drawn shape nobody knows them.

    Returns
    -------
    Base or None
        None where it is not known, or nothing: nothing is divided by.
    """
    layer = model.catalogue.by_layer[rate.layer]
    if layer.record == "population":
        found = None if criteria.shape else _people_of(rate, layer, model, criteria, viewer, period)
    else:
        columns = model.columns_for(rate.layer, viewer)
        counted = count_layer(columns, narrowed(in_period(criteria, period), rate, layer))
        found = Base(counted.records if rate.measure is None else counted.measures[rate.measure])
    return found if found and found.number > 0 else None


def _people_of(
    rate: Rate,
    layer: Layer,
    model: ReadModel,
    criteria: Criteria,
    viewer: Viewer,
    period: Period,
) -> Base | None:
    people = model.people.get(rate.layer, People())
    areas = _areas_of(model.areas, criteria, viewer)
    choices = [value_indices(layer, "classes", kinds) for kinds in (rate.classes, rate.otherwise)]
    until = period.last_day.year
    found = newest_people(people, model.areas, areas, choices=choices, until=until)
    return found and Base(found.number, kind_ids(layer, found.kinds), found.year)


def kind_ids(layer: Layer, kinds: Sequence[int]) -> tuple[str, ...]:
    """Return the ids of kinds of people, in declared order."""
    ids = layer.classes.ids if layer.classes else ()
    return tuple(name for place, name in enumerate(ids) if place in kinds)


def _areas_of(tree: AreaTree, criteria: Criteria, viewer: Viewer) -> frozenset[int]:
    areas = frozenset(range(len(tree.areas)))
    if viewer.areas is not None:
        areas = areas.intersection(tree.descendants(viewer.areas))
    return areas if criteria.areas is None else areas.intersection(criteria.areas)
