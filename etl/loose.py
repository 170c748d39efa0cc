"""A Shapefile that lies loose in a folder, packed into one file as it would be uploaded."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

SHAPES = ".shp"
TABLE = ".dbf"
PARTS = (SHAPES, TABLE, ".prj", ".cpg")
DAY = (1980, 1, 1, 0, 0, 0)
"""Of every part: the same files make the same bytes, and are known when they come again."""


def parts_beside(path: Path) -> list[Path]:
    """Find the files that make up the Shapefile of a ``.shp``; none where it is no such file."""
    if path.suffix.lower() != SHAPES or not path.is_file():
        return []
    beside = sorted(other for other in path.parent.iterdir() if other.stem == path.stem)
    return [other for other in beside if other.suffix.lower() in PARTS]


def pack(parts: Iterable[Path], to: Path) -> None:
    """Copy the parts into a zip; nothing is looked at."""
    with zipfile.ZipFile(to, "w") as archive:
        for part in parts:
            # a name in another encoding comes as lone surrogates, which no zip takes
            entry = zipfile.ZipInfo(part.name.encode("utf-8", "replace").decode(), DAY)
            with part.open("rb") as source, archive.open(entry, "w", force_zip64=True) as packed:
                while step := source.read(1 << 20):
                    packed.write(step)
