"""What is known of a sub-district's addresses, and where by it an address may lie."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.addresses.plain import plain_address
from geodata.addresses.reading import Address, AddressReader, community_name

Way = Literal[
    "same_address", "same_number", "named", "junction", "between_numbers", "near_number", "street"
]
"""How a place is found: another record has the address, or its street and number; the name of a
place; where two streets meet; between the nearest numbers on the same side; beside the nearest
number; somewhere on a short street."""

Key = tuple[str, int]
"""Layer and number of a record."""

WIDEST_M: Final = 150.0
"""What is said to be one place and lies farther apart is two: nothing is proposed then."""
LONGEST_GAP_M: Final = 400.0
MOST_NUMBERS_OFF: Final = 10
METRES_A_NUMBER: Final = 4.0
"""New numbers count every 8 m on each side, odd and even (a rule of Guangzhou's; used only to say
how far off a neighbouring number may be)."""


class KnownPlace(NamedTuple):
    """A placed record: what it is called, and metres east and north in the local CRS."""

    key: Key
    name: str | None
    address: str | None
    x_m: float
    y_m: float


class Found(NamedTuple):
    """Where an address may lie.

    Parameters
    ----------
    way
        How it was found.
    x_m, y_m
        Metres east and north in the local CRS.
    spread_m
        How far what it rests on lies apart: 0 where it is one place.
    basis
        How many records or streets it rests on.
    outside_m
        How far outside the community that is written; 0 within, or where none is known.
    """

    way: Way
    x_m: float
    y_m: float
    spread_m: float
    basis: int
    outside_m: float = 0.0


class _Spot(NamedTuple):
    key: Key
    address: Address
    x_m: float
    y_m: float


class AddressBook:
    """Streets, communities and placed records of one sub-district, in a local metric CRS.

    Parameters
    ----------
    places
        Records whose position can be trusted.
    streets
        Lines by name; a name may have several.
    communities
        Outlines by name.
    prefixes
        Names of the sub-district and what lies above it.
    """

    def __init__(
        self,
        places: Iterable[KnownPlace],
        streets: Mapping[str, Sequence[shapely.Geometry]],
        communities: Mapping[str, shapely.Geometry],
        prefixes: Iterable[str] = (),
    ) -> None:
        self.reader = AddressReader(streets, communities, prefixes)
        self._lines = {plain_address(n): shapely.union_all(list(v)) for n, v in streets.items()}
        self._communities = {community_name(n): shape for n, shape in communities.items()}
        self._numbered: dict[tuple[str, int], list[_Spot]] = defaultdict(list)
        self._numbers: dict[str, set[int]] = defaultdict(set)
        self._named: dict[str, list[_Spot]] = defaultdict(list)
        for place in places:
            self._add(place)

    def find(self, text: str | None, *, without: Key | None = None) -> list[Found]:
        """Return where an address may lie, the surest way first; nothing where nothing fits.

        Parameters
        ----------
        without
            A record that is not to be looked at: to try the book on what is known.
        """
        address = self.reader.read(text)
        found = [one for way in self._ways(address, without) if (one := way) is not None]
        return [one._replace(outside_m=self._outside_m(address, one)) for one in found]

    def _add(self, place: KnownPlace) -> None:
        address = self.reader.read(place.address)
        spot = _Spot(place.key, address, place.x_m, place.y_m)
        if address.street and address.number and not address.near:
            self._numbered[address.street, int(address.number)].append(spot)
            self._numbers[address.street].add(int(address.number))
        for name in {plain_address(place.name or ""), address.named}:
            if name and not (name == address.named and address.near):
                self._named[name].append(spot)

    def _ways(self, address: Address, without: Key | None) -> Iterator[Found | None]:
        if address.cross:
            yield self._meeting(address)
        elif address.street and address.number:
            spots = self._at(address, int(address.number), without)
            yield _middle("same_address", [s for s in spots if _same_house(s.address, address)])
            yield _middle("same_number", spots)
            yield from self._beside(address, without)
        elif address.named:
            spots = [s for s in self._named.get(address.named, ()) if s.key != without]
            yield _middle("named", _of_community(spots, address))
        elif address.street:
            yield self._along(address)

    def _at(self, address: Address, number: int, without: Key | None) -> list[_Spot]:
        spots = [s for s in self._numbered.get((address.street, number), ()) if s.key != without]
        return _of_community(spots, address)

    def _beside(self, address: Address, without: Key | None) -> Iterator[Found | None]:
        """Interpolate between the nearest numbers on the same side, and name the very nearest."""
        number = int(address.number)
        side = sorted(n for n in self._numbers[address.street] if n % 2 == number % 2)
        below = self._first(address, [n for n in reversed(side) if n < number], without)
        above = self._first(address, [n for n in side if n > number], without)
        if below and above:
            yield _between(number, below, above)
        ends = [end for end in (below, above) if end and abs(end[0] - number) <= MOST_NUMBERS_OFF]
        if ends:
            n, at = min(ends, key=lambda end: abs(end[0] - number))
            yield Found("near_number", at.x_m, at.y_m, abs(n - number) * METRES_A_NUMBER, at.basis)

    def _first(
        self, address: Address, numbers: Sequence[int], without: Key | None
    ) -> tuple[int, Found] | None:
        at = ((n, _middle("same_number", self._at(address, n, without))) for n in numbers[:3])
        return next(((n, found) for n, found in at if found is not None), None)

    def _meeting(self, address: Address) -> Found | None:
        one, other = self._lines.get(address.street), self._lines.get(address.cross)
        if one is None or other is None:
            return None
        return _middle_of(
            "junction", shapely.get_coordinates(shapely.intersection(one, other)), basis=2
        )

    def _along(self, address: Address) -> Found | None:
        line = self._lines.get(address.street)
        if line is None:
            return None
        west, south, east, north = shapely.bounds(line)
        middle = shapely.get_coordinates(
            shapely.shortest_line(line, shapely.Point((west + east) / 2, (south + north) / 2))
        )[0]
        spread_m = float(np.hypot(east - west, north - south)) / 2
        x_m, y_m = middle.tolist()
        return Found("street", x_m, y_m, spread_m, 1) if spread_m <= WIDEST_M else None

    def _outside_m(self, address: Address, found: Found) -> float:
        outline = self._communities.get(address.community)
        point = shapely.Point(found.x_m, found.y_m)
        return 0.0 if outline is None else float(shapely.distance(outline, point))


def _same_house(one: Address, other: Address) -> bool:
    return (one.one_of, one.building) == (other.one_of, other.building)


def _of_community(spots: Sequence[_Spot], address: Address) -> list[_Spot]:
    """Return the spots of the community that is written, where any is; else all."""
    same = [s for s in spots if address.community and s.address.community == address.community]
    return same or list(spots)


def _middle(way: Way, spots: Sequence[_Spot]) -> Found | None:
    return _middle_of(way, np.array([(s.x_m, s.y_m) for s in spots]), basis=len(spots))


def _middle_of(way: Way, points: NDArray[np.float64], *, basis: int) -> Found | None:
    """Return the median of points that are one place; None where they are none or several."""
    if not len(points):
        return None
    middle = np.median(points, axis=0)
    spread_m = float(np.hypot(*(points - middle).T).max())
    x_m, y_m = middle.tolist()
    return Found(way, x_m, y_m, spread_m, basis) if spread_m <= WIDEST_M else None


def _between(number: int, below: tuple[int, Found], above: tuple[int, Found]) -> Found | None:
    (low, start), (high, end) = below, above
    gap_m = float(np.hypot(end.x_m - start.x_m, end.y_m - start.y_m))
    if gap_m > LONGEST_GAP_M:
        return None
    share = (number - low) / (high - low)
    x_m = start.x_m + share * (end.x_m - start.x_m)
    y_m = start.y_m + share * (end.y_m - start.y_m)
    return Found("between_numbers", x_m, y_m, gap_m / 2, start.basis + end.basis)
