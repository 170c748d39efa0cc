"""What stands around a picture of the map: its filter, dates, sources, and who took it when.

The browser paints the picture and asks here for these words. Asking is noted in the audit, so
none is taken without. It asks likewise before it prints the facts of a record. What the browser's
own command prints cannot be kept from it: the page tells of it as it begins, or once we answer.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse, Response

from dashboard.accounts.door import entry_of
from dashboard.components.mapping import parse_pick
from dashboard.server.asked import (
    asked_selection,
    current_model,
    known,
    to_number,
    viewer_of,
)
from dashboard.server.dossier import Reader
from dashboard.server.errors import NotThereError
from dashboard.server.gate.rules import PAGES
from dashboard.texts import texts_asked
from dashboard.wording import period_text
from geodata.localtime import LOCAL_TIME
from geodata.storage.audit import note

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request

    from dashboard.server.live import Live
    from dashboard.texts import Texts
    from geodata.readmodel import ReadModel
    from geodata.selection import Selection

MOST_AGO_S: Final = 7 * 86_400
"""No page stays open and signed in for longer."""


class PictureRoute:
    """The endpoint over one opened data folder; it stands behind the gate."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def words(self, request: Request) -> Response:
        """Note that a picture is taken of the map as filtered, and answer what is written on it.

        With a record picked in the query it is noted of the record, if they see it, else of the
        page named there.
        """
        live, session = self._live, request.state.session
        model = current_model(live, request)
        selection = asked_selection(live, request, model)
        texts = texts_asked(request.query_params)
        now = live.door.clock()
        self._note(request, model, now, self._page(request, "map"))
        made = f"{now.astimezone(LOCAL_TIME):%Y-%m-%d %H:%M}"
        account = session.account
        taken_by = texts("table.taken_by", name=account.name, login=account.login)
        sample = texts("head.sample") if live.is_sample() else ""
        told = {
            "title": texts("map.title"),
            "scope": f"{period_text(texts, selection.period, live.today())} · "
            f"{scope_text(texts, model, selection)}",
            "sources": sources_text(texts, model, selection),
            "made": texts("picture.made", by=taken_by, at=made),
            "sample": sample,
            "name": "_".join(filter(None, (texts("map.title"), sample, made[:10]))),
        }
        return JSONResponse(told, headers={"cache-control": "no-store"})

    def printed(self, request: Request) -> Response:
        """Note that a page they may open is printed, or the facts of a record that it shows.

        A page that could not tell it at once says how many seconds ago it was.
        """
        now, ago = self._live.door.clock(), to_number(request.query_params.get("ago", "0"))
        if ago > MOST_AGO_S:
            raise NotThereError(f"ago={ago}", f"at most {MOST_AGO_S}", "Print it again.")
        told = {"printed_at": (now - timedelta(seconds=ago)).isoformat()} if ago else {}
        self._note(request, self._live.model(), now, self._page(request, ""), **told)
        return Response(status_code=HTTPStatus.NO_CONTENT)

    def _page(self, request: Request, otherwise: str) -> str:
        page = known(request.query_params.get("page", otherwise), PAGES, "page")
        if not self._live.door.allows(request.state.session, PAGES[page]):
            raise NotThereError(f"page {page!r}", "a page of this role", "Check the name.")
        return page

    def _note(
        self, request: Request, model: ReadModel, now: datetime, page: str, **details: str
    ) -> None:
        live, session = self._live, request.state.session
        pick = parse_pick(request.query_params.get("pick", ""), model.columns)
        if pick:
            seen = Reader(live, model, texts_asked(request.query_params), viewer_of(live, request))
            seen.row_of(model.catalogue.by_layer[pick.layer], pick.number)
        told = f"{pick.layer}/{pick.number}" if pick else page
        with live.storage.writing() as connection:
            note(connection, replace(entry_of(session, "print", now, told), details=details))


def scope_text(texts: Texts, model: ReadModel, selection: Selection) -> str:
    """Return areas and projects of a filter in words, and whether a drawn area narrows them."""
    tree = model.areas
    areas = [tree.areas[tree.index_of[code]].name for code in selection.areas]
    where = texts("facts.and").join(areas) or texts("filters.all_areas")
    if selection.shape:
        where = texts("filters.drawn", area=where)
    projects = [texts.name(p.name) for p in model.catalogue.projects if p.id in selection.projects]
    return " · ".join(filter(None, (where, texts("facts.and").join(projects))))


def sources_text(texts: Texts, model: ReadModel, selection: Selection) -> str:
    """Return how far the data goes, whose ledgers it is from and whose base map, in one line."""
    layers = [la for la in model.catalogue.listed_layers if la.id in selection.layers]
    names = texts("facts.and").join(texts.name(layer.name) for layer in layers)
    until = model.data_date.isoformat() if model.data_date else texts("notes.never")
    told = texts("picture.sources", until=until, names=names)
    base = texts("picture.base", credits=texts("facts.and").join(model.credits))
    return " · ".join([told, base] if model.credits else [told])
