"""Every trait in every format it may have is read exactly, and each rule is needed for one."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl import formats
from etl.ledger import read_ledger
from etl.reading import Manner
from geodata.catalogue import Layer, read_catalogue
from geodata.coordinates.bounds import Bounds
from geodata.errors import LedgerError
from geodata.records import NotedRow, Record
from tests.etl.corpus.cases import CASES, CELLS, Case
from tests.etl.corpus.formats import SUFFIXES, WRITERS
from tests.etl.corpus.rules import RULES

CATALOGUE = read_catalogue()
TODAY = date(2026, 11, 21)
TOWN = Bounds(113.5, 23.1, 113.6, 23.3)
LIE, OTHER_LIE = ".xls", ".csv"


@pytest.fixture(autouse=True)
def _all_drivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here GDAL may open anything; that the child's may not is tested with it."""
    for reader in ("shapefile", "geopackage"):
        monkeypatch.setattr(f"etl.readers.{reader}.require_only_allowed_drivers", lambda: None)


def write(folder: Path, case: Case, form: str) -> Path:
    true = SUFFIXES[form]
    suffix = (OTHER_LIE if true == LIE else LIE) if case.lies else true
    sheets = {"台账": case.rows, **case.more}
    return WRITERS[form](folder / f"台账{suffix}", sheets, **case.how)


def layer_of(case: Case) -> Layer:
    """Return the layer of rental housing, with the headings a case adds to it."""
    layer = CATALOGUE.by_layer["rental"]
    declared = layer.model_dump()
    for one in declared["fields"]:
        one["headings"] += case.also.get(one["id"], ())
    return Layer.model_validate(declared) if case.also else layer


def outcome_of(path: Path, case: Case) -> dict[str, Any]:
    """Read a file and give what its case speaks of."""
    parts = formats.reader_of(formats.format_of(path))(path, None)
    with closing(parts):  # type: ignore[type-var]
        reading = read_ledger(
            parts,
            path.name,
            layer_of(case),
            CATALOGUE,
            Manner(crs="wgs84"),
            today=TODAY,
            bounds=TOWN,
        )
    dropped = reading.headings + reading.blank + reading.totals
    assert dropped + len(reading.records) + len(reading.rejected) == reading.rows_read
    records = zip(reading.records, case.records, strict=False)
    return {
        "records": [_told(record, expected) for record, expected in records],
        "count": len(reading.records),
        "rows": (reading.headings, reading.blank, reading.totals),
        "rejected": [_first_of(row) for row in reading.rejected],
    }


def _told(record: Record, expected: Any) -> dict[str, Any]:
    position = record.position
    known = {
        "at": position and (round(position.lng, 9), round(position.lat, 9)),
        "units": record.attributes.get("units"),
        "floors": record.attributes.get("floors"),
        "phone": record.personal.get("owner_phone"),
    }
    return {name: known[name] if name in known else getattr(record, name) for name in expected}


def _first_of(row: NotedRow) -> tuple[int, str, str]:
    return row.row, row.problems[0].column, row.problems[0].rule


def expected_of(case: Case) -> dict[str, Any]:
    return {
        "records": [dict(record) for record in case.records],
        "count": len(case.records),
        "rows": (case.headings, case.blank, case.totals),
        "rejected": list(case.rejected),
    }


@pytest.mark.parametrize(("name", "form"), CELLS)
def test_a_trait_is_read_exactly(tmp_path: Path, name: str, form: str) -> None:
    case = CASES[name]
    assert outcome_of(write(tmp_path, case, form), case) == expected_of(case)


@pytest.mark.parametrize("rule", RULES)
def test_without_its_rule_a_trait_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: str
) -> None:
    target, instead, name, form = RULES[rule]
    case = CASES[name]
    path = write(tmp_path, case, form)
    monkeypatch.setattr(target, instead)
    try:
        assert outcome_of(path, case) != expected_of(case)
    except (LedgerError, IndexError):
        return  # read no more at all


def test_every_trait_hangs_on_a_rule_and_every_format_is_there() -> None:
    assert {rule.case for rule in RULES.values()} == CASES.keys()
    assert {form for _, form in CELLS} == WRITERS.keys()
