"""A report as the bytes of a file, and onto the disk whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.reports.csv_text import csv_blocks
from dashboard.reports.map_files import to_geojson, to_geopackage
from dashboard.reports.order import MOST_WHOLE
from dashboard.reports.spreadsheet import to_xlsx
from dashboard.reports.words import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from dashboard.reports.layer_report import LayerReport

PART: Final = 20_000
"""Records of a part of a file that is written in parts."""


class Format(NamedTuple):
    """How a file is written.

    Parameters
    ----------
    write
        Takes a report in parts and yields the bytes of the file.
    most
        Records it takes at all; None for any number.
    part
        Records of a part; None where there is only one.
    """

    write: Callable[[Iterable[LayerReport]], Iterable[bytes]]
    most: int | None = MOST_WHOLE
    part: int | None = None


def _whole(write: Callable[[LayerReport], bytes]) -> Format:
    return Format(lambda parts: map(write, parts))


FORMATS: Final[Mapping[str, Format]] = {
    ".gpkg": _whole(to_geopackage),
    ".geojson": _whole(to_geojson),
    ".xlsx": _whole(to_xlsx),
    ".csv": Format(csv_blocks, most=None, part=PART),
}
"""By the ending of the file's name."""


def require_format(name: str) -> Format:
    """Return the format of a file of this name.

    Raises
    ------
    ExportError
        For an ending that is not among `FORMATS`.
    """
    found = next((made for end, made in FORMATS.items() if name.lower().endswith(end)), None)
    if found is None:
        raise refusal("file_kind", name=name, kinds=" ".join(FORMATS))
    return found


def write_whole(path: Path, blocks: Iterable[bytes]) -> None:
    """Write a file beside its place, then move it there: nobody ever sees half of it.

    Raises
    ------
    ExportError
        Where it cannot be written; what was there before still is.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("wb") as file:
                file.writelines(blocks)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise refusal("unwritable", path=path, why=error.strerror or error) from error
