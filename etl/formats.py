"""Which format a file is in, told by its content: an extension may lie."""

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from etl.reasons import refusal
from etl.sheets import Block, Sheet

Reader = Callable[[Path, str | None], Iterator[Sheet | Block]]

ZIP, OLE, GZIP, SQLITE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"SQLite format 3\x00"
BYTES_LOOKED_AT = 4_096
BLANKS = b" \t\r\n"
UTF8_MARK = b"\xef\xbb\xbf"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
FOREIGN = (b"<", b"%PDF", b"{\\rtf")
"""Beginnings of web pages (many systems call theirs .xls), PDF and RTF: not to be read as text."""

READERS = {
    "spreadsheet": ("etl.readers.spreadsheet", "read_spreadsheet"),
    "geojson": ("etl.readers.geojson", "read_geojson"),
    "geopackage": ("etl.readers.geopackage", "read_geopackage"),
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
    for signature, found in ((ZIP, "spreadsheet"), (OLE, "spreadsheet"), (GZIP, "gzip")):
        if start.startswith(signature):
            return found
    if start.startswith(SQLITE):
        return "geopackage"
    text = start.removeprefix(UTF8_MARK).lstrip(BLANKS)
    binary = b"\x00" in start and not start.startswith(UTF16_MARKS)
    if binary or text.startswith(FOREIGN):
        raise refusal("unknown_format", name=path.name)
    return "geojson" if text[:1] in (b"{", b"[") else "csv"


def reader_of(name: str) -> Reader:
    """Import the reader of a format, and with it the libraries that only it needs."""
    module, function = READERS[name]
    reader: Reader = getattr(import_module(module), function)
    return reader
