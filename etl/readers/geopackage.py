"""GeoPackage (OGC 12-128), through GDAL with only the drivers we allow."""

from collections.abc import Iterator
from pathlib import Path

import pyogrio
from pyogrio.errors import DataSourceError

from etl.readers.gdal import in_features, read_features, require_only_allowed_drivers
from etl.readers.spreadsheet import require_sheet
from etl.reasons import refusal
from etl.sheets import NO_SHAPES, Block, Sheet


def read_geopackage(path: Path, wanted: str | None) -> Iterator[Sheet | Block]:
    """Read each layer, or the one asked for: a heading row 0 of field names, then the features."""
    require_only_allowed_drivers()
    try:
        layers = {str(name): kind for name, kind in pyogrio.list_layers(path)}
        if wanted is not None:
            require_sheet(path, wanted, layers)
        for name in [wanted] if wanted is not None else layers:
            if wanted is None and layers[name] is None:
                yield Sheet(name, NO_SHAPES)
            else:
                yield from in_features(name, read_features(path, name))
    except DataSourceError as error:
        raise refusal("broken_file", name=path.name, why=error) from error
