"""Incidents of the sample town: three full years before a day and the year to date."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etl.town.draws import apportion, some
from etl.town.incident_kinds import COMING_YEAR, FAMILIES, Family, Kind, Scene
from etl.town.names import people, phones
from etl.town.rentals import Texts
from etl.town.rhythm import RHYTHMS, Days, draw_days, draw_minutes, elapsed_share
from etl.town.scenes import Spots
from etl.town.town import Floats, Ints


class Incidents(NamedTuple):
    """Incidents of one family as columns of equal length, in order of time.

    `minute` is the minute of the day, -1 where unknown; x and y are metres on the plane.
    """

    day: Days
    minute: Ints
    reported_after_min: Ints
    kind: Texts
    x: Floats
    y: Floats
    address: Texts
    group: Ints
    placed: NDArray[np.bool_]
    dead: Ints
    grave: Ints
    injured: Ints
    loss_yuan: Ints
    closed: NDArray[np.bool_]
    party: list[str]
    phone: list[str]


def join(parts: Sequence[Incidents], *, in_order: bool = False) -> Incidents:
    """Put parts one after the other, or all of them in order of time."""
    whole = Incidents(*map(np.concatenate, zip(*parts, strict=True)))  # type: ignore[arg-type]
    if not in_order:
        return whole
    order = np.lexsort((whole.minute, whole.day))
    return Incidents(*(np.asarray(column)[order] for column in whole))  # type: ignore[arg-type]


def _years(family: Family, as_of: date) -> list[tuple[int, int]]:
    """Every year and its number of incidents; the running year by the share that has elapsed."""
    first = as_of.year - len(family.years)
    full = [(first + place, count) for place, count in enumerate(family.years)]
    share = np.average(
        [elapsed_share(RHYTHMS[kind.rhythm], as_of) for kind in family.kinds],
        weights=[kind.share for kind in family.kinds],
    )
    return [*full, (as_of.year, round(family.years[-1] * COMING_YEAR * float(share)))]


class _Drawn(NamedTuple):
    day: Days
    minute: Ints
    kind: Texts
    x: Floats
    y: Floats
    address: Texts
    group: Ints


def _drawn(
    kind: Kind, year: int, count: int, as_of: date, spots: Spots, rng: np.random.Generator
) -> _Drawn:
    """Draw the incidents of one kind and year: days, minutes and places."""
    rhythm = RHYTHMS[kind.rhythm]
    at = rng.choice(len(spots.x), count, p=spots.weight)
    return _Drawn(
        draw_days(rhythm, year, as_of, count, rng),
        draw_minutes(rhythm, count, rng),
        np.full(count, kind.word),
        spots.x[at] + rng.normal(0, 2, count),
        spots.y[at] + rng.normal(0, 2, count),
        spots.address[at],
        spots.group[at],
    )


HARM = {
    "traffic": (0.009, 0.05, 0.72),
    "fire": (0.0, 0.0, 0.12),
    "gas": (0.0, 0.05, 0.5),
    "work": (0.008, 0.16, 0.9),
    "injury": (0.0, 0.08, 1.0),
    "crime": (0.0, 0.012, 0.09),
    "public_order": (0.0, 0.0, 0.16),
    "community": (0.0, 0.0, 0.04),
}
"""Share of incidents with a death, a grave injury, an injury."""
LOSS_YUAN = {"traffic": 2_600, "fire": 18_000, "work": 7_000, "crime": 3_400, "gas": 1_500}
SLOWNESS_DAYS = {"crime": 260, "public_order": 45, "traffic": 25, "work": 60}
"""Days after which two in three cases are closed; the others take a week."""


def _harm(family: str, kinds: Texts, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Dead, gravely injured and injured of each incident; walkers and riders fare worse."""
    death, grave, hurt = HARM[family]
    frail = np.where(np.isin(kinds, ["机动车与行人", "电动车事故", "溺水", "高处坠落"]), 1.5, 0.6)
    luck = rng.random(len(kinds))
    dead = luck < death * frail
    gravely = ~dead & (luck < (death + grave) * frail)
    injured = ~dead & ~gravely & (rng.random(len(kinds)) < hurt * np.minimum(frail + 0.4, 1.2))
    more = 1 + some(0.12, len(kinds), rng) * (family == "traffic")
    return dead.astype(int), gravely.astype(int), injured * more


def happen(
    family: str, scenes: dict[Scene, Spots], as_of: date, rng: np.random.Generator
) -> Incidents:
    """Let the incidents of one family happen.

    Parameters
    ----------
    family
        A key of `FAMILIES`.
    scenes
        Where.
    as_of
        Nothing happens on or after this day; the three years before its year are full.
    rng
        Source of all that is not given.

    Returns
    -------
    :
        Numbers of the full years are the family's exactly.
    """
    made = FAMILIES[family]
    shares = [kind.share for kind in made.kinds]
    drawn = [
        _drawn(kind, year, int(count), as_of, scenes[kind.scene], rng)
        for year, total in _years(made, as_of)
        for kind, count in zip(made.kinds, apportion(total, shares), strict=True)
        if count
    ]
    whole = _Drawn(*(np.concatenate(columns) for columns in zip(*drawn, strict=True)))
    order = np.lexsort((whole.minute, whole.day))
    day, minute, kind = whole.day[order], whole.minute[order], whole.kind[order]
    count = len(day)
    dead, grave, injured = _harm(family, kind, rng)
    loss = np.round(rng.gamma(0.9, LOSS_YUAN.get(family, 0) + 1e-9, count), -2).astype(int)
    age_days = (np.datetime64(as_of) - day).astype(int)
    closed = rng.random(count) < 0.985 - np.exp(-age_days / SLOWNESS_DAYS.get(family, 7))
    return Incidents(
        day=day,
        minute=np.where(some(made.untimed, count, rng), -1, minute),
        reported_after_min=rng.gamma(1.2, 22, count).astype(int) + 1,
        kind=kind,
        x=whole.x[order],
        y=whole.y[order],
        address=whole.address[order],
        group=whole.group[order],
        placed=~some(made.unplaced, count, rng),
        dead=dead,
        grave=grave,
        injured=injured,
        loss_yuan=loss,
        closed=closed,
        party=people(count, rng),
        phone=phones(count, rng),
    )
