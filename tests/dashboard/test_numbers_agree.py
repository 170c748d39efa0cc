"""Every number is the same everywhere, and the one that the ledger files themselves give.

The ledgers are written by `tests.dashboard.agreeing_ledgers`, imported like any other, and counted
again in `tests.dashboard.agreeing` from their words. Card, page, table, map and workbook must agree
with that under every filter.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from dashboard.components.cards import card_json
from dashboard.components.indicators.cells import indicator_cells, measure_all
from dashboard.components.indicators.words import value_text
from dashboard.components.records.asked import RowsAsked
from dashboard.components.records.rows import ordered_rows
from dashboard.components.view import View
from dashboard.reports.layer_report import layer_reports
from dashboard.reports.order import Order as ReportOrder
from dashboard.reports.spreadsheet import to_xlsx
from dashboard.server.live import open_live
from dashboard.texts import Language, read_texts
from dashboard.wording import number_text, percent_text
from dashboard.worker.schools import make_school_zones
from dashboard.worker.shelters import make_shelter_reach
from dashboard.worker.work import Work
from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from geodata.accounts import Account
from geodata.catalogue.model import Indicator, Layer
from geodata.columns import to_arrays
from geodata.periods import Period
from geodata.selection import Selection
from geodata.storage.jobs import ask_job, claim_job
from geodata.storage.store import open_storage
from tests.dashboard.agreeing import (
    Filter,
    Ledgers,
    Row,
    count_again,
    read_ledgers,
)
from tests.dashboard.agreeing_ledgers import write_ledgers
from tests.dashboard.signing import sign_in
from tests.geodata.making import CATALOGUE, NOW, write_town

DAYS = ((date(2025, 1, 1), date(2026, 1, 1)), (date(2024, 5, 1), date(2024, 8, 1)))
GRID = [
    Filter(area, project, *days)
    for area, project, days in product(
        (None, "D1"), (None, "fire", "public_order", "migrant_housing"), DAYS
    )
]


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_ledgers(tmp_path_factory.mktemp("ledgers"))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, paths: dict[str, Path]) -> Iterator[View]:
    """Look at what was imported from the ledgers, as a clerk."""
    folder = tmp_path_factory.mktemp("agree")
    storage = open_storage(folder, now=NOW)
    write_town(storage)
    for layer, path in paths.items():
        order = Order(path, layer, Manner(crs="EPSG:4326"))
        report = import_ledger(storage, CATALOGUE, order, now=NOW)
        assert not report.rejected, (layer, report.rejected)
    for work in (make_school_zones, make_shelter_reach):
        ask_job(storage, work.__name__, {}, key="", by=None, now=NOW)
        job = claim_job(storage, now=NOW)
        assert job is not None
        work(Work(job, storage, lambda: NOW))
    storage.close()
    live = open_live(folder, clock=lambda: NOW)
    session = sign_in(live, Account(0, "chen.li", "陈丽", "clerk"))
    texts = read_texts(Language.CHINESE)
    selection = Selection(layers=(), period=Period(*DAYS[0]))
    yield View(live, live.model(), texts, selection, session, live.today())
    live.storage.close()


def _seen(town: View, chosen: Filter) -> View:
    selection = replace(
        town.selection,
        period=Period(chosen.start, chosen.end),
        areas=(chosen.area,) if chosen.area else (),
        projects=(chosen.project,) if chosen.project else (),
    )
    return replace(town, selection=selection)


def _written(indicator: Indicator, value: float | None) -> str:
    if value is None:
        return "—"
    if indicator.scale == 100:
        return percent_text(value / 100)
    return number_text(round(value, 1) if indicator.scale == 10_000 else value)


@pytest.mark.parametrize("chosen", GRID, ids=str)
def test_page_table_and_map_say_what_the_ledgers_say(
    town: View, paths: dict[str, Path], chosen: Filter
) -> None:
    ledgers, view = read_ledgers(paths), _seen(town, chosen)
    both = measure_all(view)
    found = both.last_year
    for indicator in CATALOGUE.indicators:
        again = count_again(ledgers, indicator.id, chosen)
        measured, layer = found[indicator.id], CATALOGUE.by_layer[indicator.layer]
        written = _written(indicator, again.value)
        assert value_text(view, indicator, measured) == written, indicator.id
        assert card_json(view, indicator)["number"] == written, indicator.id
        assert indicator_cells(view, both, indicator)[1].split()[0] == written, indicator.id
        rows = ordered_rows(view, RowsAsked(indicator.layer, indicator=indicator.id), layer)
        assert len(rows) == measured.records == again.records, indicator.id
        block = to_arrays(view.model.columns_for(indicator.layer, view.viewer))
        assert np.count_nonzero(block["placed"][rows]) == measured.placed, indicator.id


@pytest.mark.parametrize("chosen", GRID, ids=str)
def test_an_export_counted_again_gives_the_same(
    town: View, paths: dict[str, Path], chosen: Filter
) -> None:
    ledgers, view = read_ledgers(paths), _seen(town, chosen)
    layers = {one.layer: CATALOGUE.by_layer[one.layer] for one in CATALOGUE.indicators}
    exported = {**ledgers, **{name: _exported(view, layer) for name, layer in layers.items()}}
    for indicator in CATALOGUE.indicators:
        again = count_again(ledgers, indicator.id, chosen)
        out = count_again(exported, indicator.id, chosen)
        assert out.records == again.records, indicator.id
        assert out.value == pytest.approx(again.value), indicator.id


def _exported(view: View, layer: Layer) -> list[Row]:
    """Read the workbook that is taken away, its columns under the headings of the ledger."""
    order = ReportOrder(layer.id, view.selection, view.viewer, Language.CHINESE, NOW)
    (report,) = layer_reports(view.live.storage, view.model, order)
    book = load_workbook(BytesIO(to_xlsx(report)), read_only=True)
    heads, *rows = book.worksheets[1].iter_rows(values_only=True)
    names = [str(head).partition("（")[0] for head in heads]
    return [dict(zip(names, map(_cell, row), strict=True)) for row in rows]


def _cell(cell: object) -> str:
    """Write a cell as a ledger would; of a grade (红 · 严管) only its first word."""
    if isinstance(cell, datetime):
        text = f"{cell:%Y-%m-%d %H:%M}"
        return text.removesuffix(" 00:00")  # a day whose time nobody knows
    return "" if cell is None else str(cell).partition(" · ")[0]


def test_every_declared_indicator_is_counted_again(paths: dict[str, Path]) -> None:
    ledgers: Ledgers = read_ledgers(paths)
    counted = {one.id: count_again(ledgers, one.id, GRID[0]) for one in CATALOGUE.indicators}
    assert all(found.records for found in counted.values())
    assert all(found.value is not None for found in counted.values())
