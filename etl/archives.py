"""Looking at an archive before anything unpacks it: bombs and document types are refused."""

import zipfile
from pathlib import Path

from etl.limits import MEBIBYTE, MOST_ENTRIES, MOST_RATIO, UNPACKED_BYTES
from etl.reasons import refusal

BYTES_OF_PROLOGUE = 4_096
SMALL_BYTES = 1 << 16
"""A part so small is harmless at any ratio."""


def require_sound_archive(path: Path) -> None:
    """Refuse a zip that would unpack to too much, or whose XML declares a document type.

    Raises
    ------
    LedgerError
        Says which bound is broken.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _require_bounded(path, parts)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _require_no_document_type(path, archive, part)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise refusal("no_workbook", name=path.name) from error


def _require_bounded(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_BYTES:
        raise refusal(
            "unpacks_too_large",
            name=path.name,
            size=unpacked // MEBIBYTE,
            most=UNPACKED_BYTES // MEBIBYTE,
        )
    if len(parts) > MOST_ENTRIES:
        raise refusal("too_many_parts", name=path.name, count=len(parts), most=MOST_ENTRIES)
    for part in parts:
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > SMALL_BYTES and ratio > MOST_RATIO:
            raise refusal("packed_too_tight", name=path.name, ratio=int(ratio), most=MOST_RATIO)


def _require_no_document_type(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as file:
        prologue = file.read(BYTES_OF_PROLOGUE)
    # XML may be UTF-16 as well; the letters stand there with zeros between
    if b"<!DOCTYPE" in prologue.replace(b"\x00", b"").upper():
        raise refusal("document_type", name=path.name, part=part.filename)
