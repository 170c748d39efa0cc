"""Targets in words: what is aimed at, and whether it is reached."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.wording import number_text, unit_text
from geodata.analysis.indicators.targets import Standing, judge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dashboard.texts import Texts
    from geodata.analysis.indicators.value import IndicatorValue
    from geodata.catalogue.model import Project, Target

ORDER: Final[tuple[Standing, ...]] = ("missed", "met", "few", "unknown", "unset", "awaited")
"""What needs a decision first."""


class Aim(NamedTuple):
    """A target of a project, and how it stands."""

    project: Project
    target: Target
    standing: Standing


def aims_of(projects: Iterable[Project], measured: Mapping[str, IndicatorValue]) -> tuple[Aim, ...]:
    """Judge the targets of projects by indicators measured; see `judge`."""
    return tuple(
        Aim(project, target, judge(target, measured.get(target.indicator or "")))
        for project in projects
        for target in project.targets
    )


def target_text(texts: Texts, target: Target) -> str:
    """Write what is aimed at, such as ≤ 0 %; a dash where the plan of the year says it."""
    if target.value is None or target.direction is None:
        return texts("indicators.as_planned")
    unit = unit_text(texts, target.unit or "")
    aim = texts(f"indicators.{target.direction}", n=number_text(target.value), unit=unit).strip()
    return texts("indicators.of_change", aim=aim) if target.of == "change" else aim


def standing_text(texts: Texts, standing: Standing) -> str:
    """Write how a target stands, with a sign besides the word."""
    return texts(f"standings.{standing}")


def standings_text(texts: Texts, aims: Iterable[Aim]) -> str:
    """Write how many targets stand how, what needs a decision first."""
    counts = Counter(aim.standing for aim in aims)
    parts = [
        texts("indicators.standing_count", standing=standing_text(texts, one), n=counts[one])
        for one in ORDER
        if counts[one]
    ]
    return texts("facts.and").join(parts) or texts("indicators.no_targets")
