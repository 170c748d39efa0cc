"""Templates: made from the declaration alone, and what is filled in comes in without a question."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from etl.__main__ import main
from etl.cells import parser_of
from etl.template import declaration_mark, write_template
from etl.template.workbook import EXAMPLE, EXPLAINED, FIRST
from etl.troubles import Trouble
from etl.words import read_words
from geodata.catalogue import Layer
from geodata.localtime import local_date
from tests.etl.conftest import CATALOGUE, NOW, Import

LAYERS = pytest.mark.parametrize("layer", CATALOGUE.layers, ids=lambda layer: layer.id)


def opened(layer: Layer) -> Any:
    return openpyxl.load_workbook(BytesIO(write_template(layer)))


def cells(sheet: Any, row: int) -> list[Any]:
    return [cell.value for cell in sheet[row + 1]]


@LAYERS
def test_what_the_example_shows_imports_without_question_or_doubt(
    layer: Layer, tmp_path: Path, bring_in: Import
) -> None:
    book = opened(layer)
    example = cells(book.worksheets[0], EXAMPLE)
    for place, value in enumerate(example[1:], 2):
        book.worksheets[0].cell(FIRST + 1, place, value)
    path = tmp_path / "filled.xlsx"
    book.save(path)
    report = bring_in(path, layer.id)
    assert (report.counts.new, report.counts.headings) == (1, 3)
    assert (report.rejected, report.unknown) == ((), ())
    doubts = [one for row in report.warned for one in row.problems]
    assert [one for one in doubts if one.rule != "unknown_project"] == []
    assert set(report.recognised.values()) == set(layer.by_field)


@LAYERS
def test_a_template_nobody_filled_in_holds_no_record(
    layer: Layer, tmp_path: Path, bring_in: Import
) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(write_template(layer))
    with pytest.raises(Exception, match="没有数据行"):
        bring_in(path, layer.id)


@LAYERS
def test_every_word_of_a_drop_down_is_one_the_import_takes(layer: Layer) -> None:
    book = opened(layer)
    sheet, marks = book.worksheets[0], read_words().marks
    by_heading = {field.name.zh: field for field in layer.fields}
    listed = {f.name.zh for f in layer.fields if f.type in {"choice", "flag"}}
    found = set()
    for rule in sheet.data_validations.dataValidation:
        place = next(iter(rule.sqref.ranges)).min_col
        field = by_heading[cells(sheet, 0)[place - 1]]
        words = book[marks["choices"]][rule.formula1.split("!")[1].replace("$", "")]
        parse = parser_of(field, layer, today=local_date(NOW))
        rows = words if isinstance(words, tuple) else ((words,),)
        values = [parse[cell.value] for (cell,) in rows]
        assert values
        assert not any(value is None or isinstance(value, Trouble) for value in values)
        found.add(field.name.zh)
    assert found == listed


def test_keys_and_phones_are_text_and_the_head_stays_in_sight() -> None:
    rental = CATALOGUE.by_layer["rental"]
    book = opened(rental)
    sheet = book.worksheets[0]
    headings = cells(sheet, 0)
    for place, heading in enumerate(headings[1:], 2):
        field = next(f for f in rental.fields if str(heading).startswith(f.name.zh))
        if field.type in {"phone", "id_number", "text", "person"}:
            letter = get_column_letter(place)
            assert sheet.column_dimensions[letter].number_format == "@", heading
    assert sheet.freeze_panes == "B4"
    assert "必填" in cells(sheet, EXPLAINED)[headings.index("房屋编码")]
    assert book[read_words().marks["choices"]].sheet_state == "hidden"


def test_a_declaration_makes_the_same_bytes_and_names_its_version() -> None:
    rental = CATALOGUE.by_layer["rental"]
    assert write_template(rental) == write_template(rental)
    changed = rental.model_copy(update={"order": rental.order + 1})
    assert declaration_mark(changed) != declaration_mark(rental)
    said = [str(row[0].value) for row in opened(rental)[read_words().marks["about"]]]
    assert any(declaration_mark(rental) in text for text in said)


def test_what_a_declaration_says_is_text_and_never_a_formula() -> None:
    rental = CATALOGUE.by_layer["rental"]
    field = rental.fields[0].model_copy(update={"example": "=1+1", "headings": ("@SUM(1)",)})
    book = opened(rental.model_copy(update={"fields": (field, *rental.fields[1:])}))
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert kinds <= {"s", "n"}
    assert all(cell.value is None for s in book for r in s for cell in r if cell.data_type == "n")


def test_a_template_is_written_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["template", "--layer", "rental", "--data", str(tmp_path / "d")]) == 0
    (made,) = tmp_path.glob("*.xlsx")
    assert made.read_bytes() == write_template(CATALOGUE.by_layer["rental"])
    assert made.name in capsys.readouterr().out
    assert main(["template", "--layer", "nothing", "--data", str(tmp_path / "d")]) == 1
