"""A town every text of which is made to run: one ledger for each layer, from its declaration."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from etl.report import BatchReport
from geodata.catalogue import Field, Layer
from geodata.storage.store import open_storage
from tests.dashboard.reports.corpus import CORPUS
from tests.geodata.making import CATALOGUE, NOW

RUNS: Final = "window.pwned=1"
SCRIPTS: Final = (
    f"<script>{RUNS}</script>",
    f"<svg onload={RUNS}>",
    f"--><img src=x onerror={RUNS}>",
    f"&lt;img src=x onerror={RUNS}&gt;",
    f"\\u003cimg src=x onerror={RUNS}\\u003e",
    f"javascript:{RUNS}",
    f"[a](javascript:{RUNS})",
    f"$\\href{{javascript:{RUNS}}}{{x}}$",
    "<style>*{display:none}</style>",
    "<base href=//127.0.0.2/>",
    "</textarea></title><h1>",
    ":material/home: :red[x] `x`",
)
"""Text for browsers, and for what makes their pages."""
TEMPLATES: Final = (
    "A{{7*7}}B",
    "A${7*7}B",
    "A#{7*7}B",
    "A{%print(7*7)%}B",
    "A<%=7*7%>B",
    "A{7*7}B%(x)s{0.__class__}",
    "'; DROP TABLE places; --",
)
RAN: Final = ("A49B", "<class")
"""What templates and formats would make of it."""
SHEETS: Final = tuple(text for text in CORPUS if "\x00" not in text and text == text.strip())
"""Text for spreadsheets and map programs, but for what no csv holds or an import cuts off."""
PAYLOADS: Final = (*SCRIPTS, *TEMPLATES, *SHEETS)
"""What every column of text holds, each in a record of its own."""
SHAPED: Final = ("area", "ground", "street")
TEXT: Final = ("text", "address", "person")
PLAIN: Final = {
    "date": "2025-03-01",
    "datetime": "2025-03-01",
    "time": "10:00",
    "flag": "是",
}
AT: Final = {"x": "113.501", "y": "23.101"}
WEST, SOUTH, SIDE = 113.50, 23.10, 0.01


def write_hostile_town(folder: Path, ledgers: Path) -> dict[str, BatchReport]:
    """Import a ledger of each layer that holds text; return what was said of each.

    All records lie at one point, so that the map lists them together.
    """
    ledgers.mkdir(parents=True)
    storage = open_storage(folder, now=NOW)
    told = {}
    for layer in hostile_layers():
        path = _write_ledger(ledgers, layer)
        order = Order(path, layer.id, Manner("EPSG:4326", None, {}), source=PAYLOADS[0])
        told[layer.id] = import_ledger(storage, CATALOGUE, order, now=NOW)
    storage.close()
    return told


def hostile_layers() -> list[Layer]:
    """Return the layers that hold text, areas first."""
    layers = [layer for layer in CATALOGUE.layers if text_fields(layer)]
    return sorted(layers, key=lambda layer: (*_rank(layer), layer.id))


def text_fields(layer: Layer) -> list[Field]:
    """Return the fields of a layer that take any text."""
    return [field for field in layer.fields if field.type in TEXT]


def _rank(layer: Layer) -> tuple[bool, int]:
    levels = ("district", "community", "group")
    return layer.record != "area", levels.index(layer.id) if layer.id in levels else 0


def _write_ledger(folder: Path, layer: Layer) -> Path:
    rows = list(_rows(layer))
    if layer.record in SHAPED:
        path = folder / f"{layer.id}.geojson"
        features = [
            {"type": "Feature", "properties": row, "geometry": _geometry(layer)} for row in rows
        ]
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
        return path
    path = folder / f"{layer.id}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def _rows(layer: Layer) -> Iterator[dict[str, str]]:
    count = 1 if layer.id == "district" else len(PAYLOADS)
    for row in range(count):
        cells = {
            field.name.zh: _cell(layer, field, row, place)
            for place, field in enumerate(layer.fields)
        }
        yield {heading: cell for heading, cell in cells.items() if cell is not None}


def _cell(layer: Layer, field: Field, row: int, place: int) -> str | None:
    """Return what a row says in a field; None where it says nothing."""
    column = str(field.column)
    if layer.record in SHAPED and column == "code":
        return f"{layer.id}-{row}"
    if column == "parent":
        return f"{layer.parent_layer}-0"
    if column in AT and layer.record not in SHAPED:
        return AT[column]
    if field.type in TEXT:
        text = PAYLOADS[(row + place) % len(PAYLOADS)]
        is_own = field.personal or field.id in (*layer.key, *layer.fallback_key)
        return f"{text}#{row}" if is_own else text  # names are masked wherever they stand
    return None if column == "valid_to" else _plain_cell(layer, field, row)


def _plain_cell(layer: Layer, field: Field, row: int) -> str | None:
    if field.type == "choice":
        values = layer.values_of(field)
        return values[row % len(values)].name.zh
    if field.type in ("integer", "number"):
        return str(int(max(3, field.minimum or 0)))
    return PLAIN.get(field.type)


def _geometry(layer: Layer) -> dict[str, Any]:
    east, north = WEST + SIDE, SOUTH + SIDE
    if layer.geometry == "line":
        return {"type": "LineString", "coordinates": [[WEST, SOUTH], [east, north]]}
    ring = [[WEST, SOUTH], [east, SOUTH], [east, north], [WEST, north], [WEST, SOUTH]]
    return {"type": "Polygon", "coordinates": [ring]}
