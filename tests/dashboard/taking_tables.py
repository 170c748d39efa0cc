"""Taking a table of figures away and reading it back."""

from collections.abc import Sequence
from io import BytesIO

import openpyxl
from starlette.applications import Starlette

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Session
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told

Rows = Sequence[Sequence[object]]


def take_table(live: Live, session: Session, what: str) -> tuple[str, Rows]:
    """Return the first line of a workbook, and its headings and rows."""
    app = Told(Starlette(routes=build_routes(live)), session)
    answer = ask(app, f"/api/tables/{what}", form={})
    assert answer.status_code == 200, answer.text
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).worksheets[0]
    about, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert sheet.title in str(about[0])
    assert int(answer.headers["x-records"]) == len(rows) - 1
    return str(about[0]), rows


def as_shown(rows: Rows) -> list[list[str]]:
    """Write cells as the page does, numbers with thousands apart and a true minus."""
    return [
        [
            f"{cell:,}".replace("-", "−") if isinstance(cell, int | float) else str(cell or "")
            for cell in row
        ]
        for row in rows
    ]
