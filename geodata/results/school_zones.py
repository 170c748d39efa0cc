"""What lies around schools, as it is kept and shown: plain values, no personal data.

Nothing in here needs more than NumPy, so that the server reads what the worker has written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.packing import pack, unpack
from geodata.readmodel import ReadModel
from geodata.results.schemas import SCHEMAS
from geodata.viewer import Viewer

SCHEMA = SCHEMAS["school_zones"]

SCHOOL, INCIDENT = "school", "incident"

AWAY, COMING, NO_TIME, NO_CALENDAR, NO_BELL = range(5)
"""Of an incident beside a school: not while pupils come and go, then, its time is not known, the
calendar says nothing of that day (校历未录入), no gate of the school tells its hours."""

UNTOLD = (NO_TIME, NO_CALENDAR, NO_BELL)
"""Of which nobody can tell whether pupils were coming or going."""


@dataclass(frozen=True, eq=False)
class Around:
    """Records of a layer around schools, a row for each pair; arrays of one length.

    Parameters
    ----------
    school
        Place of the school in `SchoolZones.schools`.
    number
        Of the record.
    zones
        A bit for each of `SchoolZones.zones` the record lies in.
    when
        Of incidents `AWAY` … `NO_BELL`, else `AWAY`.
    """

    school: NDArray[np.uint16]
    number: NDArray[np.uint32]
    zones: NDArray[np.uint8]
    when: NDArray[np.uint8]

    def __len__(self) -> int:
        """Count the pairs."""
        return len(self.school)

    def take(self, rows: NDArray[np.bool_]) -> "Around":
        """Return some pairs only."""
        return Around(self.school[rows], self.number[rows], self.zones[rows], self.when[rows])


@dataclass(frozen=True, eq=False)
class SchoolZones:
    """Schools and what lies in their zones.

    Parameters
    ----------
    version, day
        Data version; the local day on which schools had to stand, ISO.
    zones
        Ids of the zones; the place of each is its bit.
    schools
        Numbers of the schools there are.
    gates
        How many gates are known of each.
    around
        By layer.
    """

    version: int
    day: str
    zones: tuple[str, ...]
    schools: NDArray[np.uint32]
    gates: NDArray[np.uint16]
    around: Mapping[str, Around]

    def within(self, layer: str, zone: str) -> NDArray[np.bool_]:
        """Say for each pair of a layer whether the record lies in a zone; False for no such."""
        if zone not in self.zones:
            return np.zeros(len(self.around[layer]), dtype=np.bool_)
        return ((self.around[layer].zones >> self.zones.index(zone)) & 1).astype(np.bool_)


def to_bytes(made: SchoolZones) -> bytes:
    """Write it."""
    header = {
        "schema": SCHEMA,
        "version": made.version,
        "day": made.day,
        "zones": made.zones,
        "layers": [*made.around],
    }
    pairs: dict[str, NDArray[Any]] = {
        f"{layer}.{name}": getattr(around, name)
        for layer, around in made.around.items()
        for name in _PAIR
    }
    return pack(header, {"schools": made.schools, "gates": made.gates, **pairs})


def parse_zones(content: bytes) -> SchoolZones:
    """Read what `to_bytes` wrote.

    Raises
    ------
    ValueError
        Where it is not of this `SCHEMA`.
    """
    header, arrays = unpack(content, schema=SCHEMA)
    return SchoolZones(
        version=header["version"],
        day=header["day"],
        zones=tuple(header["zones"]),
        schools=arrays["schools"],
        gates=arrays["gates"],
        around={
            layer: Around(*(arrays[f"{layer}.{name}"] for name in _PAIR))
            for layer in header["layers"]
        },
    )


def seen_by(made: SchoolZones, viewer: Viewer, model: ReadModel) -> SchoolZones:
    """Leave the schools a viewer may see; what lies around them is cut by whoever counts it."""
    kept = np.isin(made.schools, model.columns_for(SCHOOL, viewer).number)
    place = np.cumsum(kept) - 1
    around = {}
    for layer, pairs in made.around.items():
        mine = pairs.take(kept[pairs.school])
        around[layer] = replace(mine, school=place[mine.school].astype(np.uint16))
    return replace(made, schools=made.schools[kept], gates=made.gates[kept], around=around)


_PAIR = ("school", "number", "zones", "when")
