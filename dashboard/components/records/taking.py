"""What the table's head offers to take away: the records it counts, as one of several files."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import numpy as np

from dashboard.components.belonging import is_foreign
from dashboard.reports.order import FORMATS, MOST_WHOLE
from dashboard.reports.table_file import TABLE_FILES
from dashboard.texts import LANGUAGE
from dashboard.wording import number_text
from geodata.selection import to_query

if TYPE_CHECKING:
    from dashboard.components.records.asked import RowsAsked
    from dashboard.components.view import View

Json = dict[str, object]


def takeaway_json(view: View, asked: RowsAsked) -> Json | None:
    """Return what the browser offers; None for whoever may not, and where no one layer is shown.

    Rows of an indicator and unplaced rows are parts of a layer under conditions a file of the
    filter does not have, so nothing is offered that would hold others.
    """
    if asked.layer is None or asked.indicator or asked.unplaced or not view.allows("export_rows"):
        return None
    layer, texts = view.catalogue.by_layer[asked.layer], view.texts
    if is_foreign(view, layer):
        return None
    count = int(np.count_nonzero(view.chosen(layer.id)))
    told = {"n": number_text(count), "unit": texts.name(layer.unit)}
    name = texts.name(layer.name)
    query = {**to_query(view.selection), LANGUAGE: texts.language.value, "v": view.model.version}
    return {
        "of": texts("table.take_of", layer=name, **told),
        "note": texts("table.take_note"),
        "unit": told["unit"],
        "name": "_".join([name, *_marks(view), view.today.isoformat()]),
        "address": f"/api/export/{layer.id}",
        "query": urlencode(query),
        "kinds": [_kind(view, kind, count) for kind in FORMATS],
    }


def table_takeaway(view: View, table: str, count: int, **chosen: str) -> Json | None:
    """Return what the browser offers of a table of figures; None for whoever may not.

    Parameters
    ----------
    table
        One of `dashboard.components.figure_tables.TABLES`.
    chosen
        What the page has chosen besides the filter, as links have it.
    """
    if not count or not view.allows("export_figures"):
        return None
    texts, name = view.texts, view.texts(f"tables.{table}")
    query = {**to_query(view.selection), **chosen, LANGUAGE: view.language.value}
    return {
        "of": texts("tables.take_of", name=name, n=number_text(count)),
        "note": texts("table.take_note"),
        "unit": texts("tables.unit"),
        "name": "_".join([name, *_marks(view), view.today.isoformat()]),
        "address": f"/api/tables/{table}",
        "query": urlencode({**query, "v": view.model.version}),
        "kinds": [{"id": kind, "label": texts(f"audit.take.{kind}")} for kind in TABLE_FILES],
    }


def _marks(view: View) -> list[str]:
    return [view.texts("head.sample")] if view.is_sample else []


def _kind(view: View, kind: str, count: int) -> Json:
    """Return a kind of file; with why it is not to be had, where there are too many records."""
    texts = view.texts
    told: Json = {"id": kind, "label": texts(f"table.take_kinds.{kind}")}
    if kind != "csv" and count > MOST_WHOLE:
        told["why"] = texts("table.take_most", most=number_text(MOST_WHOLE))
    return told
