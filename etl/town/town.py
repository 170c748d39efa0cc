"""The town that the ledgers are about: plan, houses and their addresses."""

from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from etl.town.buildings import Buildings, building_ground, raise_buildings
from etl.town.outline import ORIGIN
from etl.town.plan import GROUPS, Plan, Street, draw_plan
from etl.town.zoning import Use
from geodata.coordinates.crs import from_metres, parse_crs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PLANE = parse_crs("EPSG:4547")
"""Gauss-Krüger plane in which the town is drawn."""

CODE = "440112015"
NAME = "永和街道（示例）"


class Town(NamedTuple):
    """A town laid out and built, before anything has happened in it."""

    code: str
    name: str
    plan: Plan
    buildings: Buildings
    lanes: list[Street]
    grounds: list[BaseGeometry]
    """What of each block may be built on."""
    uses: list[Use]
    """Use of the block each building stands in."""
    groups: Ints
    """Number of the resident group each building stands in."""
    addresses: list[str]
    moved: tuple[float, float]
    """Metres by which the plan lies east and north of `ORIGIN`."""

    def community_code(self, community: str) -> str:
        """Code of a community: the sub-district's and three digits."""
        return f"{self.code}{list(GROUPS).index(community) + 1:03d}"

    def group_code(self, number: int) -> str:
        """Code of a resident group: its community's and two digits."""
        own = self.plan.groups[number].community
        place = [n for n, g in enumerate(self.plan.groups) if g.community == own].index(number)
        return f"{self.community_code(own)}{place + 1:02d}"

    def groups_at(self, x: Floats, y: Floats) -> Ints:
        """Find the resident group at points of the plane; the nearest for points outside."""
        faces = [group.face for group in self.plan.groups]
        return np.asarray(shapely.STRtree(faces).nearest(shapely.points(x, y)), dtype=np.int64)

    def houses_near(self, x: Floats, y: Floats, within_m: float) -> Ints:
        """Count the houses around points of the plane."""
        houses = np.asarray(shapely.points(self.buildings.x, self.buildings.y))
        there = np.asarray(shapely.points(x, y))
        found = shapely.STRtree(houses).query(there, predicate="dwithin", distance=within_m)
        return np.bincount(found[0], minlength=len(x))

    def communities(self, groups: Ints) -> list[str]:
        """Name the communities of groups as ledgers do."""
        return [f"{self.plan.groups[group].community}社区" for group in groups]

    def group_names(self, groups: Ints) -> list[str]:
        """Name groups."""
        return [self.plan.groups[group].name for group in groups]

    def lnglat(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """WGS84 longitude and latitude of points of the plane, in degrees."""
        return from_metres(*self.eastnorth(x, y), PLANE)

    def eastnorth(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """EPSG:4547 easting and northing of points of the plane, in metres."""
        return x + ORIGIN[0] + self.moved[0], y + ORIGIN[1] + self.moved[1]


def addresses_at(
    plan: Plan, streets: list[Street], x: Floats, y: Floats, groups: Ints
) -> list[str]:
    """Write the address of points: community, nearest street, odd or even number by side.

    Numbers count every 8 m from the beginning of the street, as new ones in Guangzhou do.
    """
    lines = np.array([street.line for street in streets])
    points = shapely.points(x, y)
    nearest = np.asarray(shapely.STRtree(lines).nearest(points))
    along = shapely.line_locate_point(lines[nearest], points)
    ahead = shapely.get_coordinates(shapely.line_interpolate_point(lines[nearest], along + 1))
    foot = shapely.get_coordinates(shapely.line_interpolate_point(lines[nearest], along))
    (run, rise), (off, up) = (ahead - foot).T, (np.column_stack((x, y)) - foot).T
    left = run * up - rise * off > 0
    numbers = 2 * (along // 8).astype(int) + np.where(left, 1, 2)
    return [
        f"{plan.groups[group].community}社区{streets[street].name}{number}号"
        for group, street, number in zip(groups, nearest, numbers, strict=True)
    ]


def _house_addresses(plan: Plan, houses: Buildings, lanes: list[Street], groups: Ints) -> list[str]:
    """Addresses of houses: on a lane counted from its beginning, else on the nearest street."""
    found = addresses_at(plan, plan.streets, houses.x, houses.y, groups)
    for lane in np.unique(houses.lane[houses.lane >= 0]):
        rows = np.flatnonzero(houses.lane == lane)
        line = lanes[lane].line
        along = shapely.line_locate_point(line, shapely.points(houses.x[rows], houses.y[rows]))
        for number, row in enumerate(rows[np.argsort(along, kind="stable")], start=1):
            community = plan.groups[groups[row]].community
            found[row] = f"{community}社区{lanes[lane].name}{number}号"
    return found


def build_town(rng: np.random.Generator) -> Town:
    """Lay out and build the sample town.

    Parameters
    ----------
    rng
        Source of everything that differs between two towns.

    Returns
    -------
    :
        The reference sub-district's twin: same area, communities and number of groups.
    """
    plan = draw_plan(rng)
    grounds = building_ground(plan)
    houses, lanes = raise_buildings(plan, grounds, rng)
    groups = np.array([block.group for block in plan.blocks])[houses.block]
    uses = [plan.blocks[block].centre.use for block in houses.block]
    addresses = _house_addresses(plan, houses, lanes, groups)
    return Town(CODE, NAME, plan, houses, lanes, grounds, uses, groups, addresses, (0.0, 0.0))
