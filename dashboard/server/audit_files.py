"""Route of the audit as a file, as it was searched; that it was taken away is an entry too."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from dashboard.accounts.door import entry_of
from dashboard.components.audit.asked import MOST_ENTRIES, parse_audit
from dashboard.components.audit.words import audit_cells, audit_headings, chain_words
from dashboard.components.view import View
from dashboard.reports.table_file import TABLE_FILES, Table
from dashboard.server.asked import known
from dashboard.texts import texts_asked
from dashboard.wording import number_text
from geodata.errors import SelectionError
from geodata.localtime import LOCAL_TIME
from geodata.periods import USUAL_PERIOD, preset_period
from geodata.selection import default_selection
from geodata.storage.audit import note, read_audit

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.server.live import Live


class AuditFiles:
    """The endpoint over one opened data folder, behind the gate."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def take(self, request: Request) -> Response:
        """Answer the entries that match, the newest of them where there are too many.

        SelectionError for a day that is none: a file that holds more than was meant goes unseen.
        """
        live, asked = self._live, parse_audit(request.query_params)
        kind = known(request.path_params["kind"], TABLE_FILES, "kind of file")
        view = self._view(request)
        if wrong := asked.wrong_days():
            raise SelectionError(" ".join(wrong), "a day such as 2026-01-31", "Write it so.")
        with live.storage.reading() as connection:
            entries = read_audit(connection, **asked.terms(), limit=MOST_ENTRIES)
        entry = entry_of(view.session, "take_audit", live.clock(), f"audit.{kind}")
        told = {name: value for name, value in asdict(asked).items() if value}
        with live.storage.writing() as connection:
            note(connection, replace(entry, details={"records": len(entries), **told}))
        title, headings = view.texts("audit.title"), audit_headings(view.texts)
        rows = (audit_cells(view, entry) for entry in entries)
        content = TABLE_FILES[kind](Table(title, _about(view, len(entries)), headings, rows))
        headers = {"x-records": str(len(entries)), "cache-control": "no-store"}
        return Response(content, media_type="application/octet-stream", headers=headers)

    def _view(self, request: Request) -> View:
        live, model = self._live, self._live.model()
        texts = texts_asked(request.query_params)
        selection = default_selection(model.catalogue, preset_period(USUAL_PERIOD, live.today()))
        return View(live, model, texts, selection, request.state.session, live.today())


def _about(view: View, entries: int) -> str:
    """Return in one line what the file is, who took it when, and whether the chain is whole."""
    texts, account = view.texts, view.session.account
    taken_by = texts("table.taken_by", name=account.name, login=account.login)
    made = f"{view.live.clock().astimezone(LOCAL_TIME):%Y-%m-%d %H:%M}"
    most = texts("audit.newest_only") if entries == MOST_ENTRIES else ""
    told = texts("audit.file", n=number_text(entries), by=taken_by, at=made)
    return texts("audit.between").join(filter(None, (told, most, chain_words(view))))
