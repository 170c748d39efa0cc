"""The search of the map: records, named areas and streets, coordinates.

What is looked for comes in the body of a request: it may be somebody's name, and addresses are
logged.
"""

from __future__ import annotations

import unicodedata
from itertools import islice
from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse

from dashboard.server.asked import viewer_of
from dashboard.server.dossier import Reader, area_text
from dashboard.server.forms import last_of
from dashboard.server.kept import Kept
from dashboard.texts import texts_asked
from geodata.areas import NO_AREA
from geodata.coordinates.crs_names import WGS84
from geodata.coordinates.typed_position import read_typed
from geodata.facts import fact_of
from geodata.gazetteer import find_named
from geodata.storage.search import read_found, read_search_text, searched_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.server.facts import Json
    from dashboard.server.forms import Form
    from dashboard.server.live import Live
    from geodata.catalogue.model import Layer
    from geodata.coordinates.typed_position import TypedPosition
    from geodata.gazetteer import Named
    from geodata.searchtext import SearchText
    from geodata.storage.search import FoundRecord

MOST_LETTERS: Final = 80
FEWEST_LETTERS: Final = 2
MOST_OF_KIND: Final = 6
"""Hits of each kind (coordinates, names, records of a layer) in one answer."""

MOST_LOOKED_AT: Final = 5_000
"""Records of a layer that are looked at further, the best first."""

MOST_TEXT: Final = 64 * 2**20
"""Bytes of all layers' texts held at most."""


class SearchRoute:
    """The endpoint over one opened data folder; it stands behind the gate."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._texts = Kept["SearchText"](MOST_TEXT, lambda held: len(held.text))

    def search(self, form: Form, request: Request) -> Response:
        """Answer what is meant by a text, best first, for the one who asks and as they see it."""
        texts = texts_asked(request.query_params)
        reader = Reader(self._live, self._live.model(), texts, viewer_of(self._live, request))
        asked = unicodedata.normalize("NFKC", last_of(form, "q"))[:MOST_LETTERS]
        hits = self._hits_of(reader, asked) if len(asked) >= FEWEST_LETTERS else []
        return JSONResponse({"hits": hits}, headers={"cache-control": "no-store"})

    def _hits_of(self, reader: Reader, asked: str) -> list[Json]:
        """Return coordinates, then names on the map, then records of each layer in its order.

        `asked` is in compatibility form (NFKC); blanks part words, all of which must be held.
        """
        words = asked.casefold().split()
        positions = read_typed(asked, reader.model.extent)
        hits = [_position_hit(reader, one) for one in positions[:MOST_OF_KIND]]
        hits += [_named_hit(reader, one) for one in find_named(reader.model, words)[:MOST_OF_KIND]]
        for layer in reader.model.catalogue.listed_layers:
            if layer.id in reader.model.columns:
                hits += _record_hits(reader, layer, self._text(reader, layer), words)
        return hits

    def _text(self, reader: Reader, layer: Layer) -> SearchText:
        """Return the text of a layer, read once for each change of it."""

        def read() -> SearchText:
            with self._live.storage.reading() as connection:
                return read_search_text(connection, layer)

        return self._texts.made((layer.id, reader.model.layer_versions.get(layer.id, 0)), read)


def _position_hit(reader: Reader, found: TypedPosition) -> Json:
    texts = reader.texts
    told = texts("search.read_as", crs=found.crs.zh if texts.language == "zh-CN" else found.crs.en)
    if found.crs != WGS84:
        told += texts("search.in_wgs84", lng=f"{found.lng:.6f}", lat=f"{found.lat:.6f}")
    if not found.near:
        told += texts("search.far")
    return {
        "kind": texts("search.coordinate"),
        "title": texts("search.northing_first") if found.swapped else texts("search.easting_first"),
        "detail": told,
        "point": [found.lng, found.lat],
    }


def _named_hit(reader: Reader, found: Named) -> Json:
    above = "" if found.area == NO_AREA else area_text(reader.model, found.area)
    return {
        "kind": reader.texts.name(reader.model.catalogue.by_layer[found.layer].name),
        "title": found.name,
        "detail": "" if above == found.name else above,
        "bounds": list(found.bounds),
        "shape": found.layer,
    }


def _record_hits(
    reader: Reader, layer: Layer, text: SearchText, words: Sequence[str]
) -> list[Json]:
    seen = reader.model.columns_for(layer.id, reader.viewer).number
    numbers = text.find(words, seen, MOST_LOOKED_AT)
    with reader.live.storage.reading() as connection:
        records = read_found(connection, layer, numbers)
        shown = (record for record in records if _shows(record, layer, words, reader))
        found = {record["id"]: record for record in islice(shown, MOST_OF_KIND)}
    return [
        {
            "kind": reader.texts.name(layer.name),
            "title": named["title"],
            "detail": named["detail"] if _is_placed(record) else _off_map(reader, named),
            "layer": layer.id,
            "number": record["id"],
            "point": [record["lng"], record["lat"]] if _is_placed(record) else None,
        }
        for named in reader.names(layer, list(found))
        for record in [found[named["number"]]]
    ]


def _shows(record: FoundRecord, layer: Layer, words: Sequence[str], reader: Reader) -> bool:
    """Say whether what the viewer is shown holds the words too.

    Else the search would tell which building a masked person or room belongs to.
    """
    told = " ".join(_shown(record, layer, reader)).casefold()
    return all(word in told for word in words)


def _shown(record: FoundRecord, layer: Layer, reader: Reader) -> Iterator[str]:
    for column in searched_columns(layer):
        fact = fact_of(record, layer.by_column[column], layer, reader.viewer)
        if fact is not None:
            yield unicodedata.normalize("NFKC", str(fact.value))


def _is_placed(record: FoundRecord) -> bool:
    return record["lng"] is not None


def _off_map(reader: Reader, named: Json) -> str:
    return " · ".join(filter(None, (str(named["detail"]), reader.texts("facts.off_map"))))
