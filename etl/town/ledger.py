"""What a written ledger is and how it wants to be imported."""

from pathlib import Path
from typing import NamedTuple


class Ledger(NamedTuple):
    """A ledger file of the sample town.

    `crs` is what the office that keeps it would answer when asked; `source` is the office that
    reports incidents, empty for other layers; `district` the code of the sub-district, empty where
    there is only one.
    """

    path: Path
    layer: str
    crs: str = "wgs84"
    source: str = ""
    district: str = ""
