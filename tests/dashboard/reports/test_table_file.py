"""Tables as files: every cell text, whatever was typed; numbers only where they are asked for."""

import csv
from io import BytesIO, StringIO

import openpyxl

from dashboard.reports.table_file import Table, table_csv, table_xlsx

HEADINGS = ["时间", "谁", "做了什么", "对象", "结果", "来自", "说明"]
AUDIT = "审计 1 条"
HOSTILE = ["2026", "=1+1", "@x", "+86", "-1", "http://a/", "a\x0bb\nc"]


def test_a_workbook_holds_text_only() -> None:
    content = table_xlsx(Table("审计", AUDIT, HEADINGS, [HOSTILE]))
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["审计"]
    rows = list(book["审计"].iter_rows())
    assert rows[0][0].value == AUDIT
    assert [cell.value for cell in rows[1]] == HEADINGS
    assert [cell.value for cell in rows[2]] == [*HOSTILE[:-1], "a b c"]
    assert {cell.data_type for cell in rows[2]} == {"s"}
    assert not any(cell.hyperlink for cell in rows[2])


def test_csv_disarms_what_a_spreadsheet_would_run() -> None:
    content = table_csv(Table("审计", AUDIT, HEADINGS, [HOSTILE]))
    about, headings, cells = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert (about, headings) == ([AUDIT], HEADINGS)
    assert cells == ["2026", "'=1+1", "'@x", "'+86", "'-1", "http://a/", "a b c"]


def test_numbers_are_numbers_where_they_are_asked_for_and_codes_are_not() -> None:
    cells = ["1,234", "−7.5", "0012", "2026", "672 起", "=1+1", "5", "007", "00", "0", "0.5"]
    table = Table("表", "表", cells, [cells])
    book = openpyxl.load_workbook(BytesIO(table_xlsx(table, numbers=True)))
    assert book.active is not None
    found = [cell.value for cell in list(book.active.iter_rows())[2]]
    assert found == [1_234, -7.5, "0012", "2026", "672 起", "=1+1", 5, "007", "00", 0, 0.5]
    text = table_csv(table, numbers=True).decode("utf-8-sig")
    row = list(csv.reader(StringIO(text, newline="")))[2]
    assert row == [
        *("1234", "-7.5", "0012", "2026", "672 起", "'=1+1", "5", "007", "00", "0", "0.5")
    ]
