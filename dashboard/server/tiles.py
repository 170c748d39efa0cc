"""Routes of tiles: what a large layer shows before its columns have come.

The columns of a million records are 11 MB and come once for each data version; until they are
there, the map asks for the tiles in view. They are cut from the same columns by the same filter.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from starlette.responses import JSONResponse

from dashboard.server.asked import asked_selection, current_model, known, viewer_of
from dashboard.server.blocks import Blocks
from dashboard.server.errors import NotThereError
from dashboard.server.kept import Kept
from geodata.analysis.counts import tally_rows
from geodata.columns import mask
from geodata.criteria import to_criteria
from geodata.errors import SelectionError
from geodata.packing import pack
from geodata.tiles import MOST_SQUARES, Ordered, Tile, cut, in_order, square_side

if TYPE_CHECKING:
    from collections.abc import Hashable

    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.server.facts import Json
    from dashboard.server.live import Live
    from geodata.analysis.counts import Tally
    from geodata.catalogue.model import Layer
    from geodata.columns import Bools, Columns
    from geodata.readmodel import ReadModel

SQUARES_M: Final = (100, 200, 500, 1000, 2000, 5000)
"""Sides that a map counts by, as ``cells.js`` has them."""

MOST_BYTES: Final = 32 * 2**20
MOST_ORDERS: Final = 3
MOST_FILTERS: Final = 24
MOST_DIGITS: Final = 6


class TileRoutes:
    """The endpoints over one opened data folder; they stand behind the gate."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._blocks = Blocks(MOST_BYTES)
        self._orders = Kept[Ordered](MOST_ORDERS)
        self._filters = Kept["Bools"](MOST_FILTERS)

    def tile(self, request: Request) -> Response:
        """Answer a tile of a layer, as the filter of the query chooses."""
        asked = _Asked(self._live, request)
        tile, side_m = _tile(request), _square(request)
        apart = _grades(request, asked.layer)
        side = None if side_m is None else _side(side_m, asked.model, tile)

        def make() -> bytes:
            ordered = self._orders.made(asked.seen, lambda: _in_order(asked))
            chosen = self._filters.made((*asked.key, "order"), lambda: _chosen(asked, ordered))
            header, arrays = cut(ordered, tile, chosen, side=side, apart=apart)
            return pack(header, arrays)

        key = (*asked.key, tile, side_m, apart)
        return self._blocks.answer(request, key, make)

    def counts(self, request: Request) -> Response:
        """Answer how many records of a layer the filter chooses, by value and by area."""
        asked = _Asked(self._live, request)
        columns = asked.columns()
        told = tally_json(tally_rows(columns, mask(columns, asked.criteria)))
        return JSONResponse(told, headers={"cache-control": "no-store"})


def tally_json(tally: Tally) -> Json:
    """Turn counts into what the element reads: by index, those that are not 0."""
    lists = {name: getattr(tally, name) for name in ("classes", "grades", "statuses", "areas")}
    held = {
        name: {str(index): int(counts[index]) for index in np.flatnonzero(counts)}
        for name, counts in lists.items()
    }
    return {"total": tally.total, "placed": tally.placed, **held}


def closed_statuses(layer: Layer) -> list[int]:
    """Return the indices of the statuses of a layer that close a record."""
    statuses = layer.statuses.values if layer.statuses else ()
    return [n for n, status in enumerate(statuses) if status.closed]


class _Asked:
    """Layer, filter and viewer of a request."""

    def __init__(self, live: Live, request: Request) -> None:
        self.model = current_model(live, request)
        self.viewer = viewer_of(live, request)
        name = known(request.path_params["layer"], self.model.columns, "layer")
        self.layer = self.model.catalogue.by_layer[name]
        chosen = asked_selection(live, request, self.model)
        self.criteria = to_criteria(chosen, self.model.catalogue, self.model.areas)
        scope = self.viewer.scope_key
        self.seen: Hashable = (name, self.model.version, scope)
        # which layers are on and what is compared with changes nothing here
        self.key = (self.seen, replace(chosen, layers=(), against=None))

    def columns(self) -> Columns:
        """Return the columns as far as the viewer may see them."""
        return self.model.columns_for(self.layer.id, self.viewer)


def _in_order(asked: _Asked) -> Ordered:
    return in_order(asked.columns(), closed_statuses(asked.layer))


def _chosen(asked: _Asked, ordered: Ordered) -> Bools:
    return mask(ordered.columns, asked.criteria)[ordered.order]


def _tile(request: Request) -> Tile:
    found = [_whole(request.path_params[name]) for name in Tile._fields]
    tile = Tile(*(-1 if number is None else number for number in found))
    if not tile.exists():
        raise NotThereError("that tile", "zoom 0 to 19, column and row within it", "Choose again.")
    return tile


def _square(request: Request) -> int | None:
    text = request.query_params.get("squares")
    if text is None or _whole(text) in SQUARES_M:
        return _whole(text or "")
    raise SelectionError(f"squares={text[:40]!r}", f"one of {SQUARES_M}", "Choose again.")


def _side(side_m: int, model: ReadModel, tile: Tile) -> float:
    extent = model.extent
    if extent is None:
        raise NotThereError("squares", "records", "Import a ledger.")
    side = square_side(side_m, extent)
    if tile.side > MOST_SQUARES * side:
        told = f"{side_m} m at zoom {tile.z}"
        raise SelectionError(told, f"at most {MOST_SQUARES} squares each way", "Come nearer.")
    return side


def _grades(request: Request, layer: Layer) -> tuple[int, ...] | None:
    text = request.query_params.get("apart")
    if text is None:
        return None
    declared = len(layer.grades.values) if layer.grades else 0
    found = [_whole(part) for part in text.split(",") if part]
    if all(number is not None and number < declared for number in found):
        return tuple(sorted({number for number in found if number is not None}))
    raise SelectionError(f"apart={text[:40]!r}", f"numbers below {declared}", "Choose again.")


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
