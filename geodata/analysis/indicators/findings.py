"""What the worker has found, as the indicators count it: around schools, and within reach."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.indicators.rates import Base
from geodata.catalogue.model import Indicator, Near
from geodata.columns import Columns
from geodata.criteria import Criteria
from geodata.readmodel import ReadModel
from geodata.results.school_zones import COMING, SCHOOL, UNTOLD, SchoolZones
from geodata.results.shelter_reach import EVERY, STRAIGHT, ShelterReach

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Findings:
    """Results of the worker as far as a viewer may see them; None before it has made them."""

    zones: SchoolZones | None = None
    reach: ShelterReach | None = None


NOTHING_FOUND = Findings()


def is_pending(indicator: Indicator, model: ReadModel, found: Findings) -> bool:
    """Say whether the worker is still at what an indicator needs, for the newest data version."""
    if indicator.near is not None:
        made = found.zones
        return _has_places(model, SCHOOL) and (made is None or made.version < model.version)
    if indicator.reach is not None:
        return found.reach is None or found.reach.version < model.version
    return False


def lacks_schools(indicator: Indicator, model: ReadModel) -> bool:
    """Say whether an indicator cannot be told for want of a ledger of schools."""
    return indicator.near is not None and SCHOOL not in model.data_dates


def is_unreadable(indicator: Indicator, model: ReadModel) -> bool:
    """Say whether what an indicator counts, or measures from, is there and cannot be read."""
    needed = {indicator.layer} if indicator.near is None else {indicator.layer, SCHOOL}
    return not needed.isdisjoint(model.broken)


def counted_rows(indicator: Indicator, columns: Columns, found: Findings) -> Bools:
    """Say which records an indicator may count at all, whatever the filter."""
    near = indicator.near
    if near is None:
        return np.ones(len(columns), dtype=np.bool_)
    return _near(near, columns, found, (COMING,) if near.hours else None)


def counted_columns(indicator: Indicator, columns: Columns, found: Findings) -> Columns:
    """Return the columns of what `counted_rows` says; the very same where it says all."""
    if indicator.near is None:
        return columns
    return columns.take(counted_rows(indicator, columns, found))


def untold_rows(indicator: Indicator, columns: Columns, found: Findings) -> Bools:
    """Say of which records nobody can tell whether the indicator counts them."""
    near = indicator.near
    if near is None or not near.hours:
        return np.zeros(len(columns), dtype=np.bool_)
    return _near(near, columns, found, UNTOLD) & ~_near(near, columns, found, (COMING,))


def people_reached(
    indicator: Indicator, model: ReadModel, found: Findings, criteria: Criteria
) -> tuple[int, Base] | None:
    """Count the people who live within reach of a shelter in use, and those placed in a home.

    Those of the areas chosen; of the rest of the filter nobody knows.

    Returns
    -------
    tuple or None
        None where no people are known there, as inside a drawn shape.
    """
    reach, areas = found.reach, criteria.areas
    if indicator.reach is None or reach is None or criteria.shape:
        return None
    codes = [model.areas.index_of.get(code, -1) for code in reach.area_codes]
    rows = np.array([areas is None or code in areas for code in codes], dtype=np.bool_)
    distance_m = model.catalogue.by_zone[indicator.reach].distance_m
    found_there = reach.coverage(EVERY, STRAIGHT, distance_m, rows)
    if not round(found_there.people):
        return None
    living = reach.living
    return round(found_there.covered), Base(round(found_there.people), living.kinds, living.year)


def _near(near: Near, columns: Columns, found: Findings, wanted: tuple[int, ...] | None) -> Bools:
    made = found.zones
    if made is None or columns.layer not in made.around:
        return np.zeros(len(columns), dtype=np.bool_)
    pairs, rows = made.around[columns.layer], made.within(columns.layer, near.zone)
    if wanted is not None:
        rows = rows & np.isin(pairs.when, wanted)
    return np.isin(columns.number, pairs.number[rows])


def _has_places(model: ReadModel, layer: str) -> bool:
    return bool(model.columns[layer].placed.any())
