"""Named single places of the sample town; its clinics."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from etl.town.outline import bend
from etl.town.town import Floats, Ints, Town, addresses_at

CLINICS = (
    ("永和街道社区卫生服务中心", "卫生服务中心", 0.47, 0.35),
    ("贤江社区卫生服务站", "卫生服务站", 0.4, 0.74),
    ("新庄社区卫生服务站", "卫生服务站", 0.29, 0.43),
    ("永岗社区卫生服务站", "卫生服务站", 0.6, 0.37),
    ("禾丰社区卫生服务站", "卫生服务站", 0.61, 0.74),
)


class Sites(NamedTuple):
    """Named places as columns: name, class, address, group and metres on the plane."""

    name: Sequence[str]
    kind: Sequence[str]
    address: list[str]
    group: Ints
    x: Floats
    y: Floats


def sites_at(town: Town, names: Sequence[str], kinds: Sequence[str], x: Floats, y: Floats) -> Sites:
    """Name places of the plane: group and address follow from where they are."""
    group = town.groups_at(x, y)
    return Sites(names, kinds, addresses_at(town.plan, town.plan.streets, x, y, group), group, x, y)


def open_clinics(town: Town) -> Sites:
    """Open one health centre and four stations, each in the building nearest its place."""
    wanted = bend(np.array([(s, t) for *_, s, t in CLINICS]))
    houses = town.buildings
    rows = [int(np.argmin(np.hypot(houses.x - x, houses.y - y))) for x, y in wanted]
    names, kinds = [name for name, *_ in CLINICS], [kind for _, kind, *_ in CLINICS]
    return sites_at(town, names, kinds, houses.x[rows], houses.y[rows])
