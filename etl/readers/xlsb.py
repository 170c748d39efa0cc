"""What the reader of values leaves out of an .xlsb: errors, and which cells are merged over rows.

A part of a binary workbook ([MS-XLSB] 2.1.4) is a row of records, each with its kind and length in
groups of seven bits; only the few that say ``error`` or ``merged`` are read.
"""

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

from etl.readers.biff import ERRORS
from etl.readers.formulas import Cells, part_linked
from etl.readers.opendocument import Range

BOOK, LINKS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
ROW, ERROR, FORMULA_ERROR, SHEET, MERGED = 0, 3, 11, 156, 176
PROPERTIES, COUNTS_FROM_1904 = 153, 1
_NUMBER = struct.Struct("<I")
_ERROR = struct.Struct("<I4xB")
_RANGE = struct.Struct("<IIII")
SEVEN_BITS, MORE = 0x7F, 0x80
KIND_BYTES, LENGTH_BYTES = 2, 4


def marks_in_xlsb(path: Path, sheet: str) -> tuple[Cells, list[Range]]:
    """Find the errors of a sheet, by row and column from 0, and its merged ranges."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
        relation = _relations(archive.read(BOOK)).get(sheet, "") if BOOK in parts else ""
        part = part_linked(archive, LINKS, relation) if LINKS in parts else ""
        stream = archive.read(part) if part in parts else b""
    errors: Cells = {}
    merged: list[Range] = []
    row = 0
    for kind, at in _records(stream):
        if kind == ROW:
            (row,) = _NUMBER.unpack_from(stream, at)
        elif kind in {ERROR, FORMULA_ERROR}:
            column, code = _ERROR.unpack_from(stream, at)
            errors.setdefault(row, {})[column] = ERRORS.get(code, "#VALUE!")
        elif kind == MERGED:
            top, bottom, left, right = _RANGE.unpack_from(stream, at)
            merged.append(((top, left), (bottom, right)))
    return errors, merged


def xlsb_counts_from_1904(book: bytes) -> bool:
    """Tell whether a workbook counts its days from 1904 (BrtWbProp, 2.4.822)."""
    properties = (at for kind, at in _records(book) if kind == PROPERTIES)
    return any(book[at] & COUNTS_FROM_1904 for at in properties)


def _relations(book: bytes) -> dict[str, str]:
    """Map the name of each sheet to the relation that leads to its part."""
    found = {}
    for kind, at in _records(book):
        if kind == SHEET:
            relation, after = _text(book, at + 2 * _NUMBER.size)
            found[_text(book, after)[0]] = relation
    return found


def _text(stream: bytes, at: int) -> tuple[str, int]:
    """Read a text that its length goes before; give where it ends as well."""
    (length,) = _NUMBER.unpack_from(stream, at)
    end = at + _NUMBER.size + 2 * length
    return stream[at + _NUMBER.size : end].decode("utf-16-le", "replace"), end


def _records(stream: bytes) -> Iterator[tuple[int, int]]:
    """Give the kind of each whole record and where its content begins."""
    at = 0
    while at < len(stream):
        kind, at = _grouped(stream, at, KIND_BYTES)
        length, at = _grouped(stream, at, LENGTH_BYTES)
        if at + length > len(stream):
            return
        yield kind, at
        at += length


def _grouped(stream: bytes, at: int, most: int) -> tuple[int, int]:
    """Read a number from groups of seven bits, each but the last marked; give where it ends."""
    number = 0
    for group, byte in enumerate(stream[at : at + most]):
        number |= (byte & SEVEN_BITS) << (7 * group)
        if not byte & MORE:
            return number, at + group + 1
    return number, at + most
