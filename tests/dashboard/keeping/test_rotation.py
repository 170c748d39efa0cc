from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dashboard.keeping.rotation import kept_backups
from geodata.localtime import LOCAL_TIME

DAY = timedelta(days=1)
FIRST = datetime(2026, 1, 1, 2, tzinfo=LOCAL_TIME)


def test_a_hundred_nights_leave_fourteen_days_and_eight_weeks() -> None:
    made = [FIRST + n * DAY for n in range(100)]
    kept = sorted(kept_backups(made, daily=14, weekly=8, now=made[-1]))
    assert kept[-14:] == made[-14:]
    older = kept[:-14]
    assert len(kept) == 14 + 5  # three of the weeks have days among the fourteen
    assert {moment.weekday() for moment in older} == {6}  # the last of its week, a Sunday
    assert made[-1] - older[0] < timedelta(weeks=8)


def test_of_one_day_the_newest_stays() -> None:
    made = [FIRST, FIRST + timedelta(hours=5)]
    assert kept_backups(made, daily=1, weekly=0, now=FIRST + DAY) == {made[1]}


def test_one_made_because_something_is_wrong_does_not_drive_out_the_night_s() -> None:
    made = [FIRST, FIRST + timedelta(hours=5), FIRST + timedelta(hours=23)]
    assert kept_backups(made, daily=1, weekly=0, now=made[-1]) == {*made}


def test_days_are_local() -> None:
    before, after = (datetime(2026, 1, 5, hour, tzinfo=LOCAL_TIME) for hour in (1, 9))
    assert kept_backups([before, after], daily=2, weekly=0, now=after + DAY) == {after}


def test_a_month_switched_off_loses_none() -> None:
    made = [FIRST + n * DAY for n in range(14)]
    later = made[-1] + 40 * DAY
    kept = kept_backups([*made, later], daily=14, weekly=0, now=later)
    assert kept == {*made[1:], later}


def test_what_was_made_while_the_clock_was_fast_stays_and_drives_out_nothing() -> None:
    fast = [FIRST + n * DAY for n in range(365, 385)]
    made = [FIRST + n * DAY for n in range(20)]
    for night in range(20):
        now = made[night]
        kept = kept_backups([*made[: night + 1], *fast], daily=14, weekly=0, now=now)
        assert kept == {*made[max(0, night - 13) : night + 1], *fast}
    then = fast[-1]  # its time has come
    assert kept_backups([*made, *fast], daily=14, weekly=0, now=then) == {*fast[-14:]}


@given(
    st.lists(st.integers(0, 3_000), max_size=80),
    st.integers(1, 20),
    st.integers(0, 10),
    st.integers(0, 3_000),
)
def test_the_newest_always_stays_and_rotation_may_be_repeated(
    hours: list[int], daily: int, weekly: int, now_hour: int
) -> None:
    now = FIRST + timedelta(hours=now_hour)
    made = [FIRST + timedelta(hours=hour) for hour in hours]
    past = [moment for moment in made if moment <= now]
    kept = kept_backups(made, daily=daily, weekly=weekly, now=now)
    assert not past or max(past) in kept
    assert kept_backups(kept, daily=daily, weekly=weekly, now=now) == kept
    assert len({moment for moment in kept & {*past} if moment <= now - DAY}) <= daily + weekly
