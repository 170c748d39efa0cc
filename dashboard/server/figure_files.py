"""Route of the tables of figures as files; that one was taken away is an entry of the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from dashboard.accounts.door import entry_of
from dashboard.components.figure_tables import CHOICES, TABLES
from dashboard.reports.table_file import TABLE_FILES, Table
from dashboard.server.asked import asked_view, known
from dashboard.server.errors import NotThereError
from geodata.localtime import LOCAL_TIME
from geodata.selection import to_query
from geodata.storage.audit import note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from dashboard.components.figure_tables import FigureTable
    from dashboard.components.view import View
    from dashboard.server.live import Live


class FigureFiles:
    """The endpoint over one opened data folder, behind the gate."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def take(self, request: Request) -> Response:
        """Answer a table as the page shows it to whoever asks, under the filter of the query."""
        name = known(request.path_params["table"], TABLES, "table")
        kind = known(request.path_params["kind"], TABLE_FILES, "kind of file")
        view = asked_view(self._live, request)
        table = TABLES[name](view, request.query_params)
        if table is None:
            raise NotThereError(
                f"table {name!r}", "figures the worker has made", "Try again later."
            )
        _require_chosen(table, request.query_params)
        entry = entry_of(view.session, "export", self._live.clock(), f"{name}.{kind}")
        told = {"select": to_query(view.selection), "records": len(table.rows)}
        with self._live.storage.writing() as connection:
            note(connection, replace(entry, details=told))
        title, about = view.texts(f"tables.{name}"), _about(view, name, table)
        content = TABLE_FILES[kind](Table(title, about, table.headings, table.rows), numbers=True)
        headers = {"x-records": str(len(table.rows)), "cache-control": "no-store"}
        return Response(content, media_type="application/octet-stream", headers=headers)


def _require_chosen(table: FigureTable, query: Mapping[str, str]) -> None:
    """Refuse a choice that is not what the table is of: nobody would see it in the file."""
    for name in CHOICES:
        if name in query and query[name] != table.chosen.get(name):
            raise NotThereError(f"{name} {query[name][:40]!r}", "one of the page's", "Check it.")


def _about(view: View, name: str, table: FigureTable) -> str:
    """Return in one line what the file is, under which filter, of what day, who took it when."""
    texts, account = view.texts, view.session.account
    until = view.model.data_date
    told = (
        texts("head.sample") if view.is_sample else "",
        texts(f"tables.{name}"),
        table.about,
        texts("tables.until", day=until.isoformat()) if until else "",
        texts("head.masked"),
        texts("table.taken_by", name=account.name, login=account.login),
        f"{view.live.clock().astimezone(LOCAL_TIME):%Y-%m-%d %H:%M}",
    )
    return " · ".join(filter(None, told))
