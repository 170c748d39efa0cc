"""What a request asks for, told by its address and its session: data version, filter, viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.components.view import View
from dashboard.server.errors import NotThereError, OutdatedError
from dashboard.texts import texts_asked
from geodata.periods import USUAL_PERIOD, preset_period
from geodata.selection import parse_selection

if TYPE_CHECKING:
    from collections.abc import Container

    from starlette.requests import Request

    from dashboard.server.live import Live
    from geodata.readmodel import ReadModel
    from geodata.selection import Selection
    from geodata.viewer import Viewer

MOST_DIGITS: Final = 10
"""A record's number is a uint32; of a longer version no more is repeated."""


def to_number(text: str) -> int:
    """Return a whole number of a request, such as a record's; NotThereError for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise NotThereError(f"{text[:20]!r}", "a number", "Check the number.")
    return int(text)


def current_model(live: Live, request: Request) -> ReadModel:
    """Return the read model of the version asked for, which must be the current one.

    Raises
    ------
    OutdatedError
        Where it is another.
    """
    model = live.model()
    require_version(request, str(model.version))
    return model


def require_version(request: Request, version: str) -> None:
    """Let a request pass that asks for a version or for none; OutdatedError for any other."""
    asked = request.query_params.get("v", version)
    if asked != version:
        raise OutdatedError(f"version {asked[:MOST_DIGITS]}", version, "Ask for the current one.")


def asked_selection(live: Live, request: Request, model: ReadModel) -> Selection:
    """Return the filter of a request's query; SelectionError for one that cannot be."""
    usual = preset_period(USUAL_PERIOD, live.today())
    return parse_selection(request.query_params, model.catalogue, model.areas, period=usual)


def asked_view(live: Live, request: Request) -> View:
    """Return what a page would show whoever asks, under the filter of the query."""
    model = current_model(live, request)
    texts = texts_asked(request.query_params)
    selection = asked_selection(live, request, model)
    return View(live, model, texts, selection, request.state.session, live.today())


def viewer_of(live: Live, request: Request) -> Viewer:
    """Return what the person of a request sees: always masked."""
    door = live.door
    return door.rights.viewer(request.state.session.account, on=door.today())


def known(name: str, among: Container[str], what: str) -> str:
    """Return a name of the catalogue; NotThereError for any other."""
    if name not in among:
        raise NotThereError(f"{what} {name[:40]!r}", f"{what} of the catalogue", "Check the name.")
    return name
