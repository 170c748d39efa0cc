"""Tables of figures as files: what the page shows, noted, and only for those who may."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest
from starlette.applications import Starlette

from dashboard.components.figure_tables import TABLES
from dashboard.components.indicators.page import group_rows
from dashboard.components.view import View
from dashboard.reports.table_file import TABLE_FILES, Table, table_xlsx
from dashboard.server.gate.rules import rule_of
from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from dashboard.texts import Language, read_texts
from geodata.accounts import Account, Session
from geodata.selection import Selection
from geodata.storage.audit import read_audit
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.dashboard.small_town import YEAR
from tests.dashboard.taking_tables import as_shown, take_table

PERIOD = "period=2025-01-01/2026-01-01"
OFFICER = Account(0, "o1", "戊&=1+1", "community_officer", areas=frozenset({"D1"}))


def shown(live: Live, session: Session) -> list[list[str]]:
    """Return the cells of the page of indicators."""
    texts = read_texts(Language.CHINESE)
    view = View(live, live.model(), texts, Selection((), YEAR), session, live.today())
    return [[group, *cells] for group, listed in group_rows(view) for _, cells in listed]


def test_a_table_is_the_pages_and_the_audit_has_it(live: Live, session: Session) -> None:
    about, rows = take_table(live, session, f"indicators/xlsx?{PERIOD}")
    assert as_shown(rows[1:]) == shown(live, session)
    assert about.startswith("指标 · ")
    assert "2025" in about
    assert "个人信息已遮蔽 · " in about
    with live.storage.reading() as connection:
        (entry, *_) = read_audit(connection, action="export")
    assert (entry.actor, entry.object) == ("chen.li", "indicators.xlsx")
    assert entry.details is not None
    assert entry.details["records"] == len(rows) - 1


@pytest.mark.parametrize("language", Language)
def test_the_sheet_of_every_table_has_its_name(language: Language) -> None:
    texts = read_texts(language)
    for name in (*(texts(f"tables.{table}") for table in TABLES), texts("audit.title")):
        content = table_xlsx(Table(name, "", ["a"], [["b"]]))
        assert openpyxl.load_workbook(BytesIO(content)).sheetnames == [name]


def test_it_counts_what_its_taker_sees_and_no_formula_runs(live: Live) -> None:
    officer = sign_in(live, OFFICER)
    app = Told(Starlette(routes=build_routes(live)), officer)
    text = ask(app, f"/api/tables/indicators/csv?{PERIOD}", form={}).content.decode("utf-8-sig")
    about, _, *rows = csv.reader(StringIO(text, newline=""))
    assert [row[2] for row in rows] == [cells[2] for cells in shown(live, officer)]
    assert "戊&=1+1" in about[0]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("audit/xlsx", 404),
        ("indicators/pdf", 404),
        ("hotspots/xlsx", 404),  # nothing is made yet
        ("treatments/csv", 404),
        ("schools/csv", 404),
        ("shelter_areas/csv", 404),
        ("indicators/csv?v=0", 409),
        ("indicators/csv?period=never", 400),
    ],
)
def test_what_there_is_not_is_said(live: Live, session: Session, what: str, status: int) -> None:
    app = Told(Starlette(routes=build_routes(live)), session)
    assert ask(app, f"/api/tables/{what}", form={}).status_code == status


def test_whoever_may_not_take_figures_away_is_not_let_in() -> None:
    assert rule_of("POST", "/api/tables/indicators/xlsx") == "export_figures"
    assert set(TABLE_FILES) == {"xlsx", "csv"}
