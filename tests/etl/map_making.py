"""Makes the map files that tests import: Shapefiles in a zip or loose, KML and KMZ."""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

Rows = Iterable[Sequence[Any]]


def write_shapefile(
    folder: Path,
    rows: Rows,
    shapes: Sequence[Any],
    *,
    encoding: str = "gb18030",
    crs: str = "EPSG:4326",
    without: Iterable[str] = (),
) -> Path:
    """Write ``台账.shp`` and what belongs to it into a new folder; return the .shp.

    Parameters
    ----------
    rows
        Field names, then a row of values a shape.
    shapes
        shapely geometries of one kind; None for none.
    without
        Suffixes of the files left out.
    """
    folder.mkdir()
    path = folder / "台账.shp"
    names, *values = rows
    kinds = {shape.geom_type.removeprefix("Multi") for shape in shapes if shape is not None}
    pyogrio.raw.write(
        path,
        np.array([None if s is None else shapely.to_wkb(s) for s in shapes], object),
        [np.array([_plain(cell) for cell in column], object) for column in zip(*values)],  # noqa: B905 - may be empty
        [name.encode(encoding)[:10].decode(encoding, "ignore") for name in names],
        geometry_type=kinds.pop() if kinds else "Point",
        crs=crs,
        encoding=encoding,
        driver="ESRI Shapefile",
    )
    for suffix in without:
        path.with_suffix(suffix).unlink()
    return path


def _plain(cell: Any) -> str | None:
    return None if cell is None else str(cell)


def zip_folder(folder: Path, to: Path, inside: str = "") -> Path:
    """Zip the files of a folder, below a folder of another name if one is given."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{inside}{file.name}")
    return to


def placemark(geometry: str, name: str = "", **data: object) -> str:
    """Spell a placemark; the geometry is KML."""
    added = "".join(f'<Data name="{k}"><value>{v}</value></Data>' for k, v in data.items())
    extended = f"<ExtendedData>{added}</ExtendedData>" if added else ""
    named = f"<name>{name}</name>" if name else ""
    return f"<Placemark>{named}{extended}{geometry}</Placemark>"


def point(lng: object, lat: object) -> str:
    """Spell a point of KML."""
    return f"<Point><coordinates>{lng},{lat},0</coordinates></Point>"


def kml(*inside: str, declared: str = "UTF-8") -> str:
    """Spell a KML document."""
    document = f"<Document><Folder><name>图层</name>{''.join(inside)}</Folder></Document>"
    namespace = "http://www.opengis.net/kml/2.2"
    return f'<?xml version="1.0" encoding="{declared}"?><kml xmlns="{namespace}">{document}</kml>'


def write_kmz(path: Path, document: str) -> Path:
    """Write a KMZ with a picture beside its document."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("files/icon.png", b"\x89PNG")
        archive.writestr("doc.kml", document.encode())
    return path
