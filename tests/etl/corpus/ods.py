"""Writes an .ods as LibreOffice does (OpenDocument 1.2, part 1)."""

import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.etl.corpus.table import ERRORS, Formula, Merged, Sheets, span_of

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = (
    "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<m:file-entry m:full-path="/" m:media-type="{MIMETYPE}"/></m:manifest>'
)
FAR = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
"""What stands below the last row of each sheet."""


def write_ods(path: Path, sheets: Sheets, merged: Merged = ()) -> Path:
    """Write sheets by name; merged ranges are of the first."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{_rows(rows, () if n else merged)}{FAR}"
        "</table:table>"
        for n, (name, rows) in enumerate(sheets.items())
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = f"<office:document-content{NAMESPACES}>{body}</office:document-content>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return path


def _rows(rows: Sequence[Sequence[Any]], merged: Merged) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1)
             for top, left, bottom, right in map(span_of, merged)}  # fmt: skip
    covered = {
        (top + down, left + right)
        for (top, left), (height, width) in spans.items()
        for down in range(height)
        for right in range(width)
    } - spans.keys()
    lines = []
    for number, row in enumerate(rows):
        cells = [
            "<table:covered-table-cell/>" if (number, column) in covered
            else _cell(cell, spans.get((number, column)))
            for column, cell in enumerate(row)
        ]  # fmt: skip
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return "".join(lines)


def _cell(cell: Any, span: tuple[int, int] | None) -> str:
    spanned = (
        f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
        if span
        else ""
    )
    if cell is None:
        return f"<table:table-cell{spanned}/>"
    if isinstance(cell, Formula) or cell in ERRORS:
        text = cell.value if isinstance(cell, Formula) else cell
        kind = ' table:formula="of:=x" office:value-type="string" office:string-value=""'
        kind += ' calcext:value-type="error"'
    elif isinstance(cell, date):
        text, kind = "x", f' office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, str):
        text, kind = cell, ' office:value-type="string" calcext:value-type="string"'
    else:
        text, kind = "9,9", f' office:value-type="float" office:value="{cell!r}"'
    return f"<table:table-cell{spanned}{kind}><text:p>{escape(text)}</text:p></table:table-cell>"
