"""A report as the bytes of a file, and onto the disk whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from dashboard.reports.csv_text import to_csv
from dashboard.reports.map_files import to_geojson, to_geopackage
from dashboard.reports.spreadsheet import to_xlsx
from dashboard.reports.words import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from dashboard.reports.layer_report import LayerReport

FORMATS: Final[Mapping[str, Callable[[LayerReport], bytes]]] = {
    ".gpkg": to_geopackage,
    ".geojson": to_geojson,
    ".xlsx": to_xlsx,
    ".csv": to_csv,
}
"""Writers by the ending of the file's name."""


def require_format(name: str) -> Callable[[LayerReport], bytes]:
    """Return the writer for a file of this name.

    Raises
    ------
    ExportError
        For an ending that is not among `FORMATS`.
    """
    found = next((write for end, write in FORMATS.items() if name.lower().endswith(end)), None)
    if found is None:
        raise refusal("file_kind", name=name, kinds=" ".join(FORMATS))
    return found


def write_whole(path: Path, content: bytes) -> None:
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
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise refusal("unwritable", path=path, why=error.strerror or error) from error
