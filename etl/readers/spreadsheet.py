"""Spreadsheets: xlsx, xls and what else calamine reads (xlsb, ods); openpyxl where it cannot."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from etl.archives import require_sound_archive
from etl.limits import MOST_COLUMNS
from etl.readers.biff import errors_in_xls, xls_counts_from_1904
from etl.readers.formulas import MAIN, cells_without_value, xlsx_counts_from_1904
from etl.readers.opendocument import CONTENT, errors_and_merges
from etl.readers.xlsb import BOOK, marks_in_xlsb, xlsb_counts_from_1904
from etl.reasons import refusal
from etl.sheets import Row, Sheet, in_blocks, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet

    from etl.readers.formulas import Cells
    from etl.readers.opendocument import Range
    from etl.sheets import Block

    Ranges = Sequence[Range]


def read_spreadsheet(path: Path, wanted: str | None) -> Iterator[Sheet | Block]:
    """Read the visible sheets, or the one asked for (which may be hidden)."""
    if zipfile.is_zipfile(path):
        require_sound_archive(path)
    try:
        with path.open("rb") as file:  # by its path it would be opened as its extension says
            workbook = CalamineWorkbook.from_filelike(file)
    except PasswordError as error:
        raise refusal("password", name=path.name) from error
    except CalamineError:
        yield from _read_with_openpyxl(path, wanted)
        return
    from_1904 = _counts_from_1904(path)
    for name in _chosen(path, workbook, wanted):
        try:
            sheet = workbook.get_sheet_by_name(name)
        except CalamineError as error:
            raise refusal("no_workbook", name=path.name) from error
        if sheet.total_width > MOST_COLUMNS:
            raise refusal("too_wide", name=path.name, count=sheet.total_width, most=MOST_COLUMNS)
        yield Sheet(name, from_1904=from_1904)
        bare, merged = _marks(path, workbook, sheet)
        held = _held_down(sheet, merged)
        for block in in_blocks(_rows(sheet, held, bare)):
            numbers = range(block.first, block.first + len(block.rows))
            repeated = [[n, column] for n in numbers for column in held.get(n - 1, ())]
            yield replace(block, repeated=repeated)


def _chosen(path: Path, workbook: CalamineWorkbook, wanted: str | None) -> list[str]:
    sheets = workbook.sheets_metadata
    if wanted is None:
        return [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    names = [sheet.name for sheet in sheets]
    require_sheet(path, wanted, names)
    return [wanted]


def require_sheet(path: Path, wanted: str, names: Iterable[str]) -> None:
    """Refuse to look for a sheet the file does not have."""
    if wanted not in names:
        raise refusal("no_such_sheet", name=path.name, sheet=wanted, sheets="、".join(names))


def _rows(sheet: CalamineSheet, held: dict[int, list[int]], bare: Cells) -> Iterator[Row]:
    """Give every row from the first; a merged cell's text stands in each row it spans."""
    row_above: Row = []
    left = [None] * (sheet.start[1] if sheet.start else 0)
    above = number = sheet.start[0] if sheet.start else 0
    yield from ([] for _ in range(above))
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), above):
        row: Row = [*left, *map(to_text, cells)]
        for column, text in bare.get(number, {}).items():
            if column < len(row):
                row[column] = row[column] or text
        for column in held.get(number, ()):
            row[column] = row_above[column]
        yield row
        row_above = row
    for last in range(number + 1, max(bare, default=0) + 1):  # rows of nothing but errors
        yield [bare.get(last, {}).get(column) for column in range(len(row_above))]


def _marks(path: Path, workbook: CalamineWorkbook, sheet: CalamineSheet) -> tuple[Cells, Ranges]:
    """Find what is no value: errors by row and column, and merged ranges."""
    merged = sheet.merged_cell_ranges or ()
    if not zipfile.is_zipfile(path):
        return errors_in_xls(path, workbook.sheet_names.index(sheet.name)), merged
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
    if CONTENT in parts:
        return errors_and_merges(path, sheet.name)
    if BOOK in parts:
        return marks_in_xlsb(path, sheet.name)
    return cells_without_value(path, sheet.name), merged


def _counts_from_1904(path: Path) -> bool:
    """Tell from which year a workbook counts days: numbers that are no dates come as they are."""
    if not zipfile.is_zipfile(path):
        return xls_counts_from_1904(path)
    with zipfile.ZipFile(path) as archive:
        parts = archive.namelist()
        if MAIN in parts:
            return xlsx_counts_from_1904(archive.read(MAIN))
        return BOOK in parts and xlsb_counts_from_1904(archive.read(BOOK))


def _held_down(sheet: CalamineSheet, merged: Ranges) -> dict[int, list[int]]:
    """Find, for each row from 0, the columns whose cell continues a merged one above."""
    held: dict[int, list[int]] = {}
    if sheet.end is None or sheet.start is None:
        return held
    last_row, last_column = sheet.end
    for (top, column), (bottom, _) in merged:
        if sheet.start[1] <= column <= last_column and top >= sheet.start[0]:
            for row in range(top + 1, min(bottom, last_row) + 1):
                held.setdefault(row, []).append(column)
    return held


def _read_with_openpyxl(path: Path, wanted: str | None) -> Iterator[Sheet | Block]:
    """Read what calamine refuses and a more forgiving reader may still understand."""
    import openpyxl  # noqa: PLC0415 - slow to load and seldom needed

    try:
        with path.open("rb") as file:
            workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
            names = [s.title for s in workbook.worksheets if s.sheet_state == "visible"]
            if wanted is not None:
                require_sheet(path, wanted, workbook.sheetnames)
                names = [wanted]
            for name in names:
                yield Sheet(name, from_1904=_counts_from_1904(path))
                values = workbook[name].iter_rows(values_only=True)
                yield from in_blocks([to_text(cell) for cell in row] for row in values)
            workbook.close()
    except (OSError, ValueError, KeyError, TypeError, SyntaxError, zipfile.BadZipFile) as error:
        raise refusal("no_workbook", name=path.name) from error
