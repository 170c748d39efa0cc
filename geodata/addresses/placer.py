"""Places proposed for records without usable coordinates, from all that is known in WGS84."""

from collections.abc import Mapping, Sequence
from math import nan
from typing import Final, NamedTuple

import numpy as np
import shapely

from geodata.addresses.book import AddressBook, Key, KnownPlace, Way
from geodata.addresses.trial import Trial, propose, try_ways
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_metres, local_metric_crs, to_metres
from geodata.coordinates.crs_names import Crs

MOST_TRIED: Final = 400
"""Records a way is tried on, evenly from all: the share is known to 5 points or better by then."""


class Addressed(NamedTuple):
    """A current record with its address; its position NaN where it has none."""

    key: Key
    version: int
    name: str | None
    address: str | None
    lng: float = nan
    lat: float = nan


class KnownAddresses(NamedTuple):
    """What is known of a sub-district, geometry in WGS84.

    Parameters
    ----------
    places
        Placed records that addresses are looked up in.
    incidents
        Placed records that ways are tried on as well: where something happened is no address.
    streets, communities
        Lines and outlines by name.
    prefixes
        Names of the sub-district.
    """

    places: Sequence[Addressed]
    incidents: Sequence[Addressed]
    streets: Mapping[str, Sequence[shapely.Geometry]]
    communities: Mapping[str, shapely.Geometry]
    prefixes: Sequence[str]


class ProposedPlace(NamedTuple):
    """A place proposed for a record, in WGS84; see `geodata.addresses.trial.Proposal`."""

    lng: float
    lat: float
    way: Way
    score: float
    precision_m: float | None
    basis: int
    outside_m: float


class Placer:
    """Proposes places; how far each way can be trusted is tried on the records themselves.

    Parameters
    ----------
    known
        Of one sub-district. Records that were themselves placed by their address must not be
        among it: they would confirm themselves.
    """

    def __init__(self, known: KnownAddresses) -> None:
        self._crs = _metric_crs(known)
        places = _in_metres(known.places, self._crs)
        lines = {
            name: [_to_metres(line, self._crs) for line in lines]
            for name, lines in known.streets.items()
        }
        outlines = {name: _to_metres(shape, self._crs) for name, shape in known.communities.items()}
        self.book = AddressBook(places, lines, outlines, known.prefixes)
        tried = [*_evenly(places), *_evenly(_in_metres(known.incidents, self._crs))]
        self.trials = try_ways(self.book, tried)

    def propose(self, address: str | None) -> ProposedPlace | None:
        """Return the place for an address; None where nothing is found."""
        proposal = propose(self.book, self.trials, address)
        if proposal is None:
            return None
        found = proposal.found
        lng, lat = from_metres(found.x_m, found.y_m, self._crs)
        return ProposedPlace(
            round(float(lng), 7),
            round(float(lat), 7),
            found.way,
            proposal.score,
            proposal.precision_m,
            found.basis,
            found.outside_m,
        )

    def trial(self, way: Way) -> Trial:
        """Return what became of a way when it was tried."""
        return self.trials.get(way, Trial())


def _metric_crs(known: KnownAddresses) -> Crs:
    points = [shapely.Point(one.lng, one.lat) for one in (*known.places, *known.incidents)]
    lines = [line for of_name in known.streets.values() for line in of_name]
    shapes = [*points, *lines, *known.communities.values()]
    extent = Bounds(*shapely.total_bounds(shapes).tolist()) if shapes else ANYWHERE
    return local_metric_crs(extent)


ANYWHERE: Final = Bounds(104.0, 30.0, 105.0, 31.0)
"""Where nothing is known nothing is proposed, in whatever CRS."""


def _in_metres(placed: Sequence[Addressed], crs: Crs) -> list[KnownPlace]:
    x_m, y_m = to_metres([one.lng for one in placed], [one.lat for one in placed], crs)
    return [
        KnownPlace(one.key, one.name, one.address, x, y)
        for one, x, y in zip(placed, x_m.tolist(), y_m.tolist(), strict=True)
    ]


def _to_metres(shape: shapely.Geometry, crs: Crs) -> shapely.Geometry:
    return shapely.transform(shape, lambda at: np.column_stack(to_metres(at[:, 0], at[:, 1], crs)))


def _evenly(known: Sequence[KnownPlace]) -> Sequence[KnownPlace]:
    return known[:: max(1, -(-len(known) // MOST_TRIED))]
