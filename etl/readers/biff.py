"""Cells of an .xls that hold an error, which the reader of values gives as empty ones.

A compound file ([MS-CFB]) holds the workbook as one stream of records ([MS-XLS]); only the few that
say ``error`` are looked for.
"""

import struct
from itertools import islice
from pathlib import Path

from etl.readers.formulas import Cells

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_BYTES = 512
IN_HEADER = 109
"""So many sectors of the allocation table are named in the header itself."""

LAST = 0xFFFFFFFA
"""Numbers from here on are no sectors but marks."""

ENTRY_BYTES, NAME_BYTES = 128, 64
STREAMS = frozenset({"Workbook", "Book"})
DATE_1904 = 0x0022
BOUND_SHEET, END, FORMULA, BOOLEAN_OR_ERROR = 0x0085, 0x000A, 0x0006, 0x0205
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
          0x24: "#NUM!", 0x2A: "#N/A"}  # fmt: skip
_RECORD = struct.Struct("<HH")
_PLACE = struct.Struct("<HH")
_VALUE = struct.Struct("<6xB1xB3xH")
"""Of a formula whose value is no number: which kind, which one, and that it is none."""
_SHEET = struct.Struct("<IBBB")
NO_NUMBER, IS_ERROR = 0xFFFF, 2


def errors_in_xls(path: Path, number: int) -> Cells:
    """Find the errors in a sheet.

    Parameters
    ----------
    number
        Place of the sheet in the workbook, from 0.

    Returns
    -------
    dict
        By row and column, from 0. Empty where the file is laid out in another way.
    """
    try:
        stream = _workbook(path.read_bytes())
        starts = [_SHEET.unpack_from(stream, at)[0] for at in _records(stream, 0, BOUND_SHEET)]
        start = next(islice(starts, number, None), len(stream))
        return _errors(stream, start)
    except (struct.error, IndexError):
        return {}


def xls_counts_from_1904(path: Path) -> bool:
    """Tell whether the workbook counts its days from 1904 (Date1904, 2.4.77)."""
    try:
        stream = _workbook(path.read_bytes())
        return any(stream[at] for at in _records(stream, 0, DATE_1904))
    except (struct.error, IndexError):
        return False


def _records(stream: bytes, at: int, *wanted: int) -> list[int]:
    """Give where the content of each record of some kinds begins, up to the end of the sheet."""
    found = []
    while at + _RECORD.size <= len(stream):
        kind, length = _RECORD.unpack_from(stream, at)
        at += _RECORD.size
        if kind in wanted:
            found.append(at)
        elif kind == END:
            break
        at += length
    return found


def _errors(stream: bytes, start: int) -> Cells:
    found: Cells = {}
    for at in _records(stream, start, BOOLEAN_OR_ERROR):
        if stream[at + 7]:
            _keep(found, stream, at, stream[at + 6])
    for at in _records(stream, start, FORMULA):
        kind, code, number = _VALUE.unpack_from(stream, at)
        if number == NO_NUMBER and kind == IS_ERROR:
            _keep(found, stream, at, code)
    return found


def _keep(found: Cells, stream: bytes, at: int, code: int) -> None:
    row, column = _PLACE.unpack_from(stream, at)
    found.setdefault(row, {})[column] = ERRORS.get(code, "#VALUE!")


def _workbook(content: bytes) -> bytes:
    """Take the stream of the workbook out of the compound file; empty where there is none."""
    if not content.startswith(SIGNATURE):
        return b""
    sector = 1 << int.from_bytes(content[30:32], "little")
    table = _allocation(content, sector)
    (directory,) = struct.unpack_from("<I", content, 48)
    entries = _chained(content, table, directory, sector)
    for at in range(0, len(entries), ENTRY_BYTES):
        name = entries[at : at + NAME_BYTES].decode("utf-16-le", "replace").partition("\0")[0]
        if name in STREAMS:
            start, size = struct.unpack_from("<II", entries, at + 116)
            return _chained(content, table, start, sector)[:size]
    return b""


def _allocation(content: bytes, sector: int) -> tuple[int, ...]:
    """Give for each sector the one that follows it in its chain."""
    sectors = list(struct.unpack_from(f"<{IN_HEADER}I", content, 76))
    (more,) = struct.unpack_from("<I", content, 68)
    per_sector = sector // 4
    while more < LAST and len(sectors) * sector < len(content):
        *named, more = struct.unpack_from(f"<{per_sector}I", content, _place(more, sector))
        sectors += named
    parts = (content[_place(n, sector) :][:sector] for n in sectors if n < LAST)
    whole = b"".join(parts)
    return struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4])


def _chained(content: bytes, table: tuple[int, ...], first: int, sector: int) -> bytes:
    parts: list[bytes] = []
    while first < LAST and len(parts) <= len(table):
        at = _place(first, sector)
        parts.append(content[at : at + sector])
        first = table[first]
    return b"".join(parts)


def _place(number: int, sector: int) -> int:
    return HEADER_BYTES * (sector // HEADER_BYTES) + number * sector
