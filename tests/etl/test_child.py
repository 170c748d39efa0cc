"""Files meant to do harm: each is refused with a reason, and this process lives on."""

import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import psutil
import pytest
import xlsxwriter

from etl import reasons
from etl.child import read_sheets
from etl.ledger import read_ledger
from etl.limits import MEBIBYTE, MOST_ROW_CHARACTERS, UPLOAD, Limits
from etl.reading import Manner, Reading
from etl.sheets import CHARACTERS_PER_BLOCK, Block
from geodata.catalogue import read_catalogue
from geodata.errors import LedgerError
from tests.etl.corpus.hostile import QUARANTINED, REFUSED
from tests.etl.making import VIRTUAL_DATASET, write_csv, write_rentals

MOST_GROWTH = 200 * MEBIBYTE
LEAST_HOSTILE = 60
CATALOGUE = read_catalogue()
TODAY = date(2026, 11, 21)


@pytest.fixture
def _grows_little() -> Iterator[None]:
    """Hold this process, which only hands files on, to a bounded growth."""
    before = psutil.Process().memory_info().rss
    yield
    assert psutil.Process().memory_info().rss - before < MOST_GROWTH


@pytest.mark.usefixtures("_grows_little")
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    REFUSED[name](path := tmp_path / name)
    with pytest.raises(LedgerError) as caught:
        read_rentals(path)
    assert caught.value.found.startswith(name)
    assert caught.value.remedy


@pytest.mark.usefixtures("_grows_little")
@pytest.mark.parametrize("name", QUARANTINED)
def test_rows_nobody_can_use_are_refused_or_doubted_one_by_one(tmp_path: Path, name: str) -> None:
    QUARANTINED[name](path := tmp_path / name)
    reading = read_rentals(path)
    told = {row.row for row in (*reading.rejected, *reading.warned)}
    assert told >= {record.row for record in reading.records}
    assert len(told) == reading.rows_read - reading.headings > 0
    assert all(reasons.told(problem) for row in reading.rejected for problem in row.problems)


def test_one_text_named_in_every_cell_is_refused(tmp_path: Path) -> None:
    text = "".join(chr(0x4E00 + n * n % 20_011) for n in range(32_000))  # hard to pack
    with xlsxwriter.Workbook(path := tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for row in range(300):
            sheet.write_row(row, 0, [text] * 3)
    held: list[int] = []

    def read() -> None:
        for part in read_sheets(path, UPLOAD):
            rows = part.rows if isinstance(part, Block) else []
            held.append(sum(len(cell or "") for row in rows for cell in row))

    with pytest.raises(LedgerError, match="不超过 200"):
        read()
    assert 0 < max(held) < CHARACTERS_PER_BLOCK + MOST_ROW_CHARACTERS


def test_a_row_without_end_is_refused_in_every_format(tmp_path: Path) -> None:
    wide = [[f"h{n}" for n in range(900)], ["x" * 2_000] * 900]
    with pytest.raises(LedgerError, match="第 2 行"):
        list(read_sheets(write_csv(tmp_path / "a.csv", wide), UPLOAD))


def test_a_child_amid_a_line_nobody_reads_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.child.LONGEST_LINE", 1_000)
    path = write_csv(tmp_path / "a.csv", [["a"], *[["x" * 1_000] for _ in range(900)]])
    with pytest.raises(LedgerError) as caught:
        list(read_sheets(path, replace(UPLOAD, wall_s=30)))
    assert caught.value.named["code"] != -signal.SIGKILL, "it ended only when its time was over"


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) + len(QUARANTINED) >= LEAST_HOSTILE


def read_rentals(path: Path) -> Reading:
    with closing(read_sheets(path, UPLOAD)) as parts:
        layer, manner = CATALOGUE.by_layer["rental"], Manner(crs="wgs84")
        return read_ledger(parts, path.name, layer, CATALOGUE, manner, today=TODAY)


@pytest.mark.parametrize("name", ["a.geojson", "a.gpkg", "a.csv", "a.xlsx"])
def test_a_virtual_dataset_in_disguise_is_opened_by_nobody(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(VIRTUAL_DATASET, encoding="utf-8")
    with pytest.raises(LedgerError, match="格式"):
        list(read_sheets(path, UPLOAD))


def test_a_virtual_dataset_below_other_text_is_mere_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"-{VIRTUAL_DATASET}", encoding="utf-8")
    cells = [
        cell
        for part in read_sheets(path, UPLOAD)
        if isinstance(part, Block)
        for row in part.rows
        for cell in row
    ]
    assert "".join(filter(None, cells)) == f"-{VIRTUAL_DATASET}"


def test_a_file_too_large_is_refused_before_anything_opens_it(tmp_path: Path) -> None:
    path = write_rentals(tmp_path / "a.csv")
    with pytest.raises(LedgerError, match="0 MB"):
        list(read_sheets(path, Limits(file_bytes=10)))


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"没有\.csv"):
        list(read_sheets(tmp_path / "没有.csv", UPLOAD))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are POSIX's")
def test_a_child_out_of_memory_or_time_ends_alone(tmp_path: Path) -> None:
    # large enough that what the child has at its start does not happen to be enough
    path = write_csv(tmp_path / "a.csv", [["x" * 1_000] * 8] * 400)
    for limits in (
        Limits(file_bytes=8 * MEBIBYTE, memory_bytes=20 * MEBIBYTE),
        Limits(file_bytes=8 * MEBIBYTE, wall_s=0),
    ):
        with pytest.raises(LedgerError, match="读取中断"):
            list(read_sheets(path, limits))


def test_where_the_system_sets_no_bounds_the_parent_does(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(b'{"features":[' + b"[]," * 3_000_000 + b"[]]}")  # 250 MB as lists
    free = Limits(file_bytes=16 * MEBIBYTE, by_system=False)
    with pytest.raises(LedgerError, match="要素集合"):
        list(read_sheets(path, free))
    for bounded in (replace(free, memory_bytes=60 * MEBIBYTE), replace(free, wall_s=0)):
        with pytest.raises(LedgerError, match="读取中断"):
            list(read_sheets(path, bounded))


def test_a_name_that_looks_like_an_option_is_a_file(awkward_folder: Path) -> None:
    path = write_rentals(awkward_folder / "--sheet=x.csv")
    assert sum(len(p.rows) for p in read_sheets(path, UPLOAD) if isinstance(p, Block)) == 4


def test_the_child_ends_when_its_rows_are_no_longer_wanted(tmp_path: Path) -> None:
    before = psutil.Process().children()
    parts = read_sheets(write_rentals(tmp_path / "a.csv"), UPLOAD)
    next(parts)
    children = [child for child in psutil.Process().children() if child not in before]
    assert children
    parts.close()
    assert all(not child.is_running() for child in children)
