"""The route of other people's base maps: tiles of declared sources, by way of this server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from dashboard.basemap.declared import HIGHEST_ZOOM
from dashboard.basemap.pictures import NOTHING
from dashboard.basemap.proxy import SourceError, TileProxy
from dashboard.server.errors import NotThereError, UpstreamError

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.server.live import Live

A_DAY: Final = "private, max-age=86400"
_DIGITS: Final = len(str(2**HIGHEST_ZOOM))


class BasemapRoute:
    """The endpoint over what a data folder declares."""

    def __init__(self, live: Live) -> None:
        self._sources = {source.id: source for source in live.sources.source}
        self._proxy = TileProxy(live.folder, live.sources)

    def tile(self, request: Request) -> Response:
        """Answer a tile; where the source has none, a picture of nothing."""
        asked = request.path_params
        source = self._sources.get(asked["source"])
        z, x, y = (_number(asked[name]) for name in "zxy")
        if source is None or not source.min_zoom <= z <= source.max_zoom or max(x, y) >= 2**z:
            raise NotThereError("a tile of a base map", "one of a declared source", "Choose again")
        try:
            tile = self._proxy.tile(source, z, x, y) or NOTHING
        except SourceError:
            # why stands in the log: it may tell of the network behind this server
            raise UpstreamError("a base map", "an answer of its source", "Try later") from None
        return Response(tile.content, media_type=tile.media_type, headers={"cache-control": A_DAY})


def _number(text: str) -> int:
    """Return a number of a tile; one that is none is beyond every range."""
    if text.isascii() and text.isdigit() and len(text) <= _DIGITS:
        return int(text)
    return 2**HIGHEST_ZOOM
