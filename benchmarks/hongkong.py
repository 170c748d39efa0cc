"""Six years of injury crashes on Hong Kong Island and the streets under them."""

import csv
import gzip
from datetime import date
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from pyogrio.raw import read

from geodata.analysis.hotspots.backtest import Incidents
from geodata.analysis.streets.network import Network
from geodata.analysis.streets.snapping import Snapper
from geodata.periods import day_number

FOLDER = "hongkong"
EXTENT: tuple[float, float, float, float] | None = None
"""West, south, east, north in EPSG:2326 metres of the streets to read; None is all of them."""


def read_lines(testdata: Path) -> NDArray[np.object_]:
    """Read the streets as LineStrings in EPSG:2326 metres."""
    _, _, lines, _ = read(testdata / FOLDER / "hk_island_roads.gpkg", columns=[], bbox=EXTENT)
    return np.asarray(shapely.from_wkb(lines))


def read_crashes(testdata: Path, network: Network) -> Incidents:
    """Read all crashes, in the order of the file, and put them on their pieces."""
    path = testdata / FOLDER / "hk_island_collisions_2014_2019.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    xy = np.array([[float(row["Grid_E"]), float(row["Grid_N"])] for row in rows])
    days = [day_number(date.fromisoformat(row["datetime"][:10])) for row in rows]
    return Incidents(xy, Snapper(network).snap(xy).piece, np.array(days))
