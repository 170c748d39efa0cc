"""What the reader of values leaves out of older and other workbooks: errors, merged cells."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl.formats import format_of
from etl.readers.biff import errors_in_xls
from etl.readers.opendocument import errors_and_merges
from etl.readers.spreadsheet import read_spreadsheet
from etl.readers.xlsb import marks_in_xlsb
from etl.sheets import Block, Row, Sheet
from tests.etl.corpus.ods import write_ods
from tests.etl.corpus.table import ERRORS, Formula
from tests.etl.corpus.xls import write_xls
from tests.etl.corpus.xlsb import write_xlsb

Write = Callable[..., Path]
WRITERS: dict[str, Write] = {"xls": write_xls, "xlsb": write_xlsb, "ods": write_ods}


@pytest.fixture(params=WRITERS)
def write(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[..., Path]:
    """Write a workbook of one of the formats."""

    def write_book(sheets: dict[str, list[list[Any]]], merged: tuple[str, ...] = ()) -> Path:
        path = WRITERS[request.param](tmp_path / "a", sheets, merged)
        assert format_of(path) == "spreadsheet"
        return path

    return write_book


def rows_of(path: Path, sheet: str | None = None) -> list[Row]:
    return [r for p in read_spreadsheet(path, sheet) if isinstance(p, Block) for r in p.rows]


def test_each_error_stands_where_it_was(write: Write) -> None:
    errors = list(ERRORS)
    path = write({"甲": [["a"] * 4], "乙": [["b"] * 7, errors, list(map(Formula, errors))]})
    assert rows_of(path, "乙") == [["b"] * 7, errors, errors]
    assert rows_of(path, "甲") == [["a"] * 4]


def test_merged_cells_are_held_down_in_their_sheet_only(write: Write) -> None:
    rows: list[list[Any]] = [["社区", "编号"], ["新庄", 1], [None, 2], [None, 3]]
    path = write({"甲": rows, "乙": rows}, ("A2:A3",))
    assert [row[0] for row in rows_of(path, "甲")] == ["社区", "新庄", "新庄", None]
    assert [row[0] for row in rows_of(path, "乙")] == ["社区", "新庄", None, None]


def test_dates_numbers_and_sheets_are_read(write: Write) -> None:
    path = write({"甲": [[date(2024, 3, 5), 13812345678, 113.57]], "乙": [["x"]]})
    assert rows_of(path) == [["2024-03-05", "13812345678", "113.57"], ["x"]]
    assert [p.name for p in read_spreadsheet(path, None) if isinstance(p, Sheet)] == ["甲", "乙"]


@pytest.mark.parametrize("kept", [0, 100, 700, 2_000])
def test_what_is_cut_off_has_no_marks(tmp_path: Path, kept: int) -> None:
    path = write_xls(tmp_path / "a.xls", {"甲": [["a", "#N/A"]]})
    path.write_bytes(path.read_bytes()[:kept])
    assert errors_in_xls(path, 0) in ({}, {0: {1: "#N/A"}})


def test_a_sheet_that_is_not_there_has_no_marks(tmp_path: Path) -> None:
    rows: dict[str, list[list[Any]]] = {"甲": [["a", "#N/A"]]}
    assert errors_in_xls(write_xls(tmp_path / "a.xls", rows), 5) == {}
    assert marks_in_xlsb(write_xlsb(tmp_path / "a.xlsb", rows), "乙") == ({}, [])
    assert errors_and_merges(write_ods(tmp_path / "a.ods", rows), "乙") == ({}, [])
