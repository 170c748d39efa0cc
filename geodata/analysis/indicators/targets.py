"""Whether a project reaches its targets, as far as anybody can tell."""

from typing import Final, Literal

from geodata.analysis.change import Change
from geodata.analysis.indicators.value import IndicatorValue
from geodata.catalogue.model import Target

Standing = Literal["met", "missed", "few", "unknown", "unset", "awaited"]
"""``few``: too few for a percentage; ``unset``: the target has no number, it is as the plan says;
``awaited``: no ledger brings the data yet."""

IN_PER_CENT: Final = 100.0

DECIMALS: Final = 9
"""Beyond these a difference is the computer's: 90 against 100 is 10 % less."""


def judge(target: Target, measured: IndicatorValue | None) -> Standing:
    """Hold a target against its indicator; None for one that is not measured.

    A target of no more than last year is also judged by counts too small for a percentage.
    """
    if measured is None:
        return "awaited"
    if target.value is None or target.direction is None:
        return "unset"
    if measured.data_date is None or not measured.belongs or measured.value is None:
        return "unknown"
    if target.of == "value":
        return _hold(measured.value, target)
    return "unknown" if measured.change is None else _judge_change(measured.change, target)


def _judge_change(change: Change, target: Target) -> Standing:
    if change.share is not None:
        return _hold(change.share * IN_PER_CENT, target)
    return _hold(change.difference, target) if target.value == 0 else "few"


def _hold(found: float, target: Target) -> Standing:
    above = round(found - (target.value or 0.0), DECIMALS)
    reached = above <= 0 if target.direction == "at_most" else above >= 0
    return "met" if reached else "missed"
