"""Head of a project's page: the finding in a sentence, how its targets stand, what it works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.components.browser import declare
from dashboard.components.indicators.standing import aims_of, standings_text
from dashboard.components.indicators.words import change_text, counted_unit, is_known, value_text
from geodata.belonging import may_belong
from geodata.results.school_zones import SCHOOL

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.components.indicators.cells import Measured
    from dashboard.components.view import View
    from geodata.catalogue.model import Indicator, Project

KEY: Final = "project"
WHOLE: Final = "overall"
"""Group of the indicators that lead no project: each has some of everything."""

_project = declare("project")


def show_project_head(
    view: View, project: Project, found: Measured, *, on_back: Callable[[], None]
) -> None:
    """Draw it; `on_back` is called where all projects are asked for."""
    texts = view.texts
    effects = [texts.name(effect) for effect in project.published_effects]
    aims = aims_of([project], found.last_year)
    finding = finding_text(view, project, found)
    _project(
        key=KEY,
        data={
            "headline": texts("projects.headline", name=texts.name(project.name), text=finding),
            "standings": texts("projects.standings", text=standings_text(texts, aims)),
            "about": texts("projects.about", text=texts.name(project.intervenes_on)),
            "effects": [texts("projects.effect", text=effect) for effect in effects],
            "back": texts("projects.all") if len(view.projects) > 1 else None,
        },
        on_back_change=on_back,
    )


def indicators_of(view: View, project: Project) -> list[Indicator]:
    """Return the indicators of what a project declares.

    Those of its targets come first, then those around the schools it works on; where no target is
    measured, those of all its incidents.
    """

    def belongs(layer: str, classes: tuple[str, ...] = ()) -> bool:
        return may_belong(view.catalogue.by_layer[layer], view.catalogue, [project.id], classes)

    own = [
        one
        for one in view.catalogue.indicators
        if belongs(one.layer, one.classes) and (one.near is None or belongs(SCHOOL))
    ]
    targets = {t.indicator for t in project.targets}.intersection(one.id for one in own)

    def order(one: Indicator) -> tuple[bool, ...]:
        return one.id not in targets, one.near is None, (one.group == WHOLE) == bool(targets)

    return sorted(own, key=order)


def finding_text(view: View, project: Project, found: Measured) -> str:
    """Say a project's leading number and its change in one clause, or why there is none."""
    texts, numbers = view.texts, indicators_of(view, project)
    if not numbers:
        return texts("projects.nothing")
    leading = numbers[0]
    name, measured = texts.name(leading.name), found.last_year[leading.id]
    if not is_known(measured):
        return texts("projects.no_data", name=name)
    number, unit = value_text(view, leading, measured), texts.name(leading.unit)
    counted = counted_unit(texts, leading, number)
    said = texts("projects.number", name=name, number=number, unit=counted)
    if measured.change is None:
        return said
    records = texts.name(view.catalogue.by_layer[leading.layer].unit)
    change = change_text(texts, measured.change, unit, records=records)
    return texts("projects.finding", number=said, change=change)
