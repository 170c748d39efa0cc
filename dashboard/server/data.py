"""Routes of the data: versions, columns and shapes as blocks, facts by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from dashboard.server.asked import (
    asked_selection,
    known,
    require_version,
    to_number,
    viewer_of,
)
from dashboard.server.blocks import Blocks
from dashboard.server.correcting import carry_out, parse_correction
from dashboard.server.dossier import Reader
from dashboard.server.unmask import note_look, unmasked_viewer
from dashboard.texts import texts_asked
from geodata.errors import RightsError
from geodata.packing import pack

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.server.forms import Form
    from dashboard.server.live import Live
    from geodata.catalogue.model import Layer
    from geodata.readmodel import BlockKind
    from geodata.viewer import Viewer

MOST_NAMES = 50
"""Records named in one answer; the map lists no more on one point."""


class DataRoutes:
    """The endpoints over one opened data folder.

    They stand behind the gate, which asked for the right to each of them; how far it reaches, the
    viewer of the session says.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        self._blocks = Blocks()

    def version(self, _request: Request) -> Response:
        """Answer the data version now shown, and the newest: later while that is being read."""
        shown = self._live.model().version
        return _fresh({"version": shown, "newest": self._live.models.version()})

    def columns(self, request: Request) -> Response:
        """Answer the columns of a layer as a block."""
        return self._block(request, "columns", request.path_params["layer"])

    def shapes(self, request: Request) -> Response:
        """Answer the shapes of a layer as a block."""
        return self._block(request, "shapes", request.path_params["name"])

    def facts(self, request: Request) -> Response:
        """Answer the facts of a record; what lies around it is what the selection chooses."""
        reader, layer = self._reader(request, viewer_of(self._live, request))
        number = to_number(request.path_params["number"])
        return _fresh(
            reader.facts(layer, number, asked_selection(self._live, request, reader.model))
        )

    def names(self, request: Request) -> Response:
        """Answer what some records of a layer are called, with date, number and place."""
        reader, layer = self._reader(request, viewer_of(self._live, request))
        asked = request.query_params.get("numbers", "").split(",", MOST_NAMES)
        numbers = [to_number(text) for text in asked[:MOST_NAMES]]
        return _fresh({"records": reader.names(layer, numbers)})

    def correct(self, form: Form, request: Request) -> Response:
        """Correct a record as a form asks; answer its version by then."""
        session = request.state.session
        reader, layer = self._reader(request, viewer_of(self._live, request))
        number = to_number(request.path_params["number"])
        if not reader.may_correct:
            raise RightsError("a correction", "a role that may correct", "Ask the office clerk.")
        reader.row_of(layer, number)  # whoever does not see it does not correct it
        asked = parse_correction(
            form, layer, reader.texts, today=self._live.today(), extent=reader.model.extent
        )
        version = carry_out(self._live, session, layer, number, asked, reader.texts)
        return _fresh({"version": version, "said": reader.texts("correct.saved")})

    def unmask(self, reason: str, request: Request) -> Response:
        """Answer the facts of a record with its personal data, for a reason."""
        door, session = self._live.door, request.state.session
        reader, layer = self._reader(request, unmasked_viewer(door, session, reason))
        number = to_number(request.path_params["number"])
        told = reader.facts(layer, number, asked_selection(self._live, request, reader.model))
        note_look(door, session, f"{layer.id}/{number}", reason)
        return _fresh(told)

    def _reader(self, request: Request, viewer: Viewer) -> tuple[Reader, Layer]:
        model = self._live.model()
        layer = known(request.path_params["layer"], model.columns, "layer")
        texts = texts_asked(request.query_params)
        door, session = self._live.door, request.state.session
        reader = Reader(
            self._live,
            model,
            texts,
            viewer,
            may_unmask=viewer.masked and door.allows(session, "unmask"),
            may_print=door.allows(session, "export_figures"),
            may_correct=door.allows(session, "correct"),
        )
        return reader, model.catalogue.by_layer[layer]

    def _block(self, request: Request, kind: BlockKind, name: str) -> Response:
        model, viewer = self._live.model(), viewer_of(self._live, request)
        layer = known(name, getattr(model, kind), kind)
        version = model.block_versions(viewer)[f"{kind}/{layer}"]
        require_version(request, version)
        key = (kind, layer, version)  # its content: the same for whoever sees the same
        return self._blocks.answer(request, key, lambda: pack(*model.block(kind, layer, viewer)))


def _fresh(answer: object) -> Response:
    return JSONResponse(answer, headers={"cache-control": "no-store"})
