"""Tables of layers of which nobody sees more than counts, where there are any records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.table import Heading, rows_json, show_table
from dashboard.wording import number_text
from geodata.analysis.small_cells import FEWEST, LEFT_OUT, count_protected
from geodata.areas import NO_AREA

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.analysis.small_cells import CountTable
    from geodata.catalogue.model import Layer


def show_counted(view: View) -> None:
    """Draw a table for each such layer with records a viewer may have counts of."""
    for layer_id, columns in view.model.counted.items():
        table = count_protected(view.model, layer_id, view.viewer)
        if len(columns) and table.areas:
            _show(view, view.catalogue.by_layer[layer_id], table)


def count_rows_text(view: View, table: CountTable) -> list[tuple[str, list[str]]]:
    """Return the rows of a table: communities, and at the end the whole where it may be told."""
    texts = view.texts
    rows = [
        (str(area), [_area_text(view, area), *(_count_text(texts, int(n)) for n in counts)])
        for area, counts in zip(table.areas, table.counts, strict=True)
    ]
    if table.whole:
        totals = [_total_text(texts, *total) for total in table.totals]
        rows.append(("whole", [texts("counted.whole"), *totals]))
    return rows


def _show(view: View, layer: Layer, table: CountTable) -> None:
    texts, until = view.texts, view.model.data_dates.get(layer.id)
    years = [Heading(str(year), str(year), right=True) for year in table.years]
    show_table(
        f"counted_{layer.id}",
        texts,
        label=texts("counted.label", layer=texts.name(layer.name), unit=texts.name(layer.unit)),
        columns=[Heading("area", texts("counted.area")), *years],
        rows=rows_json(count_rows_text(view, table)),
        empty="",
        about=texts("counted.about", until=until.isoformat() if until else texts("cards.blank")),
    )


def _area_text(view: View, area: int) -> str:
    return view.texts("counted.unknown") if area == NO_AREA else view.model.areas.areas[area].name


def _count_text(texts: Texts, count: int) -> str:
    return texts("counted.fewer", n=FEWEST) if count == LEFT_OUT else number_text(count)


def _total_text(texts: Texts, low: int, high: int) -> str:
    if low == high:
        return number_text(low)
    return texts("counted.between", low=number_text(low), high=number_text(high))
