import csv
from io import StringIO

from dashboard.reports.cells import table_headings
from dashboard.reports.csv_text import csv_blocks
from dashboard.reports.layer_report import LayerReport
from geodata.controls import without_controls
from geodata.selection import Selection
from tests.dashboard.reports.conftest import Make
from tests.dashboard.reports.corpus import CORPUS
from tests.dashboard.small_town import YEAR


def rows(report: LayerReport) -> list[list[str]]:
    text = b"".join(csv_blocks([report])).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline="")))


def test_the_first_row_says_what_it_is_then_headings_and_records(make: Make) -> None:
    report = make()
    first, second, *records = rows(report)
    assert first[:2] == ["图层：出租屋", "时段：2025 年（01-01 至 12-31）"]
    assert second == table_headings(report)
    assert len(records) == len(report.frame)
    assert records[0][:1] == ["R-1"]


def test_excel_knows_its_encoding_and_every_cell_is_quoted(make: Make) -> None:
    content = b"".join(csv_blocks([make()]))
    assert content.startswith(b'\xef\xbb\xbf"')
    assert all(line.startswith('"') for line in content.decode("utf-8-sig").split("\r\n") if line)


def test_moments_are_local(make: Make) -> None:
    report = make("incident")
    assert rows(report)[2][table_headings(report).index("发生时间")] == "2025-03-01 10:00"


def test_no_cell_begins_as_a_formula(hostile: LayerReport) -> None:
    cells = [cell for row in rows(hostile) for cell in row]
    assert [cell for cell in cells if cell.lstrip()[:1] in set("=+-@\t\r\n＝＋－＠") - {""}] == []


def test_a_disarmed_text_is_itself_after_an_apostrophe(hostile: LayerReport) -> None:
    names = [row[1] for row in rows(hostile)[2:]]
    told = [name.removeprefix("'") for name in names]
    assert told == [without_controls(text) for text in CORPUS]


def test_nothing_chosen_is_two_rows(make: Make) -> None:
    report = make(selection=Selection((), YEAR, areas=("D1-2",)))
    assert len(rows(report)) == 2
