"""Comma-separated text, plain or gzipped: UTF-8, UTF-16 with its mark, GB18030.

How the encoding is told says `etl.encodings`.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, TextIO, cast

from etl.encodings import STEP_BYTES, broken_line, encoding_of
from etl.limits import (
    GUNZIPPED_BYTES,
    MEBIBYTE,
    MOST_CELL_CHARACTERS,
    MOST_COLUMNS,
    MOST_RATIO,
    MOST_ROWS,
)
from etl.reasons import refusal
from etl.sheets import Block, Row, Sheet, in_blocks

CHARACTERS_LOOKED_AT = 20_000
DELIMITERS = ",\t;|"


def read_csv(path: Path, _wanted: str | None) -> Iterator[Sheet | Block]:
    """Read a text file of delimited values."""
    with path.open("rb") as file:
        yield from _read(path, file)


def read_gzipped_csv(path: Path, _wanted: str | None) -> Iterator[Sheet | Block]:
    """Read such a file out of a gzip file, once it is known to unpack to a bounded size."""
    _require_bounded(path)
    with gzip.open(path, "rb") as file:
        yield from _read(path, cast("BinaryIO", file))


def _require_bounded(path: Path) -> None:
    """Unpack once without keeping anything: the size gzip states is only modulo 4 GiB."""
    packed, unpacked = path.stat().st_size, 0
    try:
        with gzip.open(path, "rb") as file:
            while step := file.read(STEP_BYTES):
                unpacked += len(step)
                if unpacked > GUNZIPPED_BYTES:
                    most = GUNZIPPED_BYTES // MEBIBYTE
                    raise refusal("unpacks_too_large", name=path.name, size=f">{most}", most=most)
    except (OSError, EOFError, zlib.error) as error:
        raise refusal("broken_file", name=path.name, why=error) from error
    ratio = unpacked / max(packed, 1)
    if unpacked > MEBIBYTE and ratio > MOST_RATIO:
        raise refusal("packed_too_tight", name=path.name, ratio=int(ratio), most=MOST_RATIO)


def _read(path: Path, file: BinaryIO) -> Iterator[Sheet | Block]:
    encoding = encoding_of(file)
    if encoding is None:
        broken = broken_line(file)
        if broken is None:
            raise refusal("unknown_encoding", name=path.name)
        raise refusal("broken_text", name=path.name, encoding=broken[0].upper(), line=broken[1])
    with io.TextIOWrapper(cast("IO[bytes]", file), encoding, newline="") as text:
        yield from _divided(path, text)


def _divided(path: Path, text: TextIO) -> Iterator[Sheet | Block]:
    csv.field_size_limit(MOST_CELL_CHARACTERS)
    start = text.read(CHARACTERS_LOOKED_AT)
    text.seek(0)
    yield Sheet("", encoding=text.encoding)
    yield from in_blocks(_rows(path, _whole(path, text, _delimiter(start))))


def _whole(path: Path, text: TextIO, delimiter: str) -> Iterator[list[str]]:
    """Give the rows; where one is broken, say on which line it begins."""
    # strict: a quotation mark left open would take the rows below it into one cell
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    line = 0
    try:
        for cells in rows:
            yield cells
            line = rows.line_num
    except csv.Error as error:
        raise refusal("broken_row", name=path.name, line=line + 1, why=error) from error


def _rows(path: Path, rows: Iterator[list[str]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, 1):
        if len(cells) > MOST_COLUMNS:
            raise refusal("too_wide", name=path.name, count=len(cells), most=MOST_COLUMNS)
        if number > MOST_ROWS:
            raise refusal("too_long", name=path.name, most=MOST_ROWS)
        yield [cell or None for cell in cells]


def _delimiter(start: str) -> str:
    """Take the sign that stands most often in the first lines; a comma where none does."""
    lines = "\n".join(start.splitlines()[:10])
    return max(DELIMITERS, key=lambda sign: (lines.count(sign), sign == ","))
