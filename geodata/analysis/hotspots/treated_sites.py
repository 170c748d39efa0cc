"""What came of treatments, against what was to be expected without them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.located import Ground, Located
from geodata.analysis.hotspots.posterior import Posterior
from geodata.analysis.hotspots.scoring import find_hotspots
from geodata.analysis.hotspots.treatments import treatment_effects
from geodata.columns import Columns
from geodata.incident_kinds import Kind
from geodata.periods import day_of
from geodata.results.proof import State, Treated

MOST_DAYS_BEFORE = 1_096
"""36 months."""

FEWEST_DAYS_BEFORE, FEWEST_DAYS_AFTER = 365, 182

Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Treatment:
    """Something done at a place; `piece` -1 where no street is near."""

    number: int
    name: str
    kind: Kind
    area: str | None
    piece: int
    day: int


def judge_treatments(
    treatments: Sequence[Treatment],
    columns: Columns,
    located: Located,
    ground: Ground,
    *,
    first_day: int,
    end_day: int,
) -> tuple[Treated, ...]:
    """Compare the incidents around each treatment since with the empirical Bayes expectation.

    What changed on all streets that were never treated is taken into account.

    Parameters
    ----------
    columns, located
        Incidents; none from `end_day` on is looked at.
    first_day, end_day
        Day numbers between which all incidents are known.
    """
    touched = _near(ground, [t.piece for t in treatments if t.piece >= 0])
    return tuple(
        _told(one, columns, located, ground, touched, (first_day, end_day)) for one in treatments
    )


def _told(
    one: Treatment,
    columns: Columns,
    located: Located,
    ground: Ground,
    touched: Bools,
    known: tuple[int, int],
) -> Treated:
    start = max(one.day - MOST_DAYS_BEFORE, known[0])
    on_street = one.kind.holds(columns.classes) & (located.piece >= 0)
    earlier = located.piece[on_street & _between(columns, start, one.day)]
    since = located.piece[on_street & _between(columns, one.day, known[1])]
    here = _near(ground, [one.piece] if one.piece >= 0 else [])
    told = Treated(
        number=one.number,
        name=one.name,
        kind=one.kind.id,
        area=one.area,
        done=day_of(one.day).isoformat(),
        state="known",
        before=int(here[earlier].sum()),
        after=int(here[since].sum()),
        days_before=max(one.day - start, 0),
        days_after=max(known[1] - one.day, 0),
    )
    silent = _silence(one, told, len(earlier))
    if silent is not None:
        return replace(told, state=silent)
    return _effect(told, one.piece, ground, earlier, _elsewhere(told, earlier, since, touched))


def _silence(one: Treatment, told: Treated, earlier: int) -> State | None:
    """Say why nothing can be said; None where something can."""
    if one.piece < 0:
        return "no_street"
    if told.days_before < FEWEST_DAYS_BEFORE or not earlier:
        return "no_history"
    return "too_soon" if told.days_after < FEWEST_DAYS_AFTER else None


def _effect(
    told: Treated, piece: int, ground: Ground, earlier: Integers, elsewhere: float
) -> Treated:
    windows = find_hotspots(earlier, ground.street_map.streets).windows
    effect = treatment_effects(
        Posterior(windows.shape[[piece]], windows.rate[[piece]]),
        [told.after],
        days_before=told.days_before,
        days_after=told.days_after,
        elsewhere=elsewhere,
    )
    expected, ratio, low, high = (
        round(float(values[0]), 4)
        for values in (effect.expected, effect.ratio, effect.low, effect.high)
    )
    return replace(told, expected=expected, ratio=ratio, low=low, high=high)


def _elsewhere(told: Treated, earlier: Integers, since: Integers, touched: Bools) -> float:
    """Rate since to rate before on the streets that were never treated; 1 where none tells."""
    before, after = (~touched[earlier]).sum(), (~touched[since]).sum()
    if not before or not after:
        return 1.0
    return float(after / told.days_after / (before / told.days_before))


def _near(ground: Ground, pieces: Sequence[int]) -> Bools:
    """Pieces within the window of any of some pieces."""
    windows = ground.street_map.streets.windows
    return (
        np.asarray(windows[list(pieces)].sum(axis=0) > 0)
        if pieces
        else np.zeros(windows.shape[0], dtype=np.bool_)
    )


def _between(columns: Columns, start: int, end: int) -> Bools:
    return np.asarray((columns.from_day >= start) & (columns.from_day < end))
