"""Makes the files that tests import: plain ones and such as are meant to do harm."""

import csv
import gzip
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import xlsxwriter

from etl.report import BatchReport

Rows = Iterable[Sequence[Any]]

RENTAL_HEADINGS: list[Any] = [
    "序号",
    "房屋编码",
    "房屋地址",
    "社区",
    "经度",
    "纬度",
    "风险等级",
    "套数",
]
RENTAL_ROWS: list[list[Any]] = [
    [1, "YH-1", "新庄西街1号", "新庄", 113.57, 23.20, "红", "12套"],
    [2, "YH-2", "新庄西街2号", "新庄", 113.58, 23.21, "绿色", "３"],
    [3, "YH-3", "新庄西街3号", "新庄", None, None, None, 5],
]


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    """Write a csv with CRLF, gzipped where the name ends in .gz."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    content = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)
    return path


def write_xlsx(path: Path, rows: Rows, merged: Iterable[str] = ()) -> Path:
    """Write the first sheet of an xlsx; merged ranges keep the text of their first cell."""
    workbook = xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd hh:mm"}
    )
    sheet = workbook.add_worksheet("台账")
    for cells in merged:
        sheet.merge_range(cells, "")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, column, cell)
    workbook.close()
    return path


def write_rentals(path: Path) -> Path:
    """Write three good rental buildings, one of them without coordinates."""
    return write_csv(path, [RENTAL_HEADINGS, *RENTAL_ROWS])


SHEET = "xl/worksheets/sheet1.xml"
CELL = '<c r="{0}" t="inlineStr"><is><t>{1}</t></is></c>'


def write_raw_xlsx(path: Path, sheet: str | bytes) -> Path:
    """Write an xlsx whose one sheet is this XML."""
    with zipfile.ZipFile(write_xlsx(path, [])) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = sheet
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def sheet_of(rows: str, before: str = "") -> str:
    """Wrap rows of XML into a worksheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'


FAR_CELL = sheet_of(
    f'<row r="1">{CELL.format("A1", "a")}</row>'
    f'<row r="1048576">{CELL.format("XFD1048576", "b")}</row>'
)
DOCUMENT_TYPE = sheet_of(
    f'<row r="1">{CELL.format("A1", "a")}</row>',
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
)
VIRTUAL_DATASET = (
    '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/etc/hostname</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)


def outcome(report: BatchReport) -> tuple[int, ...]:
    """Give rows read, headings, blank, totals, new, changed, unchanged, rejected."""
    return astuple(report.counts)[:8]
