"""A clock that is set while we run is told from one that goes on."""

from datetime import timedelta

import pytest

from dashboard.health.ticking import JUMP, TOLD_FOR, Ticking, counted_s
from tests.geodata.making import NOW


class Clocks:
    """One that anybody can set, and one that nobody can."""

    def __init__(self) -> None:
        self.now, self.counted_s = NOW, 1_000.0
        self.ticking = Ticking(lambda: self.now, lambda: self.counted_s)

    def pass_by(self, time: timedelta) -> None:
        self.now += time
        self.counted_s += time.total_seconds()


@pytest.mark.parametrize("hours", [0, 1, 24 * 365])
def test_time_that_passes_is_no_jump(hours: int) -> None:
    clocks = Clocks()
    clocks.pass_by(timedelta(hours=hours))
    assert clocks.ticking.expected() == clocks.now
    assert clocks.ticking.jumped() is None


@pytest.mark.parametrize("by", [timedelta(days=365), timedelta(days=-1), 2 * JUMP, -2 * JUMP])
def test_a_jump_says_what_is_shown_and_what_should_be(by: timedelta) -> None:
    clocks = Clocks()
    clocks.pass_by(timedelta(hours=3))
    clocks.now += by
    clocks.pass_by(timedelta(hours=1))
    right = NOW + timedelta(hours=4)
    assert clocks.ticking.jumped() == (right + by, right)
    clocks.now -= by
    assert clocks.ticking.jumped() is None


def test_a_clock_that_a_network_set_right_is_believed_after_a_day() -> None:
    clocks = Clocks()
    clocks.now += timedelta(days=365)
    assert clocks.ticking.jumped() is not None
    clocks.pass_by(TOLD_FOR - timedelta(minutes=1))
    assert clocks.ticking.jumped() is not None
    clocks.pass_by(timedelta(minutes=1))
    assert clocks.ticking.jumped() is None
    assert clocks.ticking.expected() == clocks.now
    clocks.now -= timedelta(days=365)
    assert clocks.ticking.jumped() is not None


def test_each_jump_is_told_for_a_day_of_its_own() -> None:
    clocks = Clocks()
    for _ in range(2):
        clocks.now += timedelta(days=1)
        assert clocks.ticking.jumped() is not None
        clocks.pass_by(TOLD_FOR - timedelta(minutes=1))
    assert clocks.ticking.jumped() is not None
    clocks.pass_by(timedelta(minutes=1))
    assert clocks.ticking.jumped() is None


@pytest.mark.parametrize("by", [JUMP, -JUMP])
def test_what_a_network_sets_right_is_none(by: timedelta) -> None:
    clocks = Clocks()
    clocks.now += by
    assert clocks.ticking.jumped() is None


def test_what_is_counted_only_grows() -> None:
    counted = [counted_s() for _ in range(1_000)]
    assert counted == sorted(counted)
