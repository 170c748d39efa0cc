"""A thousand imports of anything: each row of a file is accounted for, in the database too."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from etl.formats import format_of, reader_of
from etl.imports import import_ledger
from etl.limits import Limits
from etl.order import Order
from etl.reading import Manner
from etl.sheets import Block, Sheet
from geodata.catalogue import read_catalogue
from geodata.errors import LedgerError
from geodata.records import BatchCounts
from geodata.storage.ledgers import read_counts
from geodata.storage.store import Storage, open_storage
from geodata.storage.tables import batches
from tests.etl.making import RENTAL_HEADINGS, RENTAL_ROWS, write_rentals

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
CATALOGUE = read_catalogue()
IMPORTS = 1_000
HEADING = [str(heading) for heading in RENTAL_HEADINGS]
WORDS = [
    "合计",
    "小计：3",
    "无",
    "—",
    "红",
    "２０２４．３．５",
    "113°34′12″",
    "35㎡",
    "-1",
    "1E+17",
    "=1+1",
]
CELLS = st.one_of(st.just(""), st.sampled_from(WORDS), st.text(max_size=6))
KNOWN = st.sampled_from([[str(cell or "") for cell in row] for row in RENTAL_ROWS])
ROWS: st.SearchStrategy[list[str]] = st.one_of(
    KNOWN,
    st.just(HEADING),
    st.lists(CELLS, min_size=len(HEADING), max_size=len(HEADING)),
    st.tuples(st.integers(0, 99), CELLS, CELLS).map(lambda t: ["", f"YH-{t[0]}", t[1], *t[2:]]),
    st.just([]),
)


def in_this_process(path: Path, _limits: Limits, sheet: str | None) -> Iterator[Sheet | Block]:
    """Read as the child does, without its process."""
    yield from reader_of(format_of(path))(path, sheet)


@pytest.fixture(scope="module")
def shared() -> Iterator[Storage]:
    """One database for all: what one import brought the next may change."""
    with TemporaryDirectory() as folder:
        storage = open_storage(Path(folder), now=NOW)
        yield storage
        storage.close()


@settings(max_examples=IMPORTS, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, max_size=8), encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_rows_are_headings_blanks_totals_records_or_refused(
    shared: Storage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[list[str]],
    encoding: str,
) -> None:
    monkeypatch.setattr("etl.imports.read_sheets", in_this_process)
    path = tmp_path / "a.csv"
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADING, *rows])
    path.write_bytes(text.getvalue().encode(encoding, "replace"))
    with suppress(LedgerError):  # such as a file without any data
        report = import_ledger(shared, CATALOGUE, Order(path, "rental", Manner("wgs84")), now=NOW)
        assert report.batch is not None
        with shared.reading() as connection:
            kept = read_counts(connection, report.batch)
        assert kept == report.counts
        assert kept.rows_read == len(rows) + 1 == _sum(kept)


def _sum(counts: BatchCounts) -> int:
    apart = {"rows_read", "warned", "misplaced"}
    return sum(count for name, count in asdict(counts).items() if name not in apart)


@pytest.mark.parametrize("name", ["rows_read", "headings", "new", "rejected"])
def test_the_database_takes_no_batch_whose_rows_do_not_add_up(
    tmp_path: Path, storage: Storage, bring_in: Any, name: str
) -> None:
    batch = bring_in(write_rentals(tmp_path / "a.csv"), "rental", crs="wgs84").batch
    column = batches.c[name]
    with pytest.raises(IntegrityError, match="CHECK"), storage.writing() as connection:
        connection.execute(
            update(batches).where(batches.c.id == batch).values({column: column + 1})
        )
