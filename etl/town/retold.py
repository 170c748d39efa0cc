"""Incidents of which a second office tells as well, in its own words: duplicates to be found."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np

from etl.town.draws import some
from etl.town.incident_kinds import FAMILIES
from etl.town.incidents import Incidents, join
from etl.town.town import Ints


class Retelling(NamedTuple):
    """How a kind is told of again: as which kind of another family, and how often.

    `share` is that of the incidents with a time of day; where `hurt`, of those that hurt somebody.
    """

    family: str
    word: str
    share: float
    hurt: bool = True


RETOLD: Mapping[str, Retelling] = {
    "电动车事故": Retelling("injury", "跌倒/坠落", 0.06),
    "机动车与行人": Retelling("injury", "跌倒/坠落", 0.06),
    "殴打他人": Retelling("injury", "刀/锐器伤", 0.25),
    "故意伤害": Retelling("injury", "刀/锐器伤", 0.25),
    "机械伤害": Retelling("injury", "刀/锐器伤", 0.1),
    "高处坠落": Retelling("injury", "跌倒/坠落", 0.2),
    "灼烫": Retelling("injury", "烧烫伤", 0.2),
    "扰乱公共秩序": Retelling("community", "其他事件", 0.04, hurt=False),
    "电气火灾": Retelling("community", "其他事件", 0.4, hurt=False),
}
"""Whom the police, the inspectors or the fire station name as hurt goes to the health centre; of
a fire and of noise the residents' committee keeps a line too."""

MINUTES_OFF = 8
"""Standard deviation of the time two offices write."""
METRES_OFF = 12
"""The same of each coordinate."""
UNPLACED = 0.1


def retell(
    made: Mapping[str, Incidents], as_of: date, rng: np.random.Generator
) -> dict[str, Incidents]:
    """Let other offices tell of some incidents again.

    Parameters
    ----------
    made
        Incidents by the families of `FAMILIES`.
    as_of
        Nothing is told of this day or later.
    rng
        Source of what is told again, and of how far off.

    Returns
    -------
    :
        By the family of the office that tells again, in order of time: the same people harmed and
        the same party, but another kind, another wording of the place, minutes and metres off.
    """
    told: dict[str, list[Incidents]] = {}
    for family, incidents in made.items():
        for kind in FAMILIES[family].kinds:
            again = RETOLD.get(kind.word)
            if again is None:
                continue
            harmed = incidents.grave + incidents.injured > 0
            may_be = (incidents.kind == kind.word) & (incidents.minute >= 0)
            rows = np.flatnonzero(may_be & harmed if again.hurt else may_be)
            rows = rows[some(again.share, len(rows), rng)]
            told.setdefault(again.family, []).append(_told(incidents, rows, again, as_of, rng))
    return {family: join(parts, in_order=True) for family, parts in told.items()}


def _told(
    incidents: Incidents, rows: Ints, again: Retelling, as_of: date, rng: np.random.Generator
) -> Incidents:
    """Tell of some incidents as another office does."""
    count = len(rows)
    off = rng.normal(0, MINUTES_OFF, count).round().astype(np.int64)
    when = incidents.day[rows].astype("datetime64[m]") + incidents.minute[rows] + off
    when = np.minimum(when, np.datetime64(as_of, "m") - 1)
    day = when.astype("datetime64[D]")
    columns = (np.asarray(column)[rows] for column in incidents)
    return Incidents(*columns)._replace(  # type: ignore[arg-type]
        day=day,
        minute=(when - day).astype(np.int64),
        kind=np.full(count, again.word),
        x=incidents.x[rows] + rng.normal(0, METRES_OFF, count),
        y=incidents.y[rows] + rng.normal(0, METRES_OFF, count),
        address=np.array([reworded(address) for address in incidents.address[rows]], dtype=str),
        placed=~some(UNPLACED, count, rng),
        loss_yuan=np.zeros(count, dtype=np.int64),
    )


def reworded(address: str) -> str:
    """Write where it was as another clerk does: without community, a junction the other way round.

    >>> reworded("永岗社区永贤大道25号"), reworded("永贤大道与永岗大道路口")
    ('永贤大道25号旁', '永岗大道与永贤大道交叉口')
    """
    place = address.partition("社区")[2] or address
    one, meets, other = place.removesuffix("路口").partition("与")
    if meets and place.endswith("路口"):
        return f"{other}与{one}交叉口"
    return f"{place.removesuffix('路段').removesuffix('附近')}旁"
