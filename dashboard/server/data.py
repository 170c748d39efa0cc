"""Routes of the data: versions, columns and shapes as blocks, facts by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from dashboard.components.session import LANGUAGE, USUAL_PERIOD, parse_language
from dashboard.server.assets import LASTING
from dashboard.server.blocks import Blocks
from dashboard.server.dossier import Reader
from dashboard.server.errors import NotThereError, OutdatedError
from dashboard.texts import read_texts
from geodata.columns import to_arrays as column_arrays
from geodata.packing import pack
from geodata.periods import preset_period
from geodata.selection import parse_selection
from geodata.shapes import to_arrays as shape_arrays
from geodata.viewer import OFFICE, Viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from dashboard.server.live import Live
    from geodata.catalogue.model import Layer
    from geodata.readmodel import ReadModel
    from geodata.selection import Selection

MOST_DIGITS = 10
"""A record's number is a uint32."""

MOST_NAMES = 50
"""Records named in one answer; the map lists no more on one point."""


class DataRoutes:
    """The endpoints over one opened data folder.

    Every endpoint takes its viewer from `viewer_of`, the one place where accounts will tell who
    asks.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        self._blocks = Blocks()

    def version(self, _request: Request) -> Response:
        """Answer the data version now current."""
        return _fresh({"version": self._live.model().version})

    def columns(self, request: Request) -> Response:
        """Answer the columns of a layer as a block."""
        model, viewer = self._asked(request), viewer_of(request)
        layer = _known(request.path_params["layer"], model.columns, "layer")

        def make() -> bytes:
            seen = model.columns_for(layer, viewer)
            header: dict[str, object] = {
                "layer": layer,
                "version": model.version,
                "count": len(seen),
            }
            if seen.names is not None:
                header["names"] = seen.names.tolist()
            return pack(header, column_arrays(seen))

        return self._block(model, viewer, ("columns", layer), make)

    def shapes(self, request: Request) -> Response:
        """Answer the shapes of a layer as a block."""
        model, viewer = self._asked(request), viewer_of(request)
        name = _known(request.path_params["name"], model.shapes, "shapes")

        def make() -> bytes:
            seen = model.shapes_for(name, viewer)
            header = {"layer": name, "version": model.version, "count": len(seen)}
            return pack({**header, "names": seen.names}, shape_arrays(seen))

        return self._block(model, viewer, ("shapes", name), make)

    def facts(self, request: Request) -> Response:
        """Answer the facts of a record; what lies around it is what the selection chooses."""
        reader, layer = self._reader(request)
        number = _number(request.path_params["number"])
        return _fresh(reader.facts(layer, number, self._selection(request, reader.model)))

    def names(self, request: Request) -> Response:
        """Answer what some records of a layer are called, with date, number and place."""
        reader, layer = self._reader(request)
        asked = request.query_params.get("numbers", "").split(",", MOST_NAMES)
        numbers = [_number(text) for text in asked[:MOST_NAMES]]
        return _fresh({"records": reader.names(layer, numbers)})

    def _reader(self, request: Request) -> tuple[Reader, Layer]:
        model, viewer = self._live.model(), viewer_of(request)
        layer = _known(request.path_params["layer"], model.columns, "layer")
        texts = read_texts(parse_language(request.query_params.get(LANGUAGE)))
        return Reader(self._live, model, texts, viewer), model.catalogue.by_layer[layer]

    def _selection(self, request: Request, model: ReadModel) -> Selection:
        usual = preset_period(USUAL_PERIOD, self._live.today())
        return parse_selection(request.query_params, model.catalogue, model.areas, period=usual)

    def _asked(self, request: Request) -> ReadModel:
        """Return the read model of the version asked for, which must be the current one."""
        model = self._live.model()
        asked = request.query_params.get("v", str(model.version))
        if asked != str(model.version):
            raise OutdatedError(
                f"version {asked[:MOST_DIGITS]}", str(model.version), "Ask for the current one."
            )
        return model

    def _block(
        self, model: ReadModel, viewer: Viewer, name: tuple[str, str], make: Callable[[], bytes]
    ) -> Response:
        changed = model.layer_versions.get(name[1], 0)
        key = (*name, changed, model.version, viewer.scope_key)
        return Response(
            self._blocks.block(key, make),
            media_type="application/octet-stream",
            headers={"content-encoding": "gzip", "cache-control": LASTING},
        )


def viewer_of(_request: Request) -> Viewer:
    """Say who asks: the office, masked, until accounts exist."""
    return OFFICE


def _known(name: str, known: object, what: str) -> str:
    if name not in known:  # type: ignore[operator]
        raise NotThereError(f"{what} {name[:40]!r}", f"{what} of the catalogue", "Check the name.")
    return name


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise NotThereError(f"record {text[:20]!r}", "a record's number", "Check the number.")
    return int(text)


def _fresh(answer: object) -> Response:
    return JSONResponse(answer, headers={"cache-control": "no-store"})
