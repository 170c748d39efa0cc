"""What the reader of values leaves out of an .ods: errors, and which cells are merged over rows.

OpenDocument 1.2, part 1, chapter 9; the type ``error`` is LibreOffice's own.
"""

import zipfile
from pathlib import Path
from xml.parsers import expat

from etl.readers.formulas import Cells

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell, each a row and a column from 0."""

CONTENT = "content.xml"
TELLING = (b'value-type="error"', b"number-rows-spanned=")
MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14


def errors_and_merges(path: Path, sheet: str) -> tuple[Cells, list[Range]]:
    """Find the errors of a sheet, by row and column from 0, and its merged ranges."""
    with zipfile.ZipFile(path) as archive:
        content = archive.read(CONTENT)
    if not any(mark in content for mark in TELLING):
        return {}, []
    look = _Look(sheet)
    parser = expat.ParserCreate()
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    parser.Parse(content, True)  # noqa: FBT003 - positional only
    return look.errors, look.merged


class _Look:
    """Follows the elements of the one sheet that is wanted."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.errors: Cells = {}
        self.merged: list[Range] = []
        self.inside = False
        self.row = self.column = 0
        self.repeated_rows = self.repeated_columns = 1
        self.is_error = False
        self.said = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table":
            self.inside, self.row = attributes.get("table:name") == self.sheet, 0
        elif tag == "table:table-row":
            self.repeated_rows = _count(attributes, "table:number-rows-repeated", MOST_ROWS)
            self.column = 0
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            name = "table:number-columns-repeated"
            self.repeated_columns = _count(attributes, name, MOST_COLUMNS)
            self.is_error, self.said = attributes.get("calcext:value-type") == "error", ""
            down = _count(attributes, "table:number-rows-spanned", MOST_ROWS)
            right = _count(attributes, "table:number-columns-spanned", MOST_COLUMNS)
            if self.inside and down > 1:
                last = self.row + down - 1, self.column + right - 1
                self.merged.append(((self.row, self.column), last))

    def text(self, text: str) -> None:
        self.said += text if self.is_error else ""

    def end(self, tag: str) -> None:
        if tag == "table:table-row":
            self.row += self.repeated_rows
        elif tag in {"table:table-cell", "table:covered-table-cell"}:
            if self.inside and self.is_error:
                self.errors.setdefault(self.row, {})[self.column] = self.said.strip() or "#VALUE!"
            self.column, self.is_error = self.column + self.repeated_columns, False


def _count(attributes: dict[str, str], name: str, most: int) -> int:
    written = attributes.get(name, "1")
    return min(int(written), most) if written.isdecimal() and len(written) < len("1" * 9) else 1
