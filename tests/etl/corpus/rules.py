"""The rules by which traits are read: where each stands, and what there is without it."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import Mock

from python_calamine import CalamineWorkbook

from etl.rows import _remark
from etl.troubles import trouble
from etl.words import read_words

NEVER = re.compile(r"(?!)")
AS_IS = Mock(normalize=lambda _form, text: text)


class Rule(NamedTuple):
    """A rule switched off: what is put in its place, and the case that then fails."""

    target: str
    instead: Any
    case: str
    form: str


def by_suffix(path: Path) -> str:
    return "csv" if path.suffix == ".csv" else "spreadsheet"


def every_sheet(_path: Path, book: CalamineWorkbook, _wanted: str | None) -> list[str]:
    return book.sheet_names


def first_sheet(_path: Path, book: CalamineWorkbook, _wanted: str | None) -> list[str]:
    return book.sheet_names[:1]


def upper_row(upper: list[Any], _lower: list[Any]) -> list[tuple[str, ...]]:
    return [(cell or "",) for cell in upper]


def nothing(found: object) -> Callable[..., object]:
    return lambda *_: found


def no_serials() -> object:
    return replace(read_words(), serials=frozenset())


def no_strokes() -> object:
    return replace(read_words(), strokes=frozenset())


def no_examples() -> object:
    return replace(read_words(), examples=frozenset())


MARKS = "etl.readers.spreadsheet."
RULES = {
    "the content tells the format": Rule(
        "etl.formats.format_of", by_suffix, "a lying extension", "xls"),
    "titles may stand above": Rule("etl.ledger.ROWS_LOOKED_AT", 1, "titles above", "csv, UTF-8"),
    "headings may take two rows": Rule(
        "etl.headings._two_rows", upper_row, "headings in two rows", "csv, UTF-8"),
    "a merged heading spans columns": Rule(
        "etl.headings._two_rows", upper_row, "merged headings", "ods"),
    "merged cells are held down": Rule(
        f"{MARKS}_held_down", nothing({}), "merged cells", "xlsx"),
    "merged cells of ods": Rule(
        f"{MARKS}errors_and_merges", nothing(({}, [])), "merged cells", "ods"),
    "merged cells of xlsb": Rule(
        f"{MARKS}marks_in_xlsb", nothing(({}, [])), "merged cells", "xlsb"),
    "brackets are no name": Rule(
        "etl.headings._IN_BRACKETS", NEVER, "units in headings", "csv, UTF-8"),
    "totals are no records": Rule("etl.rows._total", lambda: NEVER, "totals", "csv, UTF-8"),
    "parts have totals too": Rule(
        "etl.rows._total", lambda: re.compile("合计"), "totals of parts", "xlsx"),
    "remarks are no records": Rule("etl.rows._remark", lambda: NEVER, "remarks below", "xls"),
    "a remark goes on": Rule(
        "etl.rows.RowKinds._is_remark", lambda _self, word, _row: _remark().match(word),
        "remarks below", "csv, UTF-8"),
    "totals have other names": Rule(
        "etl.rows._total", lambda: re.compile("[合小总]计"), "totals in other words", "xlsb"),
    "a sign needs no colon": Rule(
        "etl.rows._sign", lambda: NEVER, "signatures without colons", "csv, GB18030"),
    "a lone cell may be a remark": Rule(
        "etl.rows._lone_remark", lambda: NEVER, "lines that end a ledger", "xls"),
    "a page may go on": Rule(
        "etl.rows._division", lambda: re.compile("[一二(]"), "ends of pages", "xlsx"),
    "a line may divide": Rule("etl.rows._division", lambda: NEVER, "lines that divide", "ods"),
    "columns may be numbered": Rule(
        "etl.headings._numbers_columns", nothing(found=False), "numbered columns", "xlsx"),
    "an example is no record": Rule(
        "etl.rows.read_words", no_examples, "an example row", "csv, UTF-8"),
    "a heading is what is seen": Rule(
        "etl.words.CONTROLS", NEVER, "headings with invisible characters", "csv, UTF-8"),
    "blank rows are no records": Rule(
        "etl.rows.RowKinds._is_blank", nothing(found=False), "blank rows", "csv, UTF-8"),
    "a serial number fills no row": Rule(
        "etl.rows.read_words", no_serials, "numbered blank rows", "csv, UTF-8"),
    "a serial number is no key": Rule(
        "etl.headings.read_words", no_serials, "serial numbers taken for codes", "xlsx"),
    "headings may come again": Rule("etl.rows._spelled", nothing(()), "headings again", "xlsx"),
    "units are taken off": Rule(
        "etl.cells._NUMBER", re.compile(r"(\d+)(\Z)"), "units in cells", "KML"),
    "a number may be unknown": Rule(
        "etl.cells._unusable", lambda _field, rule, **named: trouble(rule, **named),
        "numbers nobody can read", "ods"),
    "width is evened out": Rule("etl.cells.unicodedata", AS_IS, "full-width digits", "Shapefile"),
    "degrees may be written out": Rule(
        "etl.coordinates._DEGREES", NEVER, "degrees, minutes, seconds", "xlsx"),
    "a cell may hold both": Rule(
        "etl.locate.parse_pair", nothing(None), "both coordinates in a cell", "xlsx"),
    "swapped columns are put right": Rule(
        "etl.locate.Locator._ordered", lambda _self, x, y, *_: (x, y), "swapped columns", "xls"),
    "dates have one spelling": Rule("etl.sheets._moment", repr, "dates of a spreadsheet", "xls"),
    "a day may be a number": Rule("etl.dates._serial", nothing(None), "numbers of days", "GeoJSON"),
    "days may count from 1904": Rule(
        "etl.columns.from_1904", lambda text: text, "days counted from 1904", "xls"),
    "a date may have points": Rule("etl.dates._spelled", nothing(None), "dates with points", "xls"),
    "a year may be short": Rule("etl.dates._SHORT", NEVER, "short years", "ods"),
    "a day may be missing": Rule("etl.cells.parse_month", nothing(None), "months", "csv, GB18030"),
    "a date may be Chinese": Rule("etl.dates._spelled", nothing(None), "Chinese dates", "KMZ"),
    "a date may be digits": Rule(
        "etl.dates._compact", nothing(None), "dates without marks", "csv, UTF-16"),
    "lost digits are told": Rule(
        "etl.identifiers._SCIENTIFIC", NEVER, "numbers without their digits", "xls"),
    "whole numbers have no point": Rule("etl.sheets._number", repr, "phones as numbers", "xls"),
    "some words say nothing": Rule(
        "etl.cells.is_nothing", nothing(found=False), "words for nothing", "GeoPackage"),
    "strokes say nothing": Rule(
        "etl.nothing.read_words", no_strokes, "strokes for nothing", "xlsx"),
    "同上 is what stands above": Rule(
        "etl.columns.ColumnReader._fill_down", nothing(None), "as above", "KML"),
    "so are 如上 and (同上)": Rule(
        "etl.cells.LONGEST_DITTO", 2, "as above in other words", "csv, UTF-8"),
    "nothing is called 0": Rule("etl.nothing.NAMES", frozenset(), "zeros of formulas", "xlsx"),
    "a spreadsheet keeps fifteen digits": Rule(
        "etl.sheets.EXACT_BELOW", float("inf"), "longer numbers than a spreadsheet keeps", "xlsb"),
    "what protects a text is none of it": Rule(
        "etl.cells._PROTECTED", NEVER, "texts kept from being numbers", "csv, GB18030"),
    "too many cells have shifted": Rule(
        "etl.sheetrows.SheetRows._refuse_shifted", nothing(None), "a comma without its marks",
        "txt with tabs"),
    "a photograph is no text": Rule(
        "etl.nothing.PICTURE_IN_CELL", "\0", "photographs in cells", "xlsx"),
    "errors of xlsx": Rule(
        f"{MARKS}cells_without_value", nothing({}), "formulas without a value", "xlsx"),
    "errors of xls": Rule(f"{MARKS}errors_in_xls", nothing({}), "formulas without a value", "xls"),
    "errors of xlsb": Rule(
        f"{MARKS}marks_in_xlsb", nothing(({}, [])), "formulas without a value", "xlsb"),
    "errors of ods": Rule(
        f"{MARKS}errors_and_merges", nothing(({}, [])), "formulas without a value", "ods"),
    "what is not seen is removed": Rule(
        "etl.cells.CONTROLS", NEVER, "invisible characters", "Shapefile"),
    "a line has one end": Rule(
        "etl.cells._LINE_ENDS", NEVER, "line ends of Windows", "csv, UTF-8"),
    "all sheets are read": Rule(f"{MARKS}_chosen", first_sheet, "several sheets", "xls"),
    "hidden sheets are not": Rule(f"{MARKS}_chosen", every_sheet, "a hidden sheet", "xlsx"),
    "a mark tells the encoding": Rule("etl.encodings.MARKS", (), "plain", "csv, UTF-16"),
    "what is no UTF-8 is GB18030": Rule(
        "etl.encodings.WITHOUT_MARK", ("utf-8",), "plain", "csv, GB18030"),
    "so it is in a .dbf": Rule(
        "etl.readers.shapefile.WITHOUT_MARK", ("utf-8",), "plain", "Shapefile, bare"),
    "a .dbf cuts names": Rule("etl.headings.DBF_NAME_BYTES", 99, "plain", "Shapefile, UTF-8"),
    "tabs may divide": Rule("etl.readers.csvtext.DELIMITERS", ",", "plain", "txt with tabs"),
    "a label is a name": Rule("etl.readers.kml.OWN", {}, "labels of placemarks", "KMZ"),
}  # fmt: skip
