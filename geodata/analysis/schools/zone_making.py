"""Working out what lies around schools, and which incidents happened as pupils came and went."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.analysis.polygons import points_of, polygons_of
from geodata.analysis.schools.days import SchoolCalendar, near_bell
from geodata.analysis.schools.terms import CALENDAR, read_calendar
from geodata.analysis.schools.zones import within_zones
from geodata.analysis.shelters.homes import metres
from geodata.analysis.standing import standing
from geodata.catalogue.model import Zone
from geodata.columns import NO_TIME as TIME_UNKNOWN
from geodata.columns import Columns
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import local_metric_crs
from geodata.coordinates.crs_names import Crs
from geodata.periods import day_number
from geodata.readmodel import ReadModel
from geodata.results.school_zones import (
    AWAY,
    COMING,
    INCIDENT,
    NO_BELL,
    NO_CALENDAR,
    NO_TIME,
    SCHOOL,
    Around,
    SchoolZones,
)

GATE = "school_gate"
Geometries = NDArray[np.object_]


def make_zones(
    model: ReadModel, bells: Mapping[int, Sequence[int]], *, layers: Sequence[str], today: date
) -> SchoolZones | None:
    """Find what lies in each zone of each school that stands.

    Parameters
    ----------
    bells
        Minutes of the day at which school begins and ends, by the school's number.
    layers
        Of which records are looked for, beside incidents.

    Returns
    -------
    SchoolZones or None
        None where no school is placed.
    """
    held = model.columns[SCHOOL]
    held = held.take(standing(held, model.catalogue.by_layer[SCHOOL], day_number(today)))
    if model.extent is None or not len(held):
        return None
    crs = local_metric_crs(Bounds(*model.extent))
    zones = [zone for zone in model.catalogue.zones if zone.layer == SCHOOL]
    origins = _Origins(model, held, crs)
    around = {
        layer: _around(model.columns[layer], origins, zones, crs)
        for layer in (INCIDENT, *layers)
        if layer in model.columns
    }
    calendar = read_calendar(model.columns[CALENDAR], model.catalogue.by_layer[CALENDAR])
    hours = [bells.get(number, ()) for number in held.number.tolist()]
    when = when_it_was(model.columns[INCIDENT], around[INCIDENT], hours, calendar)
    pairs = around[INCIDENT]
    around[INCIDENT] = Around(pairs.school, pairs.number, pairs.zones, when)
    return SchoolZones(
        version=model.version,
        day=today.isoformat(),
        zones=tuple(zone.id for zone in zones),
        schools=held.number,
        gates=origins.gate_count,
        around=around,
    )


def when_it_was(
    incidents: Columns,
    around: Around,
    hours: Sequence[Sequence[int]],
    calendar: SchoolCalendar,
) -> NDArray[np.uint8]:
    """Say of each incident beside a school whether pupils were coming or going.

    Parameters
    ----------
    hours
        Minutes at which each school begins and ends; none where it is not told.
    """
    row = np.searchsorted(incidents.number, around.number)
    days, minutes = incidents.from_day[row].astype(np.int64), incidents.minutes[row]
    near = np.zeros(len(around), dtype=np.bool_)
    for school, bells in enumerate(hours):
        mine = around.school == school
        near[mine] = near_bell(minutes[mine], bells)
    silent = np.array([not bells for bells in hours], dtype=np.bool_)[around.school]
    when = np.where(near & calendar.is_school_day(days), COMING, AWAY)
    when[minutes == TIME_UNKNOWN] = NO_TIME
    when[silent] = NO_BELL
    when[~calendar.knows(days)] = NO_CALENDAR
    return when.astype(np.uint8)


class _Origins:
    """What the zones of schools are measured from, metres."""

    def __init__(self, model: ReadModel, schools: Columns, crs: Crs) -> None:
        points = np.array(shapely.points(metres(schools, crs)), dtype=np.object_, ndmin=1)
        points[schools.placed == 0] = None
        self.boundary: Geometries = points.copy()
        campuses = model.shapes[SCHOOL]
        drawn = dict(zip(campuses.number.tolist(), polygons_of(campuses, crs), strict=True))
        gates = model.shapes[GATE]
        gate_points = points_of(gates, crs)
        self.gates = np.full(len(schools), None, dtype=np.object_)
        self.gate_count = np.zeros(len(schools), dtype=np.uint16)
        for n, number in enumerate(schools.number.tolist()):
            self.boundary[n] = drawn.get(number, points[n])
            own = gate_points[gates.number == number]
            self.gates[n] = shapely.MultiPoint(own.tolist()) if len(own) else None
            self.gate_count[n] = len(own)

    def of(self, zone: Zone) -> Geometries:
        return self.gates if zone.measured_from == "gate" else self.boundary


def _around(columns: Columns, origins: _Origins, zones: Sequence[Zone], crs: Crs) -> Around:
    xy = metres(columns, crs)
    xy[columns.placed == 0] = np.nan
    found = {}
    for bit, zone in enumerate(zones):
        school, row = within_zones(origins.of(zone), xy, distance_m=zone.distance_m).nonzero()
        found[bit] = school.astype(np.int64) * max(len(columns), 1) + row
    pairs = np.unique(np.concatenate([*found.values(), np.empty(0, dtype=np.int64)]))
    bits = np.zeros(len(pairs), dtype=np.uint8)
    for bit, keys in found.items():
        bits[np.searchsorted(pairs, keys)] |= np.uint8(1 << bit)
    school, row = np.divmod(pairs, max(len(columns), 1))
    return Around(
        school.astype(np.uint16), columns.number[row], bits, np.zeros(len(pairs), dtype=np.uint8)
    )
