"""How far people are from shelters, as it is kept and shown: plain values, no personal data.

Nothing in here needs more than NumPy, so that the server reads what the worker has written.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geodata.packing import pack, unpack
from geodata.readmodel import ReadModel
from geodata.results.schemas import SCHEMAS
from geodata.viewer import Viewer

SCHEMA = SCHEMAS["shelter_reach"]

STRAIGHT, STREETS = "straight", "streets"
"""In the air; along the streets, where a network is loaded."""

EVERY = "all"
"""Stands for shelters of every class."""

SHELTER, RENTAL = "shelter", "rental"

Numbers = NDArray[np.uint32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Coverage:
    """People placed in a home, and those of them within reach of a shelter."""

    people: float
    covered: float

    @property
    def share(self) -> float:
        """Covered share, NaN without people."""
        return self.covered / self.people if self.people else float("nan")


@dataclass(frozen=True, slots=True)
class Living:
    """What is known of where people live.

    Parameters
    ----------
    source
        ``dwelling`` where a ledger tells the people of each building, else ``population``.
    kinds, year
        Kinds of population that were added up, and of which year; none for ``dwelling``.
    homes
        Buildings people were spread over.
    by_floors
        Share of the people placed who were spread by floor area; the others by ground area or
        evenly.
    """

    source: str
    kinds: tuple[str, ...]
    year: int | None
    homes: int
    by_floors: float


@dataclass(frozen=True, eq=False)
class ShelterReach:
    """People, rental buildings and shelters, and how far they are from one another.

    Parameters
    ----------
    version, day
        Data version; the local day on which places had to stand, ISO.
    ways, kinds
        `STRAIGHT`, and `STREETS` where there are any; `EVERY`, then the classes of shelters.
    walks_m
        Distances it is told for: those of the zones around shelters, the shortest first.
    living
        How people were placed.
    area_codes
        Of the areas people were counted in, the smallest that are known.
    people, unplaced
        In homes of each area; those of each area in which no home is known.
    far
        By kind, way and distance, the people of each area who are farther off.
    rentals, rental_m
        Numbers of the rental buildings that stand, with a position; metres to the nearest shelter
        by kind and way, infinite for none.
    shelters, effective_m2, capacity
        Numbers of the shelters in use; NaN where it is not told.
    off_streets
        Those of them (1) from which no way along the streets is known: too far from any.
    """

    version: int
    day: str
    ways: tuple[str, ...]
    kinds: tuple[str, ...]
    walks_m: tuple[float, ...]
    living: Living
    area_codes: tuple[str, ...]
    people: Floats
    unplaced: Floats
    far: Mapping[tuple[str, str, float], Floats]
    rentals: Numbers
    rental_m: Mapping[tuple[str, str], Floats]
    shelters: Numbers
    effective_m2: Floats
    capacity: Floats
    off_streets: NDArray[np.uint8]

    @cached_property
    def population(self) -> float:
        """All people, placed in a home or not."""
        return float(self.people.sum(dtype=np.float64) + self.unplaced.sum(dtype=np.float64))

    @cached_property
    def placed(self) -> float:
        """People placed in a home."""
        return float(self.people.sum(dtype=np.float64))

    def coverage(
        self, kind: str, way: str, within_m: float, areas: NDArray[np.bool_] | None = None
    ) -> Coverage:
        """Count the people placed in a home, and those of them within reach; on the ring is within.

        Parameters
        ----------
        areas
            Which of the `area_codes` count; None for all.
        """
        rows = slice(None) if areas is None else areas
        people = float(self.people[rows].sum(dtype=np.float64))
        far = float(self.far[kind, way, within_m][rows].sum(dtype=np.float64))
        return Coverage(people, people - far)

    def far_rentals(self, kind: str, way: str, within_m: float) -> NDArray[np.bool_]:
        """Say for each rental building whether it is farther off; on the ring is within."""
        return np.asarray(self.rental_m[kind, way] > within_m)


def to_bytes(made: ShelterReach) -> bytes:
    """Write it."""
    header = {
        "schema": SCHEMA,
        "version": made.version,
        "day": made.day,
        "ways": made.ways,
        "kinds": made.kinds,
        "walks_m": made.walks_m,
        "living": asdict(made.living),
        "area_codes": made.area_codes,
    }
    plain = {name: getattr(made, name) for name in _ARRAYS}
    far = {f"far.{k}.{w}.{m:.0f}": values for (k, w, m), values in made.far.items()}
    rental_m = {f"rental_m.{k}.{w}": values for (k, w), values in made.rental_m.items()}
    return pack(header, plain | far | rental_m)


def parse_reach(content: bytes) -> ShelterReach:
    """Read what `to_bytes` wrote.

    Raises
    ------
    ValueError
        Where it is not of this `SCHEMA`.
    """
    header, arrays = unpack(content, schema=SCHEMA)
    living = header.pop("living")
    ways, kinds, walks_m = (tuple(header.pop(name)) for name in ("ways", "kinds", "walks_m"))
    each = [(kind, way) for kind in kinds for way in ways]
    return ShelterReach(
        version=header["version"],
        day=header["day"],
        area_codes=tuple(header["area_codes"]),
        ways=ways,
        kinds=kinds,
        walks_m=walks_m,
        living=Living(**living | {"kinds": tuple(living["kinds"])}),
        people=arrays["people"],
        unplaced=arrays["unplaced"],
        rentals=arrays["rentals"],
        shelters=arrays["shelters"],
        effective_m2=arrays["effective_m2"],
        capacity=arrays["capacity"],
        off_streets=arrays["off_streets"],
        far={(k, w, m): arrays[f"far.{k}.{w}.{m:.0f}"] for k, w in each for m in walks_m},
        rental_m={(k, w): arrays[f"rental_m.{k}.{w}"] for k, w in each},
    )


def seen_by(made: ShelterReach, viewer: Viewer, model: ReadModel) -> ShelterReach:
    """Leave only what a viewer may see, before anything of it leaves the process.

    People outside the viewer's areas go; so do rental buildings and shelters outside the viewer's
    areas or projects. How far people are stays: the shelter next door may be a neighbour's.
    """
    if viewer.areas is not None:
        codes = model.areas.codes_below(viewer.areas)
        own = np.array([code in codes for code in made.area_codes], dtype=np.bool_)
        made = replace(
            made,
            area_codes=tuple(code for code in made.area_codes if code in codes),
            people=made.people[own],
            unplaced=made.unplaced[own],
            far={key: values[own] for key, values in made.far.items()},
        )
    rentals, shelters = (
        np.isin(numbers, model.columns_for(layer, viewer).number)
        for numbers, layer in ((made.rentals, RENTAL), (made.shelters, SHELTER))
    )
    return replace(
        made,
        rentals=made.rentals[rentals],
        rental_m={key: values[rentals] for key, values in made.rental_m.items()},
        shelters=made.shelters[shelters],
        effective_m2=made.effective_m2[shelters],
        capacity=made.capacity[shelters],
        off_streets=made.off_streets[shelters],
    )


_ARRAYS = ("people", "unplaced", "rentals", "shelters", "effective_m2", "capacity", "off_streets")
