"""Cells of an xlsx whose formula has no value: Excel's errors, and formulas nobody has computed.

The reader of values gives both as empty cells, which they are not. The parts of the workbook are
looked through as bytes (ECMA-376 part 1, 18.3): parsing a large sheet a second time would cost more
than reading it.
"""

import html
import re
import zipfile
from pathlib import Path, PurePosixPath

UNCOMPUTED = "=?"
"""Stands for a formula without a value: written by a program that cannot compute."""

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_PROPERTIES = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ERROR = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"(?=[^>]*\bt="e")[^>]*>'
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<",
    re.DOTALL,
)
_BARE = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d+)"(?![^>]*\bt="str")[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# what only a formula without a value has: looked for first, as it takes a fraction of the time
_ENDS = (
    re.compile(rb"f>\s*<(?:\w+:)?(?:v\s*/|v>\s*<|/)"),
    re.compile(rb"/>\s*</(?:\w+:)?c>"),
)
LETTERS = 26
MAIN, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

Cells = dict[int, dict[int, str]]


def cells_without_value(path: Path, sheet: str) -> Cells:
    """Find them in a sheet.

    Returns
    -------
    dict
        By row and column, from 0: the error as Excel writes it (``#DIV/0!``), or `UNCOMPUTED`.
        Nothing for other formats than xlsx.
    """
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        content = archive.read(part) if part in archive.namelist() else b""
    found: Cells = {}
    if b'="e"' in content:
        for cell in _ERROR.finditer(content):
            _keep(found, cell, html.unescape(cell[3].decode()))
    if any(end.search(content) for end in _ENDS):
        for cell in _BARE.finditer(content):
            _keep(found, cell, UNCOMPUTED)
    return found


def xlsx_counts_from_1904(book: bytes) -> bool:
    """Tell whether a workbook's main part says that its days count from 1904 (18.2.28)."""
    tag = _PROPERTIES.search(book)
    return tag is not None and _attribute(tag[0], "date1904") in {"1", "true"}


def _keep(found: Cells, cell: re.Match[bytes], text: str) -> None:
    column = 0
    for letter in cell[1]:
        column = column * LETTERS + letter - ord("A") + 1
    found.setdefault(int(cell[2]) - 1, {})[column - 1] = text


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Find the part of the archive that holds a sheet; empty where none is named."""
    parts = archive.namelist()
    if MAIN not in parts or LINKS not in parts:
        return ""
    named = {_attribute(tag, "name"): tag for tag in _SHEET.findall(archive.read(MAIN))}
    return part_linked(archive, LINKS, _attribute(named.get(sheet, b""), r"\w+:id"))


def part_linked(archive: zipfile.ZipFile, links: str, relation: str) -> str:
    """Find the part of the archive a relation of the workbook leads to; empty where to none."""
    for tag in _RELATION.findall(archive.read(links)):
        if relation and _attribute(tag, "Id") == relation:
            target = _attribute(tag, "Target")
            return target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
    return ""


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rf"\s{name}=([\"'])(.*?)\1", tag.decode(errors="replace"))
    return html.unescape(found[2]) if found else ""
