"""Schools of the sample town and their gates."""

from typing import NamedTuple

import numpy as np
import shapely

from etl.town.sites import Sites, sites_at
from etl.town.town import Town

STAGES = {
    "新庄小学": ("小学", 1_286, 74),
    "永岗中学": ("初中", 1_642, 131),
    "新围幼儿园": ("幼儿园", 318, 38),
    "贤江小学": ("小学", 968, 58),
    "禾丰幼儿园": ("幼儿园", 274, 33),
    "永和第一幼儿园": ("幼儿园", 402, 46),
}
"""Stage, pupils and staff of the schools in the plan."""
HOURS = {"小学": ("7:50", "16:40"), "初中": ("7:20", "17:30"), "幼儿园": ("8:10", "16:50")}


class Gate(NamedTuple):
    """A school gate; x and y in metres on the plane."""

    school: int
    name: str
    main: bool
    x: float
    y: float
    opens: str
    closes: str


def schools(town: Town) -> Sites:
    """Place the schools by the middle of their campus."""
    grounds = [campus.ground for campus in town.plan.campuses]
    x, y = shapely.get_coordinates(shapely.centroid(grounds)).T
    names = [campus.name for campus in town.plan.campuses]
    return sites_at(town, names, [STAGES[name][0] for name in names], x, y)


def school_gates(town: Town) -> list[Gate]:
    """One gate for a kindergarten, two for a primary, three for a middle school.

    The main gate is in the middle of the side nearest to a street, the others opposite and beside.
    """
    streets = shapely.union_all([street.line for street in town.plan.streets])
    gates = []
    for number, campus in enumerate(town.plan.campuses):
        corners = np.asarray(campus.ground.exterior.coords)
        middles = (corners[:-1] + corners[1:]) / 2
        away = shapely.distance(shapely.points(middles), streets)
        stage = STAGES[campus.name][0]
        count = {"幼儿园": 1, "小学": 2}.get(stage, 3)
        names = ("正门", "侧门", "后门")
        for place, side in enumerate(np.argsort(away)[:count]):
            x, y = middles[side]
            gates.append(Gate(number, names[place], place == 0, x, y, *HOURS[stage]))
    return gates
