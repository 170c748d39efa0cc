"""Files meant to do harm: each is refused with a reason, and this process lives on."""

import gzip
import os
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from etl.child import read_sheets
from etl.limits import MEBIBYTE, UPLOAD, Limits
from etl.sheets import Block
from geodata.errors import LedgerError
from tests.etl.making import (
    DOCUMENT_TYPE,
    FAR_CELL,
    SHEET,
    VIRTUAL_DATASET,
    write_csv,
    write_raw_xlsx,
    write_rentals,
)

MOST_GROWTH = 200 * MEBIBYTE


def packed(path: Path, size_mib: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(SHEET, bytes(size_mib * MEBIBYTE))
    return path


def of_bytes(content: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return write


def many_parts(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_100):
            archive.writestr(str(number), b"")
    return path


HOSTILE: dict[str, Callable[[Path], Path]] = {
    "far cell.xlsx": lambda path: write_raw_xlsx(path, FAR_CELL),
    "document type.xlsx": lambda path: write_raw_xlsx(path, DOCUMENT_TYPE),
    "document type, wide.xlsx": lambda path: write_raw_xlsx(path, DOCUMENT_TYPE.encode("utf-16")),
    "too tight.xlsx": lambda path: packed(path, 20),
    "too large inside.xlsx": lambda path: packed(path, 301),
    "too many parts.xlsx": many_parts,
    "no archive.xlsx": of_bytes(b"PK\x03\x04" + b"x" * 100),
    "no workbook.xls": of_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "no database.gpkg": of_bytes(b"SQLite format 3\x00" + b"\x10" * 5000),
    "deep arrays.geojson": of_bytes(b'{"type":' + b"[" * 200_000),
    "deep objects.geojson": of_bytes(b'{"a":' * 100_000),
    "cut off.csv.gz": of_bytes(gzip.compress(os.urandom(9_000).hex().encode())[:-20]),
    "bomb.csv.gz": of_bytes(gzip.compress(bytes(30 * MEBIBYTE))),
    "no text.csv": of_bytes(b"\x89PNG\r\n\x00\x00"),
    "no encoding.csv": of_bytes("编号,名称\n".encode("gb18030") + b"\xff\xff\xff\n"),
    "long cell.csv": of_bytes(b"a,b\n" + b"x" * 40_000 + b",1\n"),
    "wide.csv": of_bytes(b"," * 1_001),
    "empty.csv": of_bytes(b" \n"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(tmp_path: Path, name: str) -> None:
    path = HOSTILE[name](tmp_path / name)
    before = psutil.Process().memory_info().rss
    with pytest.raises(LedgerError) as caught:
        list(read_sheets(path, UPLOAD))
    assert caught.value.found.startswith(name)
    assert caught.value.remedy
    assert psutil.Process().memory_info().rss - before < MOST_GROWTH


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


def test_a_database_that_is_no_geopackage_gives_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (a)")
    database.close()
    with pytest.raises(LedgerError):
        list(read_sheets(path, UPLOAD))


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
