"""Beside a project's map: its targets and how they stand, and what changed since last month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dashboard.components.indicators.cells import changed_text
from dashboard.components.indicators.standing import ORDER, aims_of, standing_text, target_text
from dashboard.components.indicators.words import (
    counted_unit,
    is_known,
    short_change_text,
    value_text,
)
from dashboard.components.records.asked import RowsAsked, ask_rows
from dashboard.components.table import Heading, rows_json, show_table
from geodata.analysis.indicators.measuring import against_period_before
from geodata.periods import Preset, preset_period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.components.indicators.cells import Measured
    from dashboard.components.indicators.standing import Aim
    from dashboard.components.view import View
    from geodata.catalogue.model import Indicator, Project

MOST_ROWS: Final = 8
_TARGETS: Final = ("aim", "now", "target", "standing")
_MONTH: Final = ("name", "last_month", "change")


def show_targets(view: View, project: Project, found: Measured) -> None:
    """Draw the targets, what needs a decision first."""
    texts = view.texts
    aims = sorted(aims_of([project], found.last_year), key=lambda aim: ORDER.index(aim.standing))
    show_table(
        "targets",
        texts,
        label=texts("projects.targets"),
        columns=_headings(view, _TARGETS),
        rows=rows_json([(f"{n}.{aim.target.indicator}", _aim_cells(view, aim, found))
                        for n, aim in enumerate(aims)]),
        empty=texts("indicators.no_targets"),
        opens="row",
        on=_opener(view),
    )  # fmt: skip


def show_month(view: View, indicators: Sequence[Indicator]) -> None:
    """Draw what the last whole month brought, beside as many days of the one before."""
    texts, month = view.texts, preset_period(Preset.LAST_MONTH, view.today)
    own = replace(view, selection=against_period_before(replace(view.selection, period=month)))
    before = own.selection.against or month
    compared = [one for one in indicators if one.against][:MOST_ROWS]
    show_table(
        "month",
        texts,
        label=texts(
            "projects.month",
            month=f"{month.start:%Y-%m}",
            before=f"{before.start:%Y-%m}",
        ),
        columns=_headings(view, _MONTH),
        rows=rows_json([(f"month.{one.id}", _month_cells(own, one)) for one in compared]),
        empty=texts("projects.month_none"),
        opens="row",
        on=_opener(view),
    )


def _headings(view: View, names: Sequence[str]) -> list[Heading]:
    right = {"now", "last_month"}
    return [
        Heading(name, view.texts(f"projects.col_{name}"), right=name in right) for name in names
    ]


def _aim_cells(view: View, aim: Aim, found: Measured) -> list[str]:
    texts, target = view.texts, aim.target
    measured = found.last_year.get(target.indicator or "")
    now = texts("cards.blank")
    if measured is not None and is_known(measured):
        indicator = _indicator(view, measured.id)
        number = value_text(view, indicator, measured)
        now = f"{number} {counted_unit(texts, indicator, number)}"
        if target.of == "change" and measured.change is not None:
            now = short_change_text(texts, measured.change, texts.name(indicator.unit))
    standing = standing_text(texts, aim.standing)
    return [texts.name(target.name), now, target_text(texts, target), standing]


def _month_cells(view: View, indicator: Indicator) -> list[str]:
    texts = view.texts
    measured = view.measure(indicator)
    number = value_text(view, indicator, measured)
    known = is_known(measured)
    value = f"{number} {counted_unit(texts, indicator, number)}" if known else number
    return [texts.name(indicator.name), value, changed_text(view, indicator, measured)]


def _opener(view: View) -> Callable[[str, object], None]:
    """Open the rows of the indicator whose id ends the row's."""

    def follow(_: str, value: object) -> None:
        asked = str(value).partition(".")[2]
        for one in view.catalogue.indicators:
            if one.id == asked:
                ask_rows(RowsAsked(layer=one.layer, indicator=asked))

    return follow


def _indicator(view: View, asked: str) -> Indicator:
    return next(one for one in view.catalogue.indicators if one.id == asked)
