"""What somebody wants to take away, in one value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geodata.coordinates.crs_names import WGS84

if TYPE_CHECKING:
    from datetime import datetime

    from dashboard.texts import Language
    from geodata.coordinates.crs_names import Crs
    from geodata.selection import Selection
    from geodata.viewer import Viewer


FORMATS: Final = ("xlsx", "csv", "gpkg", "geojson")
"""Kinds of files by their endings, in the order they are offered."""

BY_INPUT: Final = "-"
"""The only argument of the command where its arguments are a JSON list on standard input."""

MOST_WHOLE: Final = 200_000
"""Records of a file that has to be in memory whole; only csv is written in parts."""


@dataclass(frozen=True)
class Order:
    """A layer as it is filtered, for one person.

    Parameters
    ----------
    layer
        Id of a layer of places or incidents.
    selection
        Which of its records.
    viewer
        What of them there is to see.
    language
        Of all words in the file.
    now
        Aware instant, told in the file.
    crs
        What the coordinates shall be in.
    by
        Who takes it away, told in the file; '' for nobody known.
    """

    layer: str
    selection: Selection
    viewer: Viewer
    language: Language
    now: datetime
    crs: Crs = WGS84
    by: str = ""
