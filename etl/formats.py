"""Which format a file is in, told by its content: an extension may lie."""

import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from etl.archives import members
from etl.reasons import refusal
from etl.sheets import Block, Sheet

Reader = Callable[[Path, str | None], Iterator[Sheet | Block]]

ZIP, OLE, GZIP, SQLITE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"SQLite format 3\x00"
SHP = b"\x00\x00\x27\x0a"
BYTES_LOOKED_AT = 4_096
BLANKS = b" \t\r\n"
UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
KML = (b"<kml", b":kml ")
FOREIGN = (b"<", b"%PDF", b"{\\rtf")
"""Beginnings of web pages (many systems call theirs .xls), PDF and RTF: not to be read as text."""

WORKBOOK_PARTS = frozenset({"[Content_Types].xml", "mimetype"})
MOST_NAMED = 5
LEDGERS = (".xlsx", ".xls", ".csv", ".txt", ".geojson", ".gpkg", ".gz", ".dbf")

READERS = {
    "spreadsheet": ("etl.readers.spreadsheet", "read_spreadsheet"),
    "geojson": ("etl.readers.geojson", "read_geojson"),
    "geopackage": ("etl.readers.geopackage", "read_geopackage"),
    "shapefile": ("etl.readers.shapefile", "read_shapefiles"),
    "kml": ("etl.readers.kml", "read_kml"),
    "kmz": ("etl.readers.kml", "read_kmz"),
    "csv": ("etl.readers.csvtext", "read_csv"),
    "gzip": ("etl.readers.csvtext", "read_gzipped_csv"),
}


def format_of(path: Path) -> str:
    """Return the name of a file's format, one of `READERS`.

    Raises
    ------
    LedgerError
        Where the file is empty or in no format we read.
    """
    with path.open("rb") as file:
        start = file.read(BYTES_LOOKED_AT)
    if not start.strip(BLANKS):
        raise refusal("empty_file", name=path.name)
    for signature, found in ((OLE, "spreadsheet"), (GZIP, "gzip"), (SQLITE, "geopackage")):
        if start.startswith(signature):
            return found
    if start.startswith(ZIP):
        return _packed_format(path)
    if start.startswith(SHP):
        raise refusal("loose_shapefile", name=path.name)
    text = start.removeprefix(UTF8_MARK).lstrip(BLANKS)
    if start.startswith(UTF16_MARKS):
        text = text[2:].replace(b"\x00", b"")
    elif b"\x00" in start:
        raise refusal("unknown_format", name=path.name)
    if text.startswith(b"<") and any(mark in text for mark in KML):
        return "kml"
    if text.startswith(FOREIGN):
        raise refusal("unknown_format", name=path.name)
    return "geojson" if text[:1] in (b"{", b"[") else "csv"


def _packed_format(path: Path) -> str:
    """Tell what a zip holds; what is no readable one, its reader refuses."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name, _ in members(archive)]
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return "spreadsheet"
    if WORKBOOK_PARTS.intersection(names):
        return "spreadsheet"
    suffixes = {Path(name).suffix.lower() for name in names}
    for suffix, found in ((".shp", "shapefile"), (".kml", "kmz")):
        if suffix in suffixes:
            return found
    if suffixes.intersection(LEDGERS):
        raise refusal("packed_ledger", name=path.name, parts="、".join(names[:MOST_NAMED]))
    return "spreadsheet"


def reader_of(name: str) -> Reader:
    """Import the reader of a format, and with it the libraries that only it needs."""
    module, function = READERS[name]
    reader: Reader = getattr(import_module(module), function)
    return reader
