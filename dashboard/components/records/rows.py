"""The table below the map: tabs per layer, the records that are counted, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from dashboard.components.belonging import is_foreign, silences
from dashboard.components.indicators.formula import definition_text
from dashboard.components.records.asked import UNPLACED, RowsAsked, ask_rows, rows_asked
from dashboard.components.records.cells import headings, record_rows, sort_values, unplaced_headings
from dashboard.components.records.taking import takeaway_json
from dashboard.components.table import PAGE_ROWS, pages_json, rows_json, show_table, tab_json
from dashboard.wording import number_text
from geodata.analysis.indicators.findings import counted_rows
from geodata.analysis.indicators.rates import narrowed
from geodata.columns import mask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from dashboard.components.table import Heading
    from dashboard.components.view import View
    from geodata.catalogue.model import Indicator, Layer

Json = dict[str, object]
Numbered = tuple["Layer", "NDArray[np.intp]"]

KEY: Final = "rows"
FIRST_RECORDS: Final = ("area", "ground", "street")
"""What the other records are placed by and drawn on."""


def show_rows(view: View, *, opens: Literal["map"] | None = "map") -> None:
    """Draw the table of what this session asked for.

    Parameters
    ----------
    opens
        ``map`` where a click on a row shows the record on the map of the page.
    """
    texts, asked = view.texts, _usable(view, rows_asked())
    layers = _layers_on(view)
    found = [(layer, ordered_rows(view, asked, layer)) for layer in _layers_asked(view, asked)]
    total = sum(len(rows) for _, rows in found)
    page = page_of(found, asked.first)
    rows = [row for layer, places in page for row in _cells(view, layer, places, asked)]
    show_table(
        KEY,
        texts,
        label=texts("table.label"),
        columns=_headings(view, asked),
        rows=rows_json(rows),
        empty=empty_text(view, layers, asked),
        about=texts("table.about", period=view.period_text, area=view.area_text),
        opens=opens,
        on=lambda what, value: ask_rows(next_rows(asked, what, value)),
        tabs=tabs_json(view, asked, layers),
        pages=pages_json(texts, asked.first, len(rows), total),
        definition=_definition(view, asked),
        take=takeaway_json(view, asked),
        scroll=str(asked) if asked.indicator or (asked.unplaced and asked.layer) else None,
    )


def _usable(view: View, asked: RowsAsked) -> RowsAsked:
    """Return what was asked; where its layer is off or none was asked, the first with rows."""
    on = [layer.id for layer in _layers_on(view)]
    if asked.layer in on or asked.indicator or (asked.unplaced and asked.layer is None):
        return asked
    filled = [layer for layer in on if view.chosen(layer).any()]
    return RowsAsked(layer=next(iter([*filled, *on]), None))


def _layers_on(view: View) -> list[Layer]:
    return [la for la in view.catalogue.listed_layers if la.id in view.selection.layers]


def _layers_asked(view: View, asked: RowsAsked) -> Sequence[Layer]:
    if asked.layer is not None:
        return [view.catalogue.by_layer[asked.layer]]
    return _layers_on(view)


def ordered_rows(view: View, asked: RowsAsked, layer: Layer) -> NDArray[np.intp]:
    """Return the rows of the columns that are asked for, in the order asked for.

    None for whoever may not list records; `empty_text` says so.
    """
    if not view.allows("view_rows"):
        return np.array([], dtype=np.intp)
    columns = view.model.columns_for(layer.id, view.viewer)
    indicator = _indicator(view, asked)
    chosen = view.chosen(layer.id)
    if indicator is not None:
        chosen = mask(columns, narrowed(view.criteria, indicator, layer))
        chosen &= counted_rows(indicator, columns, view.findings)
    rows = np.flatnonzero(chosen & (columns.placed == 0) if asked.unplaced else chosen)
    keys = sort_values(columns, rows, asked.sort)
    order = np.lexsort(keys) if keys else np.arange(len(rows))
    return rows[order[::-1] if asked.falling else order]


def page_of(found: Sequence[Numbered], first: int) -> list[Numbered]:
    """Cut one page out of the rows of several layers, one layer after the other."""
    page, room = [], PAGE_ROWS
    for layer, rows in found:
        cut = rows[first : first + room]
        first, room = max(first - len(rows), 0), room - len(cut)
        page.append((layer, cut))
    return page


def _cells(
    view: View, layer: Layer, places: NDArray[np.intp], asked: RowsAsked
) -> list[tuple[str, list[str]]]:
    wanted = [heading.id for heading in _headings(view, asked)]
    return record_rows(view, layer, places, wanted)


def _headings(view: View, asked: RowsAsked) -> list[Heading]:
    if asked.layer is None:
        return unplaced_headings(view.texts)
    layer = view.catalogue.by_layer[asked.layer]
    return headings(view.texts, layer, sort=asked.sort, falling=asked.falling)


def tabs_json(view: View, asked: RowsAsked, layers: Sequence[Layer]) -> list[Json]:
    """Return a tab a layer with its count, — where 0 would be no finding; last the unplaced."""
    silent = silences(view)
    counts = {layer.id: int(np.count_nonzero(view.chosen(layer.id))) for layer in layers}
    tabs = [
        tab_json(
            layer.id,
            view.texts.name(layer.name),
            view.texts("cards.blank") if layer.id in silent else number_text(counts[layer.id]),
            current=asked.layer == layer.id and not asked.unplaced,
        )
        for layer in layers
    ]
    unplaced = sum(_unplaced(view, layer) for layer in layers)
    label = view.texts("table.unplaced")
    if asked.unplaced and asked.layer is not None:
        layer = view.catalogue.by_layer[asked.layer]
        label = view.texts("table.unplaced_of", layer=view.texts.name(layer.name))
        unplaced = _unplaced(view, layer)
    last = tab_json(UNPLACED, label, number_text(unplaced), current=asked.unplaced)
    return [*tabs, last] if layers else []


def _unplaced(view: View, layer: Layer) -> int:
    columns = view.model.columns_for(layer.id, view.viewer)
    return int(np.count_nonzero(view.chosen(layer.id) & (columns.placed == 0)))


def _indicator(view: View, asked: RowsAsked) -> Indicator | None:
    return next((i for i in view.catalogue.indicators if i.id == asked.indicator), None)


def _definition(view: View, asked: RowsAsked) -> Json | None:
    indicator = _indicator(view, asked)
    if indicator is None:
        return None
    name = view.texts.name(indicator.name)
    text = definition_text(view.texts, view.catalogue, indicator)
    return {"name": name, "text": text, "layer": indicator.layer}


def empty_text(view: View, layers: Sequence[Layer], asked: RowsAsked) -> str:
    """Say why there are no rows: they may not, nothing came or can be read, or nothing is found."""
    texts = view.texts
    if not view.allows("view_rows"):
        return texts("table.not_allowed")
    if not view.model.data_dates:
        return texts("table.none_yet", first=_first_ledgers(view))
    if not layers:
        return texts("table.all_off")
    layer = next((layer for layer in layers if layer.id == asked.layer), None)
    told = "" if layer is None else _silence_text(view, layer)
    return told or texts("table.empty", period=view.period_text, area=view.area_text)


def _silence_text(view: View, layer: Layer) -> str:
    """Say why nothing can be said of a layer; '' where something can."""
    texts, name = view.texts, view.texts.name(layer.name)
    if layer.id in view.model.broken:
        return texts("table.unreadable", layer=name)
    if layer.id not in view.model.data_dates:
        return texts("table.not_imported", layer=name)
    return texts("table.foreign", layer=name) if is_foreign(view, layer) else ""


def _first_ledgers(view: View) -> str:
    """Name the ledgers to begin with: those of areas, the widest first, then the ground."""
    layers = sorted(view.catalogue.layers, key=lambda layer: layer.order)
    first = [layer for layer in layers if layer.record in FIRST_RECORDS]
    return view.texts("table.then").join(view.texts.name(layer.name) for layer in first)


def next_rows(asked: RowsAsked, what: str, value: object) -> RowsAsked:
    """Return what is asked for after a click in the table."""
    if what == "tab":
        return RowsAsked(unplaced=True) if value == UNPLACED else RowsAsked(layer=str(value))
    if what == "page" and isinstance(value, int) and not isinstance(value, bool):
        return replace(asked, first=max(value, 0))
    return asked.sorted_by(str(value)) if what == "sort" else asked
