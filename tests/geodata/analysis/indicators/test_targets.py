"""Targets held against what is measured."""

from dataclasses import replace
from datetime import date

import pytest

from geodata.analysis.change import Change, compare_amounts, compare_counts
from geodata.analysis.indicators.targets import judge
from geodata.analysis.indicators.value import IndicatorValue
from geodata.catalogue.model import Target, Words
from geodata.periods import Period

FOUND = IndicatorValue(
    id="i",
    value=2.0,
    records=9,
    placed=9,
    unplaced=0,
    period=Period(date(2025, 1, 1), date(2026, 1, 1)),
    data_date=date(2026, 1, 1),
)


def _target(**values: object) -> Target:
    base = {"name": Words(zh="名", en="name"), "source": "s", "indicator": "i", "value": 2}
    return Target.model_validate(base | {"direction": "at_least"} | values)


@pytest.mark.parametrize(
    ("value", "direction", "standing"),
    [(2.0, "at_least", "met"), (1.99, "at_least", "missed"), (2.0, "at_most", "met"),
     (2.01, "at_most", "missed")],
)  # fmt: skip
def test_the_very_value_aimed_at_is_reached(value: float, direction: str, standing: str) -> None:
    assert judge(_target(direction=direction), replace(FOUND, value=value)) == standing


@pytest.mark.parametrize(
    ("change", "aim", "standing"),
    [
        (compare_counts(159, 171), 0, "met"),
        (compare_counts(171, 159), 0, "missed"),
        (compare_counts(90, 100), -10, "met"),
        (compare_counts(91, 100), -10, "missed"),
        (compare_counts(3, 4), 0, "met"),
        (compare_counts(4, 3), 0, "missed"),
        (compare_counts(7, 0), 0, "missed"),
        (compare_counts(3, 4), -10, "few"),
        (compare_amounts(15.5, 46.5, records=9, records_before=9), 0, "met"),
        (None, 0, "unknown"),
    ],
)
def test_a_change_is_judged_in_per_cent_and_few_only_against_last_year(
    change: Change | None, aim: float, standing: str
) -> None:
    target = _target(of="change", value=aim, direction="at_most")
    assert judge(target, replace(FOUND, change=change)) == standing


def test_what_cannot_be_judged_says_why() -> None:
    assert judge(_target(), None) == "awaited"
    assert judge(_target(value=None), FOUND) == "unset"
    assert judge(_target(), replace(FOUND, value=None)) == "unknown"
    assert judge(_target(), replace(FOUND, data_date=None)) == "unknown"
    assert judge(_target(), replace(FOUND, belongs=False)) == "unknown"
