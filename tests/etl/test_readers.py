"""Formats as the readers understand them, in this process; the child has tests of its own."""

import json
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import Mock

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineError

from etl.formats import format_of, reader_of
from etl.sheets import BAD_SHAPE, Block, Row, Sheet, from_line, to_line, to_text
from geodata.errors import LedgerError
from geodata.settings import CHECKOUT, child_environment
from tests.etl.making import (
    CELL,
    RENTAL_HEADINGS,
    RENTAL_ROWS,
    sheet_of,
    write_csv,
    write_raw_xlsx,
    write_xlsx,
)

MIDNIGHT = datetime(2024, 3, 5)  # noqa: DTZ001 - as spreadsheets have it
LIGHT = ["csv", "gzip", "spreadsheet", "geojson", "kml", "kmz"]
TABLE: list[list[Any]] = [RENTAL_HEADINGS, *RENTAL_ROWS]


def rows_of(path: Path, sheet: str | None = None) -> list[Row]:
    parts = reader_of(format_of(path))(path, sheet)
    return [row for part in parts if isinstance(part, Block) for row in part.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz", "a.xlsx"])
def test_a_csv_is_read_in_each_encoding_whatever_its_extension(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = write_csv(tmp_path / name, TABLE, encoding)
    rows = rows_of(path)
    assert rows[0] == RENTAL_HEADINGS
    assert rows[1][:4] == ["1", "YH-1", "新庄西街1号", "新庄"]
    assert rows[3][4] is None


@pytest.mark.parametrize("sign", ["\t", ";", "|"])
def test_other_signs_may_divide_the_cells(tmp_path: Path, sign: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(sign.join(map(str, row)) for row in TABLE), encoding="utf-8")
    assert rows_of(path)[0] == RENTAL_HEADINGS


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a,b\n1,x\n2,"y\n3,z\n4,w\n', 3),
        ('a,b\n1,"x\n2,y\n3,"z"\n4,w\n', 2),
        ('a,b\n1,"x"y\n2,z\n', 2),
    ],
)
def test_a_quotation_mark_without_its_pair_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match=f"第 {line} 行"):
        rows_of(path)


@given(st.lists(st.text('a",\n', max_size=8), max_size=8))
def test_no_line_of_a_csv_is_lost(lines: list[str]) -> None:
    with TemporaryDirectory() as folder, suppress(LedgerError):
        path = Path(folder) / "a.csv"
        path.write_text("x\n" + "\n".join(lines), encoding="utf-8", newline="")
        rows = [",".join(cell or "" for cell in row) for row in rows_of(path)]
        kept = "\n".join(rows).replace('"', "")
        assert kept.rstrip("\n") == path.read_text("utf-8").replace('"', "").rstrip("\n")


def test_a_rare_character_of_an_office_font_does_not_refuse_the_file(tmp_path: Path) -> None:
    rows = rows_of(write_csv(tmp_path / "a.csv", [*TABLE, ["4", "\ue863街"]], "gb18030"))
    assert rows[4][1] == "\ue863街"
    path = write_csv(tmp_path / "b.csv", [["臺灣省臺北市信義區交通事故發生時間"]] * 9, "big5")
    with pytest.raises(LedgerError, match="编码"):
        rows_of(path)


def test_an_xlsx_says_the_same_as_the_csv(tmp_path: Path) -> None:
    table: list[list[Any]] = [[*row[:4], "x"] for row in TABLE]
    from_xlsx = rows_of(write_xlsx(tmp_path / "a.csv", table))
    assert from_xlsx == rows_of(write_csv(tmp_path / "b.xlsx", table))


def test_numbers_and_dates_of_a_spreadsheet_become_plain_text(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        [[13812345678, 113.57, True, MIDNIGHT, MIDNIGHT + timedelta(hours=8, minutes=30)]],
    )
    assert rows_of(path) == [["13812345678", "113.57", "TRUE", "2024-03-05", "2024-03-05 08:30:00"]]


def test_the_noise_of_a_computed_time_is_rounded_off(tmp_path: Path) -> None:
    noisy = timedelta(hours=7, minutes=59, seconds=59, milliseconds=999)
    moments = [MIDNIGHT + noisy, MIDNIGHT - timedelta(milliseconds=1)]
    assert rows_of(write_xlsx(tmp_path / "a.xlsx", [moments])) == [
        ["2024-03-05 08:00:00", "2024-03-05"]
    ]
    assert to_text(noisy) == to_text(time(7, 59, 59, 999_000)) == "08:00:00"


def test_rows_above_the_first_filled_one_keep_their_numbers(tmp_path: Path) -> None:
    rows = rows_of(write_xlsx(tmp_path / "a.xlsx", [[], [], [None, "x"]]))
    assert rows == [[], [], [None, "x"]]


def test_a_cell_merged_over_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["社区", "编号"], ["新庄", "1"], [None, "2"], [None, "3"], [None, "4"]]
    path = write_xlsx(tmp_path / "a.xlsx", rows, merged=["A2:A4"])
    assert [row[0] for row in rows_of(path)] == ["社区", "新庄", "新庄", "新庄", None]


def test_formulas_without_a_value_are_not_empty_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(path)
    workbook.add_worksheet("空")
    sheet = workbook.add_worksheet("甲 & 乙")
    sheet.write_row(0, 0, ["a", "b", "c", "d"])
    sheet.write_formula(1, 0, "=1+2", None, 3)
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    sheet.write_formula(1, 2, "=1+2", None, "")
    sheet.write(1, 3, "x")
    workbook.close()
    assert rows_of(path)[-1] == ["3", "#DIV/0!", "=?", "x"]


def test_a_formula_whose_value_is_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    formula = '<c r="A1" t="str"><f>IF(B1=1,B1,"")</f><v></v></c>'
    sheet = sheet_of(f'<row r="1">{formula}{CELL.format("B1", "x")}</row>')
    assert rows_of(write_raw_xlsx(tmp_path / "a.xlsx", sheet)) == [[None, "x"]]


def test_formulas_of_a_program_that_cannot_compute_are_told(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for column, text in enumerate(["=1+2", "=A1&A1", "x"], 1):
        sheet.cell(1, column, text)
    workbook.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx") == [["=?", "=?", "x"]]


def collection(*features: object, **more: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


def feature(coordinates: object, kind: str = "Point", **properties: object) -> dict[str, object]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_geojson_gives_a_row_of_names_and_a_row_a_feature(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(collection(feature([1, 2], name="甲"), feature([3, 4], code=7), {}), "utf-8")
    sheet, names, block = reader_of(format_of(path))(path, None)
    assert isinstance(sheet, Sheet)
    assert isinstance(names, Block)
    assert isinstance(block, Block)
    assert (sheet.geometry, sheet.crs) == ("point", "EPSG:4326")
    assert (names.first, names.rows) == (0, [["name", "code"]])
    assert block.rows == [["甲", None], [None, "7"], [None, None]]
    assert block.shapes is not None
    assert block.shapes[2] is None


@pytest.mark.parametrize(
    "geometry",
    [
        ("Polygon", [[[0, 0], [1, 0], [1, 1]]]),
        ("Polygon", [[[0, 0], [1, 0], [1, 1], [0, 2]]]),
        ("LineString", [[0, 0]]),
        ("Point", "x"),
        ("Blob", [1, 2]),
    ],
)
def test_a_geometry_that_is_none_is_marked_bad(
    tmp_path: Path, geometry: tuple[str, object]
) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(collection(feature(geometry[1], geometry[0])), encoding="utf-8")
    *_, block = reader_of(format_of(path))(path, None)
    assert isinstance(block, Block)
    assert block.shapes == [BAD_SHAPE]


def test_a_geojson_may_name_its_crs_as_it_did_before_2016(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    path.write_text(collection(feature([1, 2]), crs=crs), encoding="utf-8")
    sheet = next(iter(reader_of("geojson")(path, None)))
    assert isinstance(sheet, Sheet)
    assert sheet.crs == "urn:ogc:def:crs:EPSG::4547"


@pytest.mark.parametrize("text", ["[1]", '{"type": "Feature"}', "{", '{"features": 3}'])
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError):
        list(reader_of("geojson")(path, None))


def test_a_sheet_that_is_not_there_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", TABLE)
    assert rows_of(path, "台账")
    with pytest.raises(LedgerError, match="台账"):
        rows_of(path, "二月")


@pytest.mark.parametrize(
    ("cell", "text"),
    [(0.1, "0.1"), (5.0, "5"), (1e22, "1.00000000000000E+22"), (float("nan"), None), ("", None),
     (time(8, 5), "08:05:00"), (timedelta(hours=8, minutes=5), "08:05:00"), (False, "FALSE")],
)  # fmt: skip
def test_each_kind_of_cell_has_one_spelling(cell: object, text: str | None) -> None:
    assert to_text(cell) == text


def test_parts_survive_the_pipe_with_any_character() -> None:
    for part in (Sheet("a\nb", None, "x"), Block(3, [["\ud800\x00\n", None]], [None])):
        line = to_line(part)
        assert "\n" not in line
        assert from_line(json.loads(line)) == part


@pytest.mark.parametrize(
    "content",
    [
        b"<html><table><tr><td>\xe7\xbc\x96\xe5\x8f\xb7</td></tr></table></html>",
        b"\xef\xbb\xbf\n<?xml version='1.0'?>",
        b"%PDF-1.7\n",
        b"{\\rtf1 text}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"PK\x03\x04 no archive",
    ],
)
def test_what_is_no_ledger_is_to_be_saved_as_xlsx(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"另存为 \.xlsx") as caught:
        rows_of(path)
    assert "zip" not in str(caught.value)


def test_a_text_document_in_an_archive_is_to_be_saved_as_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(LedgerError, match=r"另存为 \.xlsx"):
        rows_of(path)


def test_what_calamine_refuses_a_more_forgiving_reader_may_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", TABLE)
    expected = rows_of(path)
    refusing = Mock(from_filelike=Mock(side_effect=CalamineError("broken")))
    monkeypatch.setattr("etl.readers.spreadsheet.CalamineWorkbook", refusing)
    assert rows_of(path) == expected
    assert rows_of(path, "台账") == expected


@pytest.mark.parametrize(("formats", "loaded"), [(LIGHT, False), (["shapefile"], True)])
def test_only_the_readers_of_maps_that_need_it_load_gdal(
    formats: list[str], *, loaded: bool
) -> None:
    code = (
        "import sys, etl.parse; from etl.formats import reader_of; "
        "[reader_of(name) for name in sys.argv[1:]]; print('pyogrio' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, *formats],
        env=child_environment({"PYTHONPATH": str(CHECKOUT)}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == str(loaded)
