"""Routes of the files around an import: the template that is filled in, the rows that came back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.responses import Response

from dashboard.accounts.door import entry_of
from dashboard.server.asked import MOST_DIGITS, known
from dashboard.server.errors import NotThereError
from dashboard.texts import LANGUAGE, Language, parse_language
from etl.reasons import told
from etl.template import template_name, write_template
from etl.template.returned import Returned, ReturnedRow, returned_name, write_returned
from geodata.storage.audit import note
from geodata.storage.ledgers import each_noted_row, read_batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from dashboard.server.live import Live
    from etl.template.columns import Language as Declared
    from geodata.storage.ledgers import Batch

IN_THE_CLEAR: Final = ".returned-"
"""Begins the name of a folder that holds rows while their workbook is written."""

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class LedgerFiles:
    """The endpoints over one opened data folder, behind the gate.

    Rows that an earlier process was killed over, and left in the clear, go.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        for left in live.folder.glob(f"{IN_THE_CLEAR}*"):
            rmtree(left, ignore_errors=True)

    def template(self, request: Request) -> Response:
        """Answer the template of a layer; it holds nothing but the declaration."""
        by_layer = self._live.model().catalogue.by_layer
        layer = by_layer[known(request.path_params["layer"], by_layer, "layer")]
        language = _language(request)
        return _saved(write_template(layer, language), template_name(layer, language))

    def returned(self, request: Request) -> Response:
        """Answer the rows a batch gave back, raw, to be mended; the audit has it before."""
        live, language = self._live, _language(request)
        batch = self._batch(request.path_params["batch"])
        layer = live.model().catalogue.by_layer[batch.layer]
        entry = entry_of(
            request.state.session, "take_rejected", live.clock(), f"batch/{batch.number}"
        )
        records = batch.counts.rejected
        with live.storage.writing() as connection:
            note(connection, replace(entry, details={"records": records}))
        with TemporaryDirectory(prefix=IN_THE_CLEAR, dir=live.folder) as folder:
            returned = self._returned(batch, language)
            content = write_returned(returned, layer, language, folder=Path(folder))
        answer = _saved(content, returned_name(batch.number, layer, language))
        answer.headers["x-records"] = str(records)
        return answer

    def _returned(self, batch: Batch, language: Declared) -> Returned:
        """Tell what a batch gave back, read from the database row by row."""

        def rows() -> Iterator[ReturnedRow]:
            with self._live.storage.reading() as connection:
                for row in each_noted_row(connection, batch.number, "rejected"):
                    reasons = [(p.column, told(p, language)) for p in row.problems]
                    yield ReturnedRow(row.sheet, row.row, row.cells, reasons)

        return Returned(
            batch.number, batch.file_name, rows, batch.crs, batch.source, batch.said_columns or {}
        )

    def _batch(self, number: str) -> Batch:
        """Return a batch that gave rows back and still has them; NotThereError for any other."""
        found = None
        if number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS:
            with self._live.storage.reading() as connection:
                found = read_batch(connection, int(number))
        if found is None or not found.counts.rejected or found.purged_at is not None:
            raise NotThereError(
                f"batch {number[:MOST_DIGITS]!r}", "one with rejected rows", "Choose another."
            )
        return found


def _language(request: Request) -> Declared:
    asked = parse_language(request.query_params.get(LANGUAGE))
    return "zh" if asked is Language.CHINESE else "en"


def _saved(content: bytes, name: str) -> Response:
    """Return a workbook the browser saves under a name, and keeps nowhere else."""
    disposition = f"attachment; filename*=utf-8''{quote(name)}"
    headers = {"content-disposition": disposition, "cache-control": "no-store"}
    return Response(content, media_type=XLSX, headers=headers)
