"""What the database knows of a sub-district, for telling the CRS of a new ledger."""

from collections.abc import Sequence

from etl.datum.file_crs import Background
from etl.datum.recognise import Floats, Recognition, recognise
from etl.datum.surroundings import RowWords, Surroundings
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import parse_crs
from geodata.coordinates.crs_names import Crs
from geodata.storage.ledgers import read_confirmed_crs
from geodata.storage.store import Storage
from geodata.storage.surroundings import read_known


def read_background(
    storage: Storage,
    layer: str,
    district: str,
    source: str | None,
    *,
    ground: tuple[str, Bounds | None],
) -> Background:
    """Read what was confirmed for a source; the ground is read only when it is needed.

    Parameters
    ----------
    layer, district
        Id of the layer and code of the sub-district of the ledger.
    source
        Who sends the ledger; nothing is remembered of a ledger that nobody is named for.
    ground
        Code of the sub-district it is held against and its extent, None where it is not drawn.
    """
    around, bounds = ground

    def judge(
        first: Floats, second: Floats, words: Sequence[RowWords], named: Crs | None
    ) -> Recognition:
        asked = {name for row in words for name in row.names}
        with storage.reading() as connection:
            known = read_known(connection, around, asked)
        return recognise(first, second, words, Surroundings(bounds, *known), named)

    if source is None:
        return Background(judge)
    with storage.reading() as connection:
        confirmed = read_confirmed_crs(connection, layer, district, source)
    return Background(judge, parse_crs(confirmed) if confirmed else None)
