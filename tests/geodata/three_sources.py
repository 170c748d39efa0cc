"""A simulated street: events as police, clinic and committee tell of them, and which are one."""

from dataclasses import dataclass

import numpy as np

from geodata.addresses.reading import AddressReader
from geodata.analysis.duplicates.pair_levels import (
    DAY_S,
    HOUR_S,
    Floats,
    Integers,
    Levels,
    Told,
    level,
)

READER = AddressReader([f"第{n}大道" for n in range(40)], [f"{n}村社区" for n in range(12)])
SOURCES = (
    # share of events told of, position off by (m), unplaced, time off by (s), day only, no address,
    # another class of the family, what it did to people, any class
    (1.00, 12.0, 0.06, 240.0, 0.03, 0.05, 0.0, 0.0, 0.0),
    (0.06, 45.0, 0.25, 1_800.0, 0.20, 0.25, 0.15, 0.25, 0.02),
    (0.05, 25.0, 0.15, 2_400.0, 0.40, 0.10, 0.15, 0.05, 0.02),
)
ALONE = (0.0, 0.25, 0.10)
"""Events only this source tells of, as a share of those of the police."""
FAMILIES, KINDS = 8, 6
"""Families of classes, and classes of each. The last family are the injuries a clinic files events
as: those of any other family as one of them."""
HOUSES_A_STREET = 150
YEARS = 3


@dataclass(frozen=True)
class Street:
    """What was told, and the event behind each record."""

    told: Told
    event: Integers

    def true_pairs(self) -> set[tuple[int, int]]:
        """Return the rows that tell of one event, the smaller first."""
        order = np.argsort(self.event, kind="stable")
        held = self.event[order]
        pairs: set[tuple[int, int]] = set()
        for step in (1, 2):
            same = np.flatnonzero(held[step:] == held[:-step])
            pairs |= {
                (min(a, b), max(a, b))
                for a, b in zip(order[same].tolist(), order[same + step].tolist(), strict=True)
            }
        return pairs


def make_street(events: int, *, seed: int, width_m: float = 5_700.0) -> Street:
    """Simulate a street's records.

    Events gather: at the houses by a Zipf law, at the times of day in two rushes. Half of the
    tellings of one event name the number, a tenth in other words; the clinic's position is that of
    the nearest landmark.

    Parameters
    ----------
    events
        That the police tell of, in three years.
    width_m
        Side of the square they happen in; 5.7 km has the 32.96 km² of the sample town.
    """
    rng = np.random.default_rng(seed)
    extra = [round(events * share) for share in ALONE]
    total = events + sum(extra)
    where = _Where(total, width_m, rng)
    hours = rng.choice([8.0, 18.0, 13.0], total, p=[0.3, 0.35, 0.35])
    minute = np.clip(rng.normal(hours, 3.5), 0, 23.98) * HOUR_S
    at_s = np.floor(rng.integers(0, YEARS * 365, total) * DAY_S + minute)
    kind = rng.choice(FAMILIES * KINDS, total, p=_falling(FAMILIES * KINDS))
    hurt = rng.choice([0.0, 1.0, 2.0, 3.0], total, p=[0.7, 0.24, 0.04, 0.02])
    starts = np.cumsum([0, events, *extra[1:]])
    parts = []
    for source, (share, *_) in enumerate(SOURCES):
        own = np.arange(starts[source], starts[source + 1])
        heard = own if source == 0 else np.flatnonzero(rng.random(events) < share)
        rows = heard if source == 0 else np.concatenate([heard, own])
        parts.append(_tell(source, rows, where, at_s, kind, hurt, rng))
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = rng.permutation(len(columns["event"]))
    columns = {name: values[order] for name, values in columns.items()}
    event = columns.pop("event")
    blank = np.full(len(event), "", dtype=np.object_)
    number = np.arange(1, len(event) + 1)
    kinship = _kinship()
    return Street(Told(number=number, name=blank, code=blank, kinship=kinship, **columns), event)


def make_buildings(count: int, *, seed: int, twins: float = 0.03) -> Street:
    """Simulate rental buildings of two ledgers, a share of the first also in the second.

    Each ledger has codes of its own; a third of the buildings have a name.
    """
    rng = np.random.default_rng(seed)
    where = _Where(count, 5_700.0, rng)
    chosen = rng.permutation(len(where.x))[:count]
    first = chosen[: round(0.7 * count)]
    both = first[rng.random(len(first)) < twins]
    house = np.concatenate([first, chosen[len(first) :], both])
    ledger = np.repeat([0, 1], [len(first), len(house) - len(first)])
    off_m = np.where(ledger == 0, 4.0, 7.0)
    x, y = (held[house] + rng.normal(0, off_m) for held in (where.x, where.y))
    gone = rng.random(len(house)) < 0.1
    kind = np.where(rng.random(len(house)) < 0.1, rng.integers(6, size=len(house)), house % 3)
    number = np.arange(1, len(house) + 1)
    named = np.where(house % 3 == 0, house, -1)
    told = Told(
        number=number,
        x_m=np.where(gone, np.nan, x),
        y_m=np.where(gone, np.nan, y),
        precision_m=np.full(len(house), np.nan),
        at_s=np.zeros(len(house)),
        timed=np.zeros(len(house), np.bool_),
        kind=kind,
        kinship=np.where(np.eye(6), level("class", "same"), level("class", "other")),
        hurt=np.full(len(house), np.nan),
        source=ledger,
        name=np.array([f"幸福公寓{n}栋" if n >= 0 else "" for n in named.tolist()], np.object_),
        address=_addresses(house, where, 0.02, rng),
        code=np.array([f"{'AB'[i]}-{n:05d}" for i, n in zip(ledger, number, strict=True)], object),
    )
    return Street(told, house)


class _Where:
    """Houses along streets, and the house of each event."""

    def __init__(self, total: int, width_m: float, rng: np.random.Generator) -> None:
        streets = max(40, round(40 * (width_m / 5_700.0) ** 2))
        houses = streets * HOUSES_A_STREET
        self.street = np.repeat(np.arange(streets), HOUSES_A_STREET)
        along = np.tile(np.arange(HOUSES_A_STREET), streets) * 9.0
        angle = rng.random(streets) * 2 * np.pi
        x, y = rng.random((2, streets)) * width_m
        self.x = np.repeat(x, HOUSES_A_STREET) + along * np.repeat(np.cos(angle), HOUSES_A_STREET)
        self.y = np.repeat(y, HOUSES_A_STREET) + along * np.repeat(np.sin(angle), HOUSES_A_STREET)
        self.house = rng.permutation(houses)[rng.choice(houses, total, p=_falling(houses, 0.7))]


def _falling(count: int, power: float = 0.8) -> Floats:
    shares = np.arange(1, count + 1, dtype=np.float64) ** -power
    return np.asarray(shares / shares.sum())


def _tell(
    source: int,
    rows: Integers,
    where: _Where,
    at_s: np.ndarray,
    kind: Integers,
    hurt: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    _, off_m, unplaced, off_s, day_only, no_address, related, akin, other = SOURCES[source]
    count, house = len(rows), where.house[rows]
    gone = rng.random(count) < unplaced
    x, y = (v[house] + rng.normal(0, off_m, count) for v in (where.x, where.y))
    timed = rng.random(count) >= day_only
    when = np.floor(at_s[rows] + rng.normal(0, off_s, count))
    draw = rng.random(count)
    told = kind[rows].copy()
    in_family = (told // KINDS) * KINDS + rng.integers(KINDS, size=count)
    told = np.where(draw < related, in_family, told)
    told = np.where(draw > 1 - akin - other, _injury(told // KINDS), told)
    told = np.where(draw > 1 - other, rng.integers(FAMILIES * KINDS, size=count), told)
    wrong = rng.random(count) < 0.1 * (source > 0)
    return {
        "event": rows,
        "x_m": np.where(gone, np.nan, x),
        "y_m": np.where(gone, np.nan, y),
        "precision_m": np.full(count, np.nan),
        "at_s": np.where(timed, when, when // DAY_S * DAY_S + DAY_S / 2),
        "timed": timed,
        "kind": told,
        "hurt": np.where(wrong, 0.0, hurt[rows]),
        "source": np.full(count, source),
        "address": _addresses(house, where, no_address, rng),
    }


def _injury(family: Integers) -> Integers:
    return (FAMILIES - 1) * KINDS + family % KINDS


def _kinship() -> Levels:
    """Return how the classes compare: each family is akin to the injury it does."""
    family = np.repeat(np.arange(FAMILIES), KINDS)
    does = _injury(family)[:, None] == np.arange(FAMILIES * KINDS)
    tests = [np.eye(len(family), dtype=np.bool_), family[:, None] == family, does | does.T]
    names = [level("class", name) for name in ("same", "related", "akin")]
    return np.select(tests, names, level("class", "other")).astype(np.uint8)


def _addresses(
    house: Integers, where: _Where, missing: float, rng: np.random.Generator
) -> np.ndarray:
    written = []
    draws = rng.random((2, len(house)))
    for one, blank, way in zip(house.tolist(), *draws.tolist(), strict=True):
        street, number = where.street[one], one % HOUSES_A_STREET + 1
        text = f"第{street % 40}大道" if street < 40 else f"{street}路"
        if way < 0.6:
            text += f"{number}号"
        elif way < 0.7:
            text = f"永和街道{text}{number}号门牌"
        elif way < 0.8:
            text += f"{number}号3栋"
        written.append("" if blank < missing else text)
    return np.array(written, dtype=np.object_)
