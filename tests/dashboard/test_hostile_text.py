"""Text made to run in every column of every layer: from the ledger to all that leaves the server.

Layers and columns are those declared, so that a new one is in this by itself. What a browser makes
of it is looked at in ``tests/browser/test_hostile_text.py``.
"""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
from openpyxl.utils.escape import unescape
from starlette.applications import Starlette

from dashboard.components.figure_tables import TABLES
from dashboard.reports.files import FORMATS
from dashboard.reports.layer_report import LayerReport, layer_reports
from dashboard.reports.order import Order
from dashboard.reports.table_file import TABLE_FILES
from dashboard.server.live import Live, open_live
from dashboard.server.routes import build_routes
from dashboard.texts import Language
from etl.report import BatchReport
from geodata.accounts import Account
from geodata.catalogue import Layer
from geodata.controls import without_controls
from geodata.frames import told_fields
from geodata.masking import scrub_text
from geodata.packing import unpack
from geodata.selection import Selection
from geodata.storage.reads import read_records
from geodata.viewer import OFFICE
from tests.dashboard.asking import ask
from tests.dashboard.hostile_town import (
    PAYLOADS,
    RAN,
    SCRIPTS,
    TEMPLATES,
    hostile_layers,
    text_fields,
    write_hostile_town,
)
from tests.dashboard.signing import Told, sign_in
from tests.dashboard.small_town import YEAR
from tests.geodata.making import NOW

LAYERS = {layer.id: layer for layer in hostile_layers()}
SEEN = [id_ for id_, one in LAYERS.items() if one.record in ("place", "incident")]
SEEN = [id_ for id_ in SEEN if not LAYERS[id_].counted_only]
FORMULA = set("=+-@\t\r\n＝＋－＠")
Reports = dict[str, BatchReport]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Reports]:
    folder = tmp_path_factory.mktemp("hostile")
    return folder / "town", write_hostile_town(folder / "town", folder / "ledgers")


@pytest.fixture(scope="module")
def live(imported: tuple[Path, Reports]) -> Iterator[Live]:
    opened = open_live(imported[0], clock=lambda: NOW)
    yield opened
    opened.storage.close()


@pytest.fixture(scope="module")
def app(live: Live) -> Told:
    clerk = sign_in(live, Account(0, "chen.li", "陈丽", "clerk"))
    return Told(Starlette(routes=build_routes(live)), clerk)


def _strings(value: Any) -> set[str]:
    """Return all text in an answer, at any depth."""
    if isinstance(value, dict):
        return set().union(*map(_strings, value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(_strings, value))
    return {value} if isinstance(value, str) else set()


def _json(app: Told, address: str, **sent: Any) -> set[str]:
    """Return the text of an answer that no browser takes for a page and no template has run."""
    answer = ask(app, address, **sent)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    assert not any(ran in answer.text for ran in RAN)
    return _strings(answer.json())


def _stored(live: Live, layer: Layer) -> list[dict[str, Any]]:
    with live.storage.reading() as connection:
        return read_records(connection, layer, live.model().columns[layer.id].number.tolist())


def _texts(layer: Layer, record: dict[str, Any]) -> set[str]:
    """Return what a record says that facts show to everybody: what it is called, its free texts."""
    held = {
        record.get(str(field.column)) if field.column else record["attributes"].get(field.id)
        for field in text_fields(layer)
        if field.facts and field.type == "text" and field.column in (None, "name", "code")
    }
    return {text for text in held if text and scrub_text(text) == text}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_ledger_of_nothing_but_such_text_comes_in_as_it_is(
    imported: tuple[Path, Reports], layer: str
) -> None:
    counts = imported[1][layer].counts
    assert (counts.new, counts.rejected) == (counts.rows_read - 1, 0)
    assert counts.new in (1, len(PAYLOADS))


@pytest.mark.parametrize("layer", SEEN)
def test_facts_and_names_tell_it_as_it_stands(live: Live, app: Told, layer: str) -> None:
    told: set[str] = set()
    records = _stored(live, LAYERS[layer])
    assert len(records) == len(PAYLOADS)
    for record in records:
        texts = _texts(LAYERS[layer], record)
        shown = "\n".join(_json(app, f"/api/facts/{layer}/{record['id']}"))
        assert {text for text in texts if text not in shown} == set()
        told |= texts
    for payload in (*SCRIPTS, *TEMPLATES):
        assert any(text.startswith(payload) for text in told), payload
    numbers = ",".join(str(record["id"]) for record in records)
    assert len(_json(app, f"/api/layers/{layer}/names?numbers={numbers}")) >= len(PAYLOADS)


@pytest.mark.parametrize("layer", [id_ for id_ in LAYERS if id_ != "population"])
def test_blocks_name_things_as_their_ledger_does(live: Live, app: Told, layer: str) -> None:
    model = live.model()
    kinds = {"shapes": model.shapes, "layers": model.columns}
    for path in [
        f"/api/{kind}/{layer}{'/columns' if kind == 'layers' else ''}"
        for kind, held in kinds.items()
        if layer in held
    ]:
        answer = ask(app, path)
        assert answer.headers["content-type"] == "application/octet-stream"
        names = unpack(answer.content)[0].get("names")
        if names and len(names) > 1:
            for payload in (*SCRIPTS, *TEMPLATES):
                assert any(name.startswith(payload) for name in names), payload
            assert not any(ran in name for ran in RAN for name in names)


@pytest.mark.parametrize("asked", [*SCRIPTS, *TEMPLATES])
def test_the_search_finds_it_as_it_stands(app: Told, asked: str) -> None:
    assert any(asked in text for text in _json(app, "/api/search", form={"q": asked}))


@pytest.mark.parametrize("layer", SEEN)
def test_files_hold_it_as_text_and_no_formula(live: Live, tmp_path: Path, layer: str) -> None:
    order = Order(layer, Selection((), YEAR), OFFICE, Language.CHINESE, NOW)
    (report,) = layer_reports(live.storage, live.model(), order)
    told = _told(report)
    assert told
    for kind, opened in (
        (".xlsx", _workbook), (".csv", _plain), (".geojson", _map_file), (".gpkg", _map_file)
    ):  # fmt: skip
        path = tmp_path / f"taken{kind}"
        path.write_bytes(b"".join(FORMATS[kind].write([report])))
        assert told <= opened(path), kind


def _told(report: LayerReport) -> set[str]:
    fields = [field.id for field in told_fields(report.layer) if field.type == "text"]
    cells = [cell for name in fields for cell in report.frame[name].dropna()]
    return {without_controls(cell) for cell in cells}


def _workbook(path: Path) -> set[str]:
    cells = [
        cell
        for sheet in openpyxl.load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    return {unescape(str(cell.value)) for cell in cells}


def _plain(path: Path) -> set[str]:
    text = path.read_bytes().decode("utf-8-sig")
    cells = {cell for row in csv.reader(StringIO(text, newline="")) for cell in row}
    assert not any(cell.lstrip()[:1] in FORMULA for cell in cells if cell)
    return cells | {cell.removeprefix("'") for cell in cells}


def _map_file(path: Path) -> set[str]:
    if path.suffix == ".geojson":
        return _strings(json.loads(path.read_text("utf-8")))
    held = pyogrio.read_dataframe(path, read_geometry=False)
    return {cell for name in held.columns for cell in held[name] if isinstance(cell, str)}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("kind", TABLE_FILES)
def test_tables_of_figures_hold_no_formula(
    app: Told, tmp_path: Path, table: str, kind: str
) -> None:
    answer = ask(app, f"/api/tables/{table}/{kind}?period=2025-01-01/2026-01-01", form={})
    if answer.status_code == 404:  # of figures the worker has not made
        return
    path = tmp_path / f"table.{kind}"
    path.write_bytes(answer.content)
    cells = _workbook(path) if kind == "xlsx" else _plain(path)
    assert not any(ran in cell for ran in RAN for cell in cells)


@pytest.mark.parametrize("batch", range(1, len(LAYERS) + 1))
def test_a_template_and_returned_rows_of_no_layer_run(app: Told, batch: int) -> None:
    answer = ask(app, f"/api/batches/{batch}/rejected", form={})
    assert answer.status_code in (200, 404)
    if answer.status_code == 200:
        book = openpyxl.load_workbook(BytesIO(answer.content))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
