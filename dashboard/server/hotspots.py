"""Routes of the hotspot lists: sites, coloured pieces and rules as blocks, facts of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from dashboard.hotspots.asked import seen_list
from dashboard.hotspots.blocks import pieces_block, rule_block, sites_block
from dashboard.hotspots.facts import site_facts, site_title
from dashboard.hotspots.words import words_of
from dashboard.server.blocks import Blocks
from dashboard.server.data import MOST_NAMES
from dashboard.server.errors import NotThereError
from dashboard.texts import texts_asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from dashboard.hotspots.asked import Seen
    from dashboard.server.live import Live
    from dashboard.texts import Texts
    from geodata.results.monthlist import KindList, Spot
    from geodata.viewer import Viewer

LONGEST_NAME = 40


class HotspotRoutes:
    """The endpoints over one opened data folder, behind the gate."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._blocks = Blocks()

    def sites(self, request: Request) -> Response:
        """Answer the sites of a kind as the columns of a layer."""
        seen, found = self._asked(request)
        version = self._live.model().version
        return self._block(
            request, seen, ("sites", found.kind), lambda: sites_block(found, version)
        )

    def pieces(self, request: Request) -> Response:
        """Answer the coloured pieces or cells of a kind as shapes."""
        seen, found = self._asked(request)
        return self._block(
            request, seen, ("pieces", found.kind), lambda: pieces_block(seen.made, found)
        )

    def rule(self, request: Request) -> Response:
        """Answer the pieces that meet an official rule as shapes."""
        seen, rule = self._seen(request), request.path_params["rule"]
        if rule not in seen.made.ruled:
            raise _missing("rule", rule)
        return self._block(request, seen, ("rule", rule), lambda: rule_block(seen.made, rule))

    def names(self, request: Request) -> Response:
        """Answer what some sites are called."""
        _, found = self._asked(request)
        words = words_of(_texts(request).language)
        asked = set(request.query_params.get("numbers", "").split(",")[:MOST_NAMES])
        named = [
            {"number": spot.number, "title": site_title(words, spot)}
            for spot in found.spots
            if str(spot.number) in asked
        ]
        return _fresh({"records": named})

    def facts(self, request: Request) -> Response:
        """Answer all there is to tell of a site."""
        seen, found = self._asked(request)
        spot = _spot(found, request.path_params["number"])
        may_print = self._live.door.allows(request.state.session, "export_figures")
        model, texts = self._live.model(), _texts(request)
        return _fresh(site_facts(seen, found, spot, model, texts, may_print=may_print))

    def _asked(self, request: Request) -> tuple[Seen, KindList]:
        seen, kind = self._seen(request), request.path_params["kind"]
        found = seen.made.by_kind.get(kind)
        if found is None:
            raise _missing("kind", kind)
        return seen, found

    def _seen(self, request: Request) -> Seen:
        month = request.path_params["month"]
        model = self._live.model()
        seen = seen_list(self._live.storage, model, self._viewer(request), month)
        if seen is None:
            raise _missing("month", month)
        return seen

    def _viewer(self, request: Request) -> Viewer:
        door = self._live.door
        return door.rights.viewer(request.state.session.account, on=door.today())

    def _block(
        self, request: Request, seen: Seen, name: tuple[str, str], make: Callable[[], bytes]
    ) -> Response:
        """Answer a block, made once for each making of the list, state of the data and scope.

        Its key is what was found, not what was asked: after the @ of an address stands anything.
        Of the data, since which areas a scope reaches is told by those of now, of frozen lists too.
        """
        scope = self._viewer(request).scope_key
        key = (seen.month, *name, seen.stamp, self._live.model().version, scope)
        return self._blocks.answer(request, key, make)


def _spot(found: KindList, number: str) -> Spot:
    for spot in found.spots:
        if str(spot.number) == number:
            return spot
    raise _missing("site", number)


def _missing(what: str, asked: str) -> NotThereError:
    return NotThereError(f"{what} {asked[:LONGEST_NAME]!r}", f"a {what} there is", "Choose again.")


def _texts(request: Request) -> Texts:
    return texts_asked(request.query_params)


def _fresh(answer: object) -> Response:
    return JSONResponse(answer, headers={"cache-control": "no-store"})
