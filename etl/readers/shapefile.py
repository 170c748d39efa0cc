"""Zipped Shapefiles (ESRI Shapefile Technical Description, July 1998), one or several in a zip.

GDAL reads them from memory, under a name of ours, with an index made anew; never from the zip
itself, whose names and other files it would trust. It reads a file that was cut off without a
word, and takes GBK for Latin where no .cpg says otherwise: both are looked at before.
"""

import codecs
import io
import struct
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pyogrio.errors import DataSourceError, FieldError, GeometryError

from etl.archives import members, require_sound_archive
from etl.encodings import WITHOUT_MARK, is_plausible
from etl.readers.gdal import Features, in_features, read_features, require_only_allowed_drivers
from etl.readers.spreadsheet import require_sheet
from etl.reasons import refusal
from etl.sheets import PRIVATE_USE, Block, Cell, Sheet

PARTS = (".shp", ".dbf", ".prj", ".cpg")
HEADER_BYTES = 100
RECORD_HEAD = struct.Struct(">ii")
DBF_HEAD = struct.Struct("<4xIHH")
UNCHANGED = "iso-8859-1"
"""Each byte one character and back, so that the encoding can be told from all the text."""

CODE_PAGES = {"936": "gb18030", "cp936": "gb18030", "gbk": "gb18030", "gb2312": "gb18030"}
SAYS_NOTHING = frozenset({"iso8859-1", "ascii", "cp1252"})
"""What programs write into a .cpg when nobody has chosen, whatever the text is in."""


def read_shapefiles(path: Path, wanted: str | None) -> Iterator[Sheet | Block]:
    """Read each Shapefile of a zip, or the one asked for: a heading row 0, then the features."""
    require_only_allowed_drivers()
    require_sound_archive(path)
    with zipfile.ZipFile(path) as archive:
        found = _by_name(archive)
        if wanted is not None:
            require_sheet(path, wanted, found)
        for name in [wanted] if wanted is not None else found:
            parts = {suffix: archive.read(part) for suffix, part in found[name].items()}
            yield from in_features(name, _features(path, name, parts))


def _by_name(archive: zipfile.ZipFile) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """Give the parts of each Shapefile by name and suffix; what has no .shp is none.

    The folder is part of the name where two folders have Shapefiles of one name.
    """
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for name, part in members(archive):
        spelled = PurePosixPath(name.replace("\\", "/"))
        if spelled.suffix.lower() in PARTS:
            found.setdefault(str(spelled.with_suffix("")), {})[spelled.suffix.lower()] = part
    shapes = {name: parts for name, parts in found.items() if ".shp" in parts}
    times = Counter(PurePosixPath(name).name for name in shapes)
    return {
        name if times[bare] > 1 else bare: parts
        for name, parts in shapes.items()
        for bare in [PurePosixPath(name).name]
    }


def _features(path: Path, name: str, parts: dict[str, bytes]) -> Features:
    told = f"{path.name} {name}"
    if ".dbf" not in parts:
        raise refusal("no_dbf", name=told)
    index = _index(told, parts[".shp"])
    _require_whole_table(told, parts[".dbf"], (len(index) - HEADER_BYTES) // RECORD_HEAD.size)
    try:
        features = read_features(_packed(parts, index), ENCODING=UNCHANGED)
    except (DataSourceError, FieldError, GeometryError, IndexError) as error:
        raise refusal("broken_file", name=told, why=error) from error
    crs = parts[".prj"].decode("utf-8", "replace").strip() if ".prj" in parts else None
    return _decoded(told, replace(features, crs=crs or None), parts.get(".cpg", b""))


def _index(told: str, shapes: bytes) -> bytes:
    """Make the .shx: where each record of the .shp begins and how long it is, in 16-bit words.

    Raises
    ------
    LedgerError
        Where the last record is cut off, or a length makes no sense.
    """
    entries, at = [], HEADER_BYTES
    while at + RECORD_HEAD.size <= len(shapes):
        _, words = RECORD_HEAD.unpack_from(shapes, at)
        entries.append(RECORD_HEAD.pack(at // 2, words))
        at += RECORD_HEAD.size + 2 * max(words, 1)
    stated = 2 * int.from_bytes(shapes[24:28], "big")
    if len(shapes) < HEADER_BYTES or at != len(shapes) or stated != at:
        raise refusal("cut_off", name=f"{told}.shp", size=len(shapes), stated=max(stated, at))
    length = (HEADER_BYTES + len(entries) * RECORD_HEAD.size) // 2
    return shapes[:24] + length.to_bytes(4, "big") + shapes[28:HEADER_BYTES] + b"".join(entries)


def _require_whole_table(told: str, table: bytes, shapes: int) -> None:
    """Refuse a .dbf that is cut off or has not one row a shape."""
    if len(table) < DBF_HEAD.size:
        raise refusal("cut_off", name=f"{told}.dbf", size=len(table), stated=DBF_HEAD.size)
    rows, head, width = DBF_HEAD.unpack_from(table)
    if head + rows * width > len(table):
        stated = head + rows * width
        raise refusal("cut_off", name=f"{told}.dbf", size=len(table), stated=stated)
    if rows != shapes:
        raise refusal("rows_without_shapes", name=told, rows=rows, shapes=shapes)


def _packed(parts: dict[str, bytes], index: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for suffix, content in {**parts, ".shx": index}.items():
            if suffix in {".shp", ".shx", ".dbf"}:  # what it says of texts and CRS is ours to read
                archive.writestr(f"layer{suffix}", content)
    return packed.getvalue()


def _decoded(told: str, features: Features, code_page: bytes) -> Features:
    """Decode all texts: as the .cpg says if that is true, else as strictly as other files."""
    written = {text for column in features.columns for text in column if text} | {*features.names}
    said = _said(code_page)
    for encoding in ([said] if said else []) + list(WITHOUT_MARK):
        texts = _texts(written, encoding)
        if texts is not None:
            names = [texts[name] for name in features.names]
            columns = [[_of(texts, cell) for cell in column] for column in features.columns]
            return replace(features, names=names, columns=columns)
    raise refusal("unknown_encoding", name=told)


def _of(texts: dict[str, str], cell: Cell) -> Cell:
    return texts[cell] if cell else None


def _said(code_page: bytes) -> str | None:
    word = code_page.decode("ascii", "ignore").strip().lower()
    word = word.removeprefix("ansi ").removeprefix("oem ")
    try:
        name = codecs.lookup(CODE_PAGES.get(word, word)).name
    except LookupError:
        return None
    return None if name in SAYS_NOTHING else name


def _texts(written: set[str], encoding: str) -> dict[str, str] | None:
    """Decode texts; None where one is not in that encoding.

    A field of a .dbf is so many bytes long: a character that was cut at its end is left out.
    """
    decode = codecs.getincrementaldecoder(encoding)
    try:
        texts = {text: decode().decode(text.encode(UNCHANGED)) for text in written}
    except UnicodeError:
        return None
    all_text = "".join(texts.values())
    beyond_ascii = len(all_text) - len(all_text.encode("ascii", "ignore"))
    private = len(PRIVATE_USE.findall(all_text)) if encoding == "gb18030" else 0
    return texts if is_plausible(private, beyond_ascii) else None
