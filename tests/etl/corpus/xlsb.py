"""Writes an .xlsb as Excel does ([MS-XLSB]): the parts of an xlsx, most of them binary records."""

import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.etl.corpus.table import (
    ERRORS,
    EXCEL_ZERO,
    Formula,
    Merged,
    Sheets,
    counted_from_1904,
    span_of,
)

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DATE_STYLE = 1


def write_xlsb(path: Path, sheets: Sheets, merged: Merged = (), *, from_1904: bool = False) -> Path:
    """Write sheets by name; merged ranges are of the first."""
    sheets = counted_from_1904(sheets) if from_1904 else sheets
    book = _record(131) + _record(153, struct.pack("<II", from_1904, 0) + _text(""))
    book += _record(143)
    for number, name in enumerate(sheets, 1):
        book += _record(156, struct.pack("<II", 0, number) + _text(f"rId{number}") + _text(name))
    book += _record(144) + _record(132)
    targets = [("worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.bin")]))
        archive.writestr("xl/workbook.bin", book)
        links = _relations([*targets, ("styles", "styles.bin")])
        archive.writestr("xl/_rels/workbook.bin.rels", links)
        archive.writestr("xl/styles.bin", _styles())
        for number, rows in enumerate(sheets.values()):
            body = _sheet(rows, () if number else merged)
            archive.writestr(f"xl/{targets[number][1]}", body)
    return path


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'


def _styles() -> bytes:
    styles = b"".join(_record(47, struct.pack("<HH12x", 0, kind)) for kind in (0, 14))
    formats = _record(617, struct.pack("<I", 2)) + styles + _record(618)
    return _record(278) + formats + _record(279)


def _sheet(rows: Sequence[Sequence[Any]], merged: Merged) -> bytes:
    width = max(map(len, rows), default=1)
    content = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    content += _record(145)
    for number, row in enumerate(rows):
        content += _record(0, struct.pack("<I13x", number))
        content += b"".join(_cell(column, cell) for column, cell in enumerate(row))
    content += _record(146)
    spans = [span_of(cells) for cells in merged]
    if spans:
        content += _record(177, struct.pack("<I", len(spans)))
        for top, left, bottom, right in spans:
            content += _record(176, struct.pack("<IIII", top, bottom, left, right))
        content += _record(178)
    return content + _record(130)


def _cell(column: int, cell: Any) -> bytes:
    plain = struct.pack("<II", column, 0)
    if cell is None:
        return _record(1, plain)
    if isinstance(cell, Formula):
        formula = struct.pack("<BHII", ERRORS[cell.value], 0, 0, 0)
        return _record(11, plain + formula)
    if cell in ERRORS:
        return _record(3, plain + bytes([ERRORS[cell]]))
    if isinstance(cell, str):
        return _record(6, plain + _text(cell))
    if isinstance(cell, date):
        cell, plain = (cell - EXCEL_ZERO).days, struct.pack("<II", column, DATE_STYLE)
    return _record(5, plain + struct.pack("<d", cell))


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, content: bytes = b"") -> bytes:
    """Write a record: its kind and length in groups of seven bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, left = b"", len(content)
    while left > 0x7F:
        length += bytes([left & 0x7F | 0x80])
        left >>= 7
    return head + length + bytes([left]) + content
