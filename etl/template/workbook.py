"""The template as an Excel workbook: the rows to fill in, what they mean, the drop-downs."""

import hashlib
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from etl.template.columns import Language, TemplateColumn, read_texts, template_columns
from etl.words import read_words
from geodata.catalogue import Layer

EXPLAINED, EXAMPLE, FIRST = 1, 2, 3
"""Rows from 0: the explanations, the example, the first to fill in."""

LAST = 100_000
"""The last row a drop-down reaches."""

EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel knows no zones
"""Said to be when it was made, so that one declaration always gives the same bytes."""

MARK_LETTERS = 12
MOST_SHEET_NAME = 31
NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")
DATES = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "time": "hh:mm"}
NUMBERS = frozenset({"integer", "number", "coordinate"})
AS_TEXT = "@"
WIDTH, MARK_WIDTH = 17, 12
ABOUT_WIDTHS = (20, 10, 42, 42, 42)
EXPLAINED_HEIGHT = 78
REQUIRED, OPTIONAL, QUIET, INK = "#C9D6E4", "#E8ECF0", "#F6F7F8", "#5A6472"

HEADING = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "num_format": AS_TEXT}
ASIDE = {"bg_color": QUIET, "font_color": INK, "num_format": AS_TEXT, "valign": "top"}
WRAPPED = {"text_wrap": True, "valign": "top"}


def declaration_mark(layer: Layer) -> str:
    """Return twelve letters that differ where the declaration of a layer differs."""
    return hashlib.sha256(layer.model_dump_json().encode()).hexdigest()[:MARK_LETTERS]


def template_name(layer: Layer, language: Language) -> str:
    """Return the file name of a layer's template."""
    name: str = read_texts()[language]["name"]
    return name.format(layer=getattr(layer.name, language).translate(NOT_IN_SHEET_NAMES))


def write_template(layer: Layer, language: Language = "zh") -> bytes:
    """Write the template of a layer.

    Headings and drop-downs are Chinese, as ledgers are; what explains them is in the language
    asked for. Nothing in it is a formula, a link or a macro.
    """
    made, columns = BytesIO(), template_columns(layer, language)
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": template_name(layer, language), "created": EPOCH})
        sheet = book.add_worksheet(layer.name.zh.translate(NOT_IN_SHEET_NAMES)[:MOST_SHEET_NAME])
        _write_rows(book, sheet, columns)
        _write_about(book, layer, columns, language)
        _write_choices(book, columns, language)
    return made.getvalue()


def _write_rows(book: Any, sheet: Any, columns: list[TemplateColumn]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    marks = read_words().marks
    wrapped, italic = book.add_format(ASIDE | WRAPPED), book.add_format(ASIDE | {"italic": True})
    shades = {
        shade: book.add_format(HEADING | {"bg_color": shade}) for shade in (REQUIRED, OPTIONAL)
    }
    sheet.set_column(0, 0, MARK_WIDTH, book.add_format(ASIDE))
    sheet.write_string(0, 0, marks["column"], shades[OPTIONAL])
    sheet.write_string(EXPLAINED, 0, marks["explained"], wrapped)
    sheet.write_string(EXAMPLE, 0, marks["example"], italic)
    for place, column in enumerate(columns, 1):
        cells = book.add_format({"num_format": _cell_format(column)})
        sheet.set_column(place, place, WIDTH, cells)
        shade = shades[REQUIRED if column.field.required else OPTIONAL]
        sheet.write_string(0, place, column.heading, shade)
        sheet.write_string(EXPLAINED, place, column.explanation, wrapped)
        sheet.write_string(EXAMPLE, place, column.example, italic)
    sheet.set_row(EXPLAINED, EXPLAINED_HEIGHT)
    sheet.freeze_panes(FIRST, 1)


def _cell_format(column: TemplateColumn) -> str:
    if column.field.type in NUMBERS:
        return "General"
    return DATES.get(column.field.type, AS_TEXT)


def _write_about(
    book: Any,  # noqa: ANN401 - likewise
    layer: Layer,
    columns: list[TemplateColumn],
    language: Language,
) -> None:
    texts = read_texts()[language]
    sheet = book.add_worksheet(read_words().marks["about"])
    bold, wrapped = book.add_format({"bold": True}), book.add_format(WRAPPED)
    shaded = book.add_format(HEADING | {"bg_color": OPTIONAL})
    for place, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(place, place, width)
    notes = [*texts["how"], *_of_positions(layer, texts)]
    notes.append(texts["version"].format(version=declaration_mark(layer)))
    sheet.write_string(0, 0, texts["title"].format(layer=getattr(layer.name, language)), bold)
    for row, note in enumerate(notes, 1):
        sheet.write_string(row, 0, note)
    top = len(notes) + 2
    rows = [_about_row(column, texts) for column in columns]
    for row, cells in enumerate([texts["table"], *rows], top):
        for place, text in enumerate(cells):
            sheet.write_string(row, place, text, shaded if row == top else wrapped)
    told = [(f"{texts['rules']}：" if rule is layer.rules[0] else "", rule) for rule in layer.rules]
    for row, (label, rule) in enumerate(told, top + len(rows) + 2):
        outcome = texts["rejects" if rule.severity == "reject" else "warns"]
        sheet.write_string(row, 0, label, bold)
        sheet.write_string(row, 1, outcome)
        sheet.write_string(row, 2, getattr(rule.message, language), wrapped)


def _of_positions(layer: Layer, texts: dict[str, Any]) -> list[str]:
    if "x" in layer.by_column:
        return [texts["points"]]
    return [texts["shapes"]] if layer.geometry != "none" else []


def _about_row(column: TemplateColumn, texts: dict[str, Any]) -> list[str]:
    field = column.field
    required = texts["required" if field.required else "optional"]
    choices, others = "、".join(column.choices), "、".join(field.all_headings[1:])
    return [column.heading, required, column.explanation, choices, others]


def _write_choices(book: Any, columns: list[TemplateColumn], language: Language) -> None:  # noqa: ANN401 - likewise
    """Write the drop-downs' words on a hidden sheet: in a cell's rule only 255 letters fit."""
    (sheet, *_) = book.worksheets()
    texts, name = read_texts()[language], read_words().marks["choices"]
    listed = [(place, column) for place, column in enumerate(columns, 1) if column.choices]
    if not listed:
        return
    hidden = book.add_worksheet(name)
    hidden.hide()
    for at, (place, column) in enumerate(listed):
        for row, word in enumerate(column.choices):
            hidden.write_string(row, at, word)
        cells = xlsxwriter.utility.xl_range_abs(0, at, len(column.choices) - 1, at)
        rule = {
            "validate": "list",
            "source": f"='{name}'!{cells}",
            "error_title": texts["choose_title"],
            "error_message": texts["choose"].format(heading=column.heading[:WIDTH]),
        }
        sheet.data_validation(EXAMPLE, place, LAST, place, rule)
