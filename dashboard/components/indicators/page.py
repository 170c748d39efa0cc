"""The page of indicators: all by group, and the rows and definition behind the one asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.components.indicators.cells import awaited_cells, indicator_cells, measure_all
from dashboard.components.indicators.formula import definition_text
from dashboard.components.indicators.standing import aims_of, standings_text
from dashboard.components.placed import sources_text
from dashboard.components.records.asked import RowsAsked, ask_rows, rows_asked
from dashboard.components.records.rows import show_rows
from dashboard.components.records.taking import table_takeaway
from dashboard.components.table import Heading, rows_json, show_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.components.indicators.cells import Measured
    from dashboard.components.view import View
    from geodata.catalogue.model import AwaitedIndicator

Json = dict[str, object]

KEY: Final = "indicators"
COLUMNS: Final = ("name", "value", "of", "last_year", "before", "target", "standing", "until")
_RIGHT: Final = frozenset({"value"})


def show_indicators(view: View) -> None:
    """Draw the table; a click on a row lists its records below, and what they are."""
    texts, found = view.texts, measure_all(view)
    aims = aims_of(view.projects, found.last_year)
    show_table(
        KEY,
        texts,
        label=texts("indicators.label"),
        columns=table_headings(view),
        rows=list(_rows(view, found)),
        empty="",
        opens="row",
        on=lambda what, value: _ask(view, what, value),
        about=_about(view, standings_text(texts, aims)),
        take=table_takeaway(
            view, KEY, len(view.catalogue.indicators) + len(view.catalogue.awaited)
        ),
    )
    asked = rows_asked()
    if awaited := _awaited(view, asked.indicator):
        _show_awaited(view, awaited)
    elif asked.indicator:
        show_rows(view, opens=None)


def _about(view: View, standings: str) -> str:
    """Say what is counted, how the targets stand, and how much of the ledgers is on the map."""
    texts, place = view.texts, {"period": view.period_text, "area": view.area_text}
    counted = {one.layer for one in view.catalogue.indicators}
    layers = [layer.id for layer in view.catalogue.listed_layers if layer.id in counted]
    told = (texts("indicators.about", standings=standings, **place), sources_text(view, layers))
    return texts("guided.between").join(filter(None, told))


def table_headings(view: View) -> list[Heading]:
    """Return the columns of a table of indicators."""
    return [Heading(c, view.texts(f"indicators.col_{c}"), right=c in _RIGHT) for c in COLUMNS]


def group_rows(
    view: View, found: Measured | None = None
) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Yield each group's name with the ids and cells of its indicators."""
    found = found or measure_all(view)
    for group in view.catalogue.indicator_groups:
        cells = [
            (one.id, indicator_cells(view, found, one))
            for one in view.catalogue.indicators
            if one.group == group.id
        ]
        cells += [
            (one.id, awaited_cells(view, one))
            for one in view.catalogue.awaited
            if one.group == group.id
        ]
        if cells:
            yield view.texts.name(group.name), cells


def _rows(view: View, found: Measured) -> Iterator[Json]:
    chosen = rows_asked().indicator
    for name, cells in group_rows(view, found):
        yield {"id": f"group.{name}", "heading": name}
        yield from rows_json(cells, chosen=chosen)


def _ask(view: View, what: str, value: object) -> None:
    by_id = {one.id: one for one in view.catalogue.indicators}
    if what != "row" or not isinstance(value, str):
        return
    if value in by_id:
        ask_rows(RowsAsked(layer=by_id[value].layer, indicator=value))
    elif _awaited(view, value):
        ask_rows(RowsAsked(indicator=value))


def _awaited(view: View, asked: str | None) -> AwaitedIndicator | None:
    return next((one for one in view.catalogue.awaited if one.id == asked), None)


def _show_awaited(view: View, indicator: AwaitedIndicator) -> None:
    texts = view.texts
    show_table(
        f"{KEY}_awaited",
        texts,
        label=texts.name(indicator.name),
        columns=[],
        rows=[],
        empty=definition_text(texts, view.catalogue, indicator),
        scroll=indicator.id,
    )
