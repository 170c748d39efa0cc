"""The plan of the sample town: communities, resident groups, streets, blocks and water."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import shapely
from shapely.affinity import rotate, translate

from etl.town.cutting import divide, faces_between, heading
from etl.town.names import COLLECTORS, numeral
from etl.town.outline import RIVER, bend, course, courses, rim
from etl.town.parts import largest, longest
from etl.town.zoning import BLOCK_M2, Centre, centre_at, centre_of, namesake_at, park_in

GROUPS = {"贤江": 8, "新庄": 12, "永岗": 10, "禾丰": 7}
"""Resident groups of each community, in the order of the communities' codes."""

PONDS = (
    ("新庄塘", 0.375, 0.452, 78.0),
    ("荷塘", 0.205, 0.698, 92.0),
    ("沙湾水塘", 0.612, 0.545, 64.0),
    ("石桥水库", 0.058, 0.245, 170.0),
)
"""Name, place in the unit square and radius in metres."""

SCHOOLS = (
    ("新庄小学", 0.29, 0.47, 128.0, 92.0),
    ("永岗中学", 0.685, 0.365, 165.0, 120.0),
    ("新围幼儿园", 0.67, 0.315, 58.0, 46.0),
    ("贤江小学", 0.425, 0.69, 120.0, 88.0),
    ("禾丰幼儿园", 0.575, 0.745, 60.0, 48.0),
    ("永和第一幼儿园", 0.43, 0.36, 62.0, 50.0),
)
"""Name, place in the unit square, length and width of the campus in metres."""

CLEARANCE_M = {"arterial": 21.0, "collector": 13.0, "local": 8.0}
"""From the middle of a street to the ground built on."""


class Group(NamedTuple):
    """A resident group 居民小组."""

    name: str
    community: str
    face: shapely.Polygon


class Street(NamedTuple):
    """A named centre line."""

    name: str
    kind: str
    line: shapely.LineString


class Block(NamedTuple):
    """Ground between streets."""

    face: shapely.Polygon
    centre: Centre
    group: int


class Campus(NamedTuple):
    """The ground of a school."""

    name: str
    ground: shapely.Polygon
    block: int


class Plan(NamedTuple):
    """The whole plan, in metres on the town's plane."""

    rim: shapely.Polygon
    groups: list[Group]
    streets: list[Street]
    blocks: list[Block]
    river: shapely.Polygon
    ponds: list[tuple[str, shapely.Polygon]]
    campuses: list[Campus]


def _river_bed() -> shapely.Polygon:
    """Draw the water of the river, narrower above than below."""
    line = np.asarray(course(RIVER).segmentize(40).coords)
    slope = np.gradient(line, axis=0)
    left = np.column_stack((-slope[:, 1], slope[:, 0])) / np.hypot(*slope.T)[:, None]
    half_m = 19 + 4.5 * np.sin(np.arange(len(line)) / 5) + 2 * np.sin(np.arange(len(line)) / 1.7)
    bed = shapely.Polygon(
        np.vstack((line + left * half_m[:, None], (line - left * half_m[:, None])[::-1]))
    )
    return shapely.Polygon(largest(bed.intersection(rim())).exterior)


def _pond(s: float, t: float, radius_m: float, blocks: Sequence[Block]) -> shapely.Polygon:
    """Draw a pond within its block, so that no street runs into it."""
    middle = bend(np.array([(s, t)]))[0]
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    reach = radius_m * (1 + 0.22 * np.sin(2 * turn + s * 9) + 0.1 * np.sin(3 * turn + t * 7))
    ring = np.column_stack((1.25 * np.cos(turn), 0.8 * np.sin(turn))) * reach[:, None]
    block = min(blocks, key=lambda b: b.face.distance(shapely.Point(middle)))
    water = shapely.Polygon(middle + ring).intersection(block.face.buffer(-34)).buffer(12)
    return largest(water)


def _campus(
    name: str, s: float, t: float, long_m: float, wide_m: float, blocks: Sequence[Block]
) -> Campus:
    """Place a campus in the nearest block of open ground that holds it, turned with the block."""
    wanted = shapely.Point(bend(np.array([(s, t)]))[0])
    free = [n for n, block in enumerate(blocks) if block.centre.use == "open"]
    for number in sorted(free, key=lambda n: blocks[n].face.distance(wanted)):
        face = blocks[number].face
        place = shapely.maximum_inscribed_circle(face, tolerance=5).coords[0]
        box = shapely.box(-long_m / 2, -wide_m / 2, long_m / 2, wide_m / 2)
        ground = translate(rotate(box, heading(face), use_radians=True), *place)
        if face.buffer(-24).contains(ground):
            return Campus(name, ground, number)
    raise ValueError(f"no open block holds {name}")


def _community_of(
    face: shapely.Polygon, river: shapely.LineString, avenue: shapely.LineString
) -> str:
    """Tell the community by the sides of the river and of 永贤大道 a face lies on."""
    middle = face.representative_point()
    north = middle.y > np.interp(middle.x, *np.asarray(river.coords).T)
    x, y = np.asarray(avenue.coords)[:: -1 if avenue.coords[0][1] > avenue.coords[-1][1] else 1].T
    east = middle.x > np.interp(middle.y, y, x)
    return {(True, False): "贤江", (True, True): "禾丰", (False, False): "新庄"}.get(
        (bool(north), bool(east)), "永岗"
    )


def _crowding(face: shapely.Polygon) -> float:
    """Area times how busy it is there: groups are small in the middle and in villages."""
    busy = {"hill": 0.45, "industry": 0.7, "open": 0.8}.get(centre_of(face).use, 1.1)
    from_middle = np.hypot(face.centroid.x, face.centroid.y)
    return float(face.area * busy * (1 + np.exp(-((from_middle / 1_900) ** 2))))


def _too_few(count: int, weights: list[float]) -> bool:
    return len(weights) < count


def _groups(
    faces: Sequence[shapely.Polygon], rng: np.random.Generator, communities: Sequence[str]
) -> list[shapely.LineString]:
    """Cut the faces between arterials until each community has its number of groups."""
    lines: list[shapely.LineString] = []
    for community, count in GROUPS.items():
        own = [f for f, name in zip(faces, communities, strict=True) if name == community]
        lines += divide(own, rng, weight=_crowding, wanted=partial(_too_few, count))[1]
    return lines


def _blocks(
    groups: Sequence[Group], rng: np.random.Generator
) -> tuple[list[Block], list[shapely.LineString]]:
    """Cut every group into blocks no larger than their use allows."""
    blocks, lines = [], list[shapely.LineString]()
    for number, group in enumerate(groups):
        faces, cuts = divide(
            [group.face],
            rng,
            weight=lambda face: face.area / BLOCK_M2[centre_of(face).use],
            wanted=lambda weights: max(weights) > 1,
        )
        blocks += [Block(face, park_in(face) or centre_of(face), number) for face in faces]
        lines += cuts
    return blocks, lines


def _local_streets(lines: Sequence[shapely.LineString]) -> list[Street]:
    """Name the streets between blocks after what they serve, numbered as they were laid out."""
    counts: Counter[str] = Counter()
    streets = []
    for line in lines:
        middle = line.interpolate(0.5, normalized=True)
        use = centre_at(middle.x, middle.y).use
        if use == "hill":
            continue
        name = namesake_at(middle.x, middle.y)
        counts[name] += 1
        ending = "街" if use in ("village", "estate") else "路"
        streets.append(Street(f"{name}{numeral(counts[name])}{ending}", "local", line))
    return streets


def _grouped(
    town: shapely.Polygon,
    river: shapely.LineString,
    arterials: Mapping[str, shapely.LineString],
    rng: np.random.Generator,
) -> tuple[list[Group], list[shapely.LineString]]:
    """Lay out the groups and the streets between them.

    A street drawn too close to a corner may leave a sliver; then all are drawn anew.
    """
    main, avenue = [river, *arterials.values()], arterials["永贤大道"]
    faces = faces_between(town, main)
    communities = [_community_of(face, river, avenue) for face in faces]
    while True:
        cuts = _groups(faces, rng, communities)
        small = faces_between(town, [*main, *cuts])[::-1]
        belongs = [_community_of(face, river, avenue) for face in small]
        if Counter(belongs) == GROUPS:
            break
    names: Counter[str] = Counter()
    groups = []
    for face, community in zip(small, belongs, strict=True):
        names[community] += 1
        groups.append(Group(f"{community}{numeral(names[community])}组", community, face))
    return sorted(groups, key=lambda group: list(GROUPS).index(group.community)), cuts


def draw_plan(rng: np.random.Generator) -> Plan:
    """Draw the town's plan.

    Parameters
    ----------
    rng
        Source of the bends; the outline, the river and the arterials do not depend on it.

    Returns
    -------
    :
        37 groups that tile the rim exactly, their borders being streets, the river and the rim;
        streets named and classed; blocks with their use.
    """
    town, arterials = rim(), courses()
    river = longest(course(RIVER).intersection(town))
    groups, cuts = _grouped(town, river, arterials, rng)
    blocks, local = _blocks(groups, rng)
    streets = [Street(name, "arterial", line) for name, line in arterials.items()]
    streets += [
        Street(n, "collector", line) for n, line in zip(COLLECTORS[: len(cuts)], cuts, strict=True)
    ]
    return Plan(
        shapely.Polygon(largest(shapely.union_all([g.face for g in groups])).exterior),
        groups,
        streets + _local_streets(local),
        blocks,
        _river_bed(),
        [(name, _pond(s, t, radius_m, blocks)) for name, s, t, radius_m in PONDS],
        [_campus(*school, blocks) for school in SCHOOLS],
    )
