"""Every kind of defect, seeded into a clean ledger, is reported at its row and column; no other."""

from pathlib import Path
from typing import Any

import pytest

from etl import formats
from etl.ledger import read_ledger
from etl.reading import Manner
from geodata.catalogue import read_catalogue
from geodata.coordinates.bounds import Bounds
from tests.etl.corpus.defects import LEDGERS, OF_NUMBERS, TODAY, Defect, Ledger
from tests.etl.corpus.formats import BOOKS, MAPS, TEXTS, WRITERS

CATALOGUE = read_catalogue()
TOWN = Bounds(113.5, 23.1, 113.6, 23.3)
FORMS = ("xlsx", "xls", "csv, UTF-8", "csv, GB18030", "GeoJSON", "Shapefile")
LEAST_KINDS = 30
FIELD_BYTES = 254
"""What a text of a .dbf may take."""

Found = set[tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _all_drivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here GDAL may open anything; that the child's may not is tested with it."""
    monkeypatch.setattr("etl.readers.shapefile.require_only_allowed_drivers", lambda: None)


def seeded(ledger: Ledger, form: str) -> tuple[list[list[Any]], Found]:
    """Give rows with every defect the format can have, and where each is."""
    rows: list[list[Any]] = [list(ledger.cells)]
    expected: Found = set()
    for defect in filter(lambda defect: _can_have(form, defect), ledger.defects.values()):
        for seed in (None, None, defect):
            rows.append(_row(ledger, len(rows) - 1, seed))
        # a table counts its headings as the first row, a map its first feature
        expected.add((len(rows) - (form in MAPS), *_told(form, defect)))
    return [*rows, _row(ledger, len(rows) - 1)], expected


def _told(form: str, defect: Defect) -> tuple[str, str]:
    # ten bytes are what a .dbf has for a heading, five characters
    return defect.column[: 5 if form == "Shapefile" else None], defect.rule


def _can_have(form: str, defect: Defect) -> bool:
    if form in MAPS and defect.column in OF_NUMBERS:
        return False
    return form != "Shapefile" or all(len(str(c)) < FIELD_BYTES for c in defect.cells.values())


def _row(ledger: Ledger, number: int, defect: Defect | None = None) -> list[Any]:
    # a point that many rows share would be a defect of its own
    apart = {"经度": round(ledger.cells["经度"] + number / 1e5, 5)}
    cells = {**ledger.cells, **apart, **(defect.cells if defect else {})}
    return [c.replace("{n}", str(number)) if isinstance(c, str) else c for c in cells.values()]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.layer)
def test_each_defect_is_reported_where_it_is_and_nothing_else(
    tmp_path: Path, ledger: Ledger, form: str
) -> None:
    rows, expected = seeded(ledger, form)
    path = WRITERS[form](tmp_path / "台账", {"台账": rows})
    reading = read_ledger(
        formats.reader_of(formats.format_of(path))(path, None),
        path.name,
        CATALOGUE.by_layer[ledger.layer],
        CATALOGUE,
        Manner(crs="wgs84"),
        today=TODAY,
        bounds=TOWN,
    )
    noted = [*reading.rejected, *reading.warned]
    assert {(row.row, p.column, p.rule) for row in noted for p in row.problems[:1]} == expected
    assert len(noted) == len(expected)
    assert len(reading.records) == len(rows) - 1 - len(reading.rejected)


def test_there_are_enough_kinds() -> None:
    kinds = {(d.column, d.rule) for ledger in LEDGERS for d in ledger.defects.values()}
    assert len(kinds) >= LEAST_KINDS
    assert {*BOOKS, *TEXTS, *MAPS} > set(FORMS)
