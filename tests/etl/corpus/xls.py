"""Writes an .xls as Excel 97 to 2003 and WPS do: BIFF8 ([MS-XLS]) in a compound file ([MS-CFB])."""

import struct
from collections.abc import Iterable, Sequence
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

SECTOR = 512
FREE, END_OF_CHAIN, IS_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096
"""Streams below this size would go into a second kind of sectors."""

ENTRIES_PER_SECTOR = SECTOR // 4
DATE_STYLE = 1


def write_xls(path: Path, sheets: Sheets, merged: Merged = (), *, from_1904: bool = False) -> Path:
    """Write sheets by name; merged ranges are of the first."""
    sheets = counted_from_1904(sheets) if from_1904 else sheets
    bodies = [
        _sheet(rows, merged if number == 0 else ()) for number, rows in enumerate(sheets.values())
    ]
    head = (
        _bof(0x0005)
        + _record(0x0042, struct.pack("<H", 1200))
        + _record(0x0022, struct.pack("<H", from_1904))
    )
    head += _style(0) + _style(14)
    names = [_unicode(name, "<B") for name in sheets]
    at = len(head) + sum(len(name) + 10 for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += _record(0x0085, struct.pack("<IBB", at, 0, 0) + name)
        at += len(body)
    stream = head + _record(0x000A) + b"".join(bodies)
    path.write_bytes(_compound("Workbook", stream.ljust(SMALLEST_STREAM, b"\0")))
    return path


def _sheet(rows: Sequence[Sequence[Any]], merged: Merged) -> bytes:
    width = max(map(len, rows), default=0)
    content = _bof(0x0010) + _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            content += _cell(struct.pack("<HH", number, column), cell)
    spans = [span_of(cells) for cells in merged]
    if spans:
        areas = b"".join(struct.pack("<HHHH", top, bottom, left, right)
                         for top, left, bottom, right in spans)  # fmt: skip
        content += _record(0x00E5, struct.pack("<H", len(spans)) + areas)
    return content + _record(0x000A)


def _cell(at: bytes, cell: Any) -> bytes:
    plain = at + struct.pack("<H", 0)
    if cell is None:
        return b""
    if isinstance(cell, Formula):
        value = struct.pack("<BBBBBBH", 2, 0, ERRORS[cell.value], 0, 0, 0, 0xFFFF)
        return _record(0x0006, plain + value + struct.pack("<HIH", 0, 0, 0))
    if cell in ERRORS:
        return _record(0x0205, plain + bytes([ERRORS[cell], 1]))
    if isinstance(cell, str):
        return _record(0x0204, plain + _unicode(cell, "<H"))
    if isinstance(cell, date):
        cell, plain = (cell - EXCEL_ZERO).days, at + struct.pack("<H", DATE_STYLE)
    return _record(0x0203, plain + struct.pack("<d", cell))


def _unicode(text: str, length: str) -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 0x0600))


def _style(number_format: int) -> bytes:
    return _record(0x00E0, struct.pack("<HHH", 0, number_format, 0) + bytes(14))


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _compound(name: str, stream: bytes) -> bytes:
    """Wrap one stream: header, FAT, directory, stream."""
    sectors = -(-len(stream) // SECTOR)
    fats = 1
    while fats * ENTRIES_PER_SECTOR < fats + 1 + sectors:
        fats += 1
    chain = [IS_FAT] * fats + [END_OF_CHAIN]
    chain += [fats + 2 + n for n in range(sectors - 1)] + [END_OF_CHAIN]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, fats, fats, 0, SMALLEST_STREAM)
    header += struct.pack("<IIII", END_OF_CHAIN, 0, END_OF_CHAIN, 0) + _table([*range(fats)], 109)
    directory = _entry("Root Entry", 5, END_OF_CHAIN, 0, child=1)
    directory += _entry(name, 2, fats + 1, len(stream)) + _entry("", 0, 0, 0) * 2
    body = stream.ljust(sectors * SECTOR, b"\0")
    return header + _table(chain, fats * ENTRIES_PER_SECTOR) + directory + body


def _table(entries: Iterable[int], size: int) -> bytes:
    filled = [*entries]
    return struct.pack(f"<{size}I", *filled, *[FREE] * (size - len(filled)))


def _entry(name: str, kind: int, start: int, size: int, *, child: int = FREE) -> bytes:
    spelled = (name + "\0" if name else "").encode("utf-16-le")
    head = spelled.ljust(64, b"\0") + struct.pack("<HBB", len(spelled), kind, 1)
    links = struct.pack("<III", FREE, FREE, child) + bytes(36)
    return head + links + struct.pack("<IQ", start, size)
