"""Looking at an archive before anything unpacks it: bombs and document types are refused."""

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

from etl.limits import MEBIBYTE, MOST_ENTRIES, MOST_RATIO, UNPACKED_BYTES
from etl.reasons import refusal

BYTES_OF_PROLOGUE = 4_096
SMALL_BYTES = 1 << 16
"""A part so small is harmless at any ratio."""

XML = (".xml", ".rels", ".kml")
ENCRYPTED, UTF8_NAME = 0x1, 0x800
"""Bits of a part's flags (PKWARE APPNOTE 4.4.4)."""

OF_OTHER_SYSTEMS = ("__MACOSX/", "._")


def members(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Give the files in a zip by name; names that are not said to be UTF-8 are GB18030 here."""
    for part in archive.infolist():
        name = part.filename
        if not part.flag_bits & UTF8_NAME:
            try:
                name = name.encode("cp437").decode("gb18030")
            except UnicodeError:
                name = part.filename
        bare = name.rpartition("/")[2]
        if bare and not name.startswith(OF_OTHER_SYSTEMS) and not bare.startswith("._"):
            yield name, part


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
                if part.filename.lower().endswith(XML):
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
        if stat.S_ISLNK(part.external_attr >> 16):
            raise refusal("link_in_archive", name=path.name, part=part.filename)
        if part.flag_bits & ENCRYPTED:
            raise refusal("password", name=path.name)
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > SMALL_BYTES and ratio > MOST_RATIO:
            raise refusal("packed_too_tight", name=path.name, ratio=int(ratio), most=MOST_RATIO)


def _require_no_document_type(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as file:
        prologue = file.read(BYTES_OF_PROLOGUE)
    # XML may be UTF-16 as well; the letters stand there with zeros between
    if b"<!DOCTYPE" in prologue.replace(b"\x00", b"").upper():
        raise refusal("document_type", name=path.name, part=part.filename)
