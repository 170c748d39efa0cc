"""KML (OGC 12-007r2) and KMZ: each placemark a row, without GDAL.

GDAL makes a layer of every folder and leaves out what its library does not know. The parser here
takes placemarks in their order and refuses document types before an entity is read.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO, Any, BinaryIO, cast
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from etl.archives import members, require_sound_archive
from etl.encodings import STEP_BYTES, encoding_of
from etl.readers.geojson import rows_of_features
from etl.reasons import refusal
from etl.sheets import Block, Sheet

OWN = {"name": "名称", "description": "描述", "address": "地址", "phoneNumber": "电话"}
"""Elements every placemark may have, and the words by which ledgers call the same."""

GEOMETRIES = ("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry")
SINGLE = {"Point", "LineString", "Polygon"}
_LOOSE = re.compile(r"\s*,\s*")
"""A comma with blanks, as people write it who make a KML by hand."""

NESTED = 20
"""So deep a geometry may be nested in others."""


def read_kml(path: Path, _wanted: str | None) -> Iterator[Sheet | Block]:
    """Read a KML file: a heading row 0 of names, then a row a placemark."""
    with path.open("rb") as file:
        yield from _read(path, file)


def read_kmz(path: Path, _wanted: str | None) -> Iterator[Sheet | Block]:
    """Read the main KML of a KMZ: ``doc.kml``, else the first."""
    require_sound_archive(path)
    with zipfile.ZipFile(path) as archive:
        found = [entry for entry in members(archive) if entry[0].lower().endswith(".kml")]
        if not found:
            raise refusal("no_placemarks", name=path.name)
        _, main = min(found, key=lambda entry: entry[0].lower() != "doc.kml")
        yield from _read(path, BytesIO(archive.read(main)))


def _read(path: Path, file: BinaryIO) -> Iterator[Sheet | Block]:
    encoding = encoding_of(file)
    if encoding is None:
        raise refusal("unknown_encoding", name=path.name)
    placemarks = _Placemarks(path)
    # as text: the parser knows few encodings, and what the file says of its own may be wrong
    parser = XMLParser(target=placemarks)  # noqa: S314 - document types are refused below
    try:
        with TextIOWrapper(cast("IO[bytes]", file), encoding) as text:
            while step := text.read(STEP_BYTES):
                parser.feed(step)
            parser.close()
    except (ParseError, RecursionError, ValueError) as error:
        raise refusal("broken_file", name=path.name, why=error) from error
    if not placemarks.found:
        raise refusal("no_placemarks", name=path.name)
    properties = [_properties(mark) for mark in placemarks.found]
    geometries = [_geometry_of(mark) for mark in placemarks.found]
    yield from rows_of_features(path, properties, geometries, "EPSG:4326")


class _Placemarks:
    """Builds the tree of each placemark, and of nothing else."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[Element] = []
        self.builder: TreeBuilder | None = None

    def doctype(self, name: str, _public: str | None, _system: str | None) -> None:
        raise refusal("document_type", name=self.path.name, part=name)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.builder is None and _local(tag) == "Placemark":
            self.builder = TreeBuilder()
        if self.builder is not None:
            self.builder.start(_local(tag), attributes)

    def data(self, text: str) -> None:
        if self.builder is not None:
            self.builder.data(text)

    def end(self, tag: str) -> None:
        if self.builder is None:
            return
        self.builder.end(_local(tag))
        if _local(tag) == "Placemark":
            self.found.append(self.builder.close())
            self.builder = None

    def close(self) -> None:
        """Nothing is left open: the parser has seen to that."""


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _properties(mark: Element) -> dict[str, Any]:
    """Give what is written of a placemark: what was added to it, then its own elements."""
    found: dict[str, Any] = {}
    for data in mark.iter("Data"):
        found[data.get("name", "")] = data.findtext("value", "").strip()
    for data in mark.iter("SimpleData"):
        found[data.get("name", "")] = (data.text or "").strip()
    for tag, heading in OWN.items():
        own = mark.findtext(tag, "").strip()
        if own and not found.get(heading):
            found[heading] = own
    return found


def _geometry_of(element: Element, depth: int = 0) -> dict[str, Any] | None:
    """Give the first geometry in an element as GeoJSON; None for none."""
    for child in element:
        if child.tag in GEOMETRIES:
            return _geometry(child, depth)
    return None


def _geometry(element: Element, depth: int) -> dict[str, Any]:
    if element.tag == "Polygon":
        rings = [*element.iterfind("outerBoundaryIs"), *element.iterfind("innerBoundaryIs")]
        return {"type": "Polygon", "coordinates": [_coordinates(ring) for ring in rings]}
    if element.tag == "MultiGeometry":
        parts = [
            _geometry(child, depth + 1)
            for child in element
            if child.tag in GEOMETRIES and depth < NESTED
        ]
        return _joined(parts)
    coordinates = _coordinates(element)
    if element.tag == "Point":
        return {"type": "Point", "coordinates": coordinates[0] if coordinates else "none"}
    return {"type": "LineString", "coordinates": coordinates}


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    kinds = {part["type"] for part in parts}
    if len(kinds) == 1 and kinds <= SINGLE:
        coordinates = [part["coordinates"] for part in parts]
        return {"type": f"Multi{kinds.pop()}", "coordinates": coordinates}
    return {"type": "GeometryCollection", "geometries": parts}


def _coordinates(element: Element) -> list[list[float | None]]:
    """Read ``lng,lat[,height] …``; a word that is no position makes the geometry a bad one."""
    found = next(element.iter("coordinates"), None)
    text = (found.text or "") if found is not None else ""
    words = text.split()
    if any("," not in word.strip(",") for word in words):  # else a comma behind one divides it
        words = _LOOSE.sub(",", text).split()
    return [_position(word) for word in words]


def _position(word: str) -> list[float | None]:
    try:
        return [float(number) for number in word.split(",")[:2]]
    except ValueError:
        return [None]  # which is none for GEOS either
