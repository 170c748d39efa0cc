from dataclasses import replace
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from dashboard.reports.cells import table_headings
from dashboard.reports.layer_report import LayerReport
from dashboard.reports.spreadsheet import to_xlsx
from geodata.controls import without_controls
from geodata.selection import Selection
from tests.dashboard.reports.conftest import Make
from tests.dashboard.reports.corpus import CORPUS
from tests.dashboard.small_town import YEAR


def opened(report: LayerReport) -> Workbook:
    return load_workbook(BytesIO(to_xlsx(report)))


def column(book: Workbook, report: LayerReport, heading: str) -> list[object]:
    place = table_headings(report).index(heading)
    return [row[place] for row in book.worksheets[1].iter_rows(min_row=2, values_only=True)]


def test_the_first_sheet_says_what_it_is_and_the_second_holds_the_records(make: Make) -> None:
    report = make()
    book = opened(report)
    assert book.sheetnames == ["说明", "记录"]
    notes = list(book.worksheets[0].iter_rows(values_only=True))
    assert notes == [tuple(note) for note in report.notes]
    rows = list(book.worksheets[1].iter_rows(values_only=True))
    assert list(rows[0]) == table_headings(report)
    assert len(rows) == 1 + len(report.frame)


def test_numbers_and_dates_are_numbers_and_dates(make: Make) -> None:
    report = make()
    book = opened(report)
    assert column(book, report, "套数（套）")[0] == 12
    assert column(book, report, "登记日期")[0] == datetime(2023, 9, 3)  # noqa: DTZ001 - Excel's own
    assert column(book, report, "经度（EPSG:4326）") == [113.501, 113.511, None]


def test_moments_are_local(make: Make) -> None:
    report = make("incident")
    assert column(opened(report), report, "发生时间")[0] == datetime(2025, 3, 1, 10)  # noqa: DTZ001 - likewise


def test_nothing_a_ledger_says_becomes_a_formula_or_a_link(hostile: LayerReport) -> None:
    book = opened(hostile)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert [cell for cell in cells if cell.hyperlink] == []


def test_every_text_reads_back_as_it_was(hostile: LayerReport) -> None:
    names = column(opened(hostile), hostile, "楼栋名称")
    assert [unescape(str(name)) for name in names] == [without_controls(t) for t in CORPUS]


def test_sample_data_is_marked_on_both_sheets(hostile: LayerReport) -> None:
    assert opened(hostile).sheetnames == ["说明_示例数据", "记录_示例数据"]


def test_nothing_chosen_is_a_sheet_of_headings(make: Make) -> None:
    report = make(selection=Selection((), YEAR, areas=("D1-2",)))
    assert len(report.frame) == 0
    assert opened(report).worksheets[1].max_row == 1


def test_who_took_it_when_stands_at_the_foot_of_every_sheet(make: Make) -> None:
    for sheet in opened(make(by="甲&乙")).worksheets:
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.center.text == "甲&&乙 · 2026-01-05 16:00"


def test_the_same_records_make_the_same_bytes(make: Make) -> None:
    report = make()
    assert to_xlsx(report) == to_xlsx(replace(report))
