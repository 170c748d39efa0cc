"""What our tiles are measured against holds the same records as they do."""

from collections.abc import Iterator

import numpy as np
import pytest

from benchmarks.postgis import AbsentError, Postgis, start_postgis
from benchmarks.tipg import count_features, fill
from geodata.tiles import Tile, in_order, rows_in
from tests.browser.map_site import made_up

TILE = """
SELECT encode(ST_AsMVT(t), 'hex') FROM (
    SELECT id, ST_AsMVTGeom(geom, ST_TileEnvelope({0}, {1}, {2}), buffer => 0) AS geom
    FROM rental WHERE geom && ST_TileEnvelope({0}, {1}, {2})
) t
"""


@pytest.fixture
def postgis() -> Iterator[Postgis]:
    try:
        with start_postgis() as server:
            yield server
    except AbsentError as error:
        pytest.skip(str(error))


def test_features_of_a_tile_are_counted_through_its_layers() -> None:
    version, name, feature, extent = b"\x78\x02", b"\x0a\x01a", b"\x12\x02\x08\x01", b"\x28\x80\x20"
    layer = name + 3 * feature + extent + version
    tile = b"\x1a" + bytes([len(layer)]) + layer
    assert count_features(tile + tile) == 6
    assert count_features(b"") == 0


def test_a_tile_of_postgis_holds_the_records_of_ours(postgis: Postgis) -> None:
    ordered = in_order(made_up("rental", 500), [1])
    fill(postgis, ordered)
    for z in (10, 16):
        tile = Tile(z, int(ordered.x[7]) >> 32 - z, int(ordered.y[7]) >> 32 - z)
        ours = rows_in(ordered, tile, np.ones(len(ordered.order), dtype=np.bool_))
        theirs = bytes.fromhex(postgis.run(TILE.format(*tile)))
        assert count_features(theirs) == len(ours) > 0
