"""The hotspot list of a month, whole: from the read model to what is kept and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.analysis.cell_list import make_cell_list
from geodata.analysis.count_rules import counts_for, pieces_meeting
from geodata.analysis.hotspots import WINDOW_M, density_per_km
from geodata.analysis.incident_kinds import Kind, kinds_of
from geodata.analysis.lattice import Lattice, cells_around
from geodata.analysis.month_incidents import PRECISION, Happened, happened_within
from geodata.analysis.month_spots import Listed, tell_spots
from geodata.analysis.site_list import Rolling, make_site_list, rolling_months
from geodata.analysis.sites import FEWEST, window_counts
from geodata.analysis.street_map import (
    ROUGH_M,
    WIDE_WINDOW_M,
    StreetMap,
    areas_at,
    build_street_map,
    draw,
    usual_precision,
)
from geodata.analysis.units import Units, point_units
from geodata.catalogue.model import CountRule, Threshold
from geodata.mercator import to_world
from geodata.crs import from_metres
from geodata.monthlist import STEPS, Drawn, KindList, MonthList
from geodata.periods import day_number
from geodata.readmodel import ReadModel

INCIDENT = "incident"

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Steps = NDArray[np.uint8]


def last_whole_month(model: ReadModel, today: date) -> date | None:
    """Return the first day after the last month that is over and for which there are incidents.

    None before any incident was imported. A month to whose end the ledgers do not reach would
    look like one in which little happened.
    """
    until = model.data_dates.get(INCIDENT)
    if until is None:
        return None
    return min(until + timedelta(days=1), today).replace(day=1)


def make_month_list(
    model: ReadModel,
    details: Mapping[str, NDArray[Any]],
    levels: Mapping[int, float],
    *,
    end: date,
) -> MonthList:
    """Work out the list of the 36 months before a day, for every kind that occurs in them.

    Parameters
    ----------
    details
        See `geodata.analysis.month_incidents.happened_within`.
    levels
        Storeys of streets by number.
    end
        First day of a month.

    Raises
    ------
    AnalysisError
        Where there are no streets.
    """
    return _Making(model, details, levels, end).made()
