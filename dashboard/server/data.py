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
from geodata.periods import parse_period, preset_period
from geodata.shapes import to_arrays as shape_arrays
from geodata.viewer import OFFICE, Viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from dashboard.server.live import Live
    from geodata.periods import Period
    from geodata.readmodel import ReadModel

MOST_DIGITS = 10
"""A record's number is a uint32."""


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
        """Answer the facts of a record, only its title where ``short`` is asked."""
        model, viewer = self._live.model(), viewer_of(request)
        layer = _known(request.path_params["layer"], model.columns, "layer")
        number = _number(request.path_params["number"])
        texts = read_texts(parse_language(request.query_params.get(LANGUAGE)))
        reader = Reader(self._live, model, texts, viewer)
        declared = model.catalogue.by_layer[layer]
        if "short" in request.query_params:
            return _fresh(reader.title(declared, number))
        return _fresh(reader.facts(declared, number, self._period(request)))

    def _period(self, request: Request) -> Period:
        asked = request.query_params.get("period")
        return parse_period(asked) if asked else preset_period(USUAL_PERIOD, self._live.today())

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
