from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.localtime import local_date, local_day, local_minute, to_instant
from geodata.periods import day_number

SHANGHAI = ZoneInfo("Asia/Shanghai")
instants = st.integers(
    int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()),
    int(datetime(2179, 1, 1, tzinfo=UTC).timestamp()),
)


@given(instants)
def test_days_and_minutes_are_those_of_the_time_zone_database(instant_s: int) -> None:
    local = datetime.fromtimestamp(instant_s, SHANGHAI)
    assert local_day(instant_s) == day_number(local.date())
    assert local_minute(instant_s) == local.hour * 60 + local.minute
    assert local_date(datetime.fromtimestamp(instant_s, UTC)) == local.date()


def test_the_local_day_turns_at_four_in_the_afternoon_utc() -> None:
    before = datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC)
    seconds = np.array([before.timestamp(), before.timestamp() + 1])
    assert local_day(seconds).tolist() == [
        day_number(date(2025, 12, 31)),
        day_number(date(2026, 1, 1)),
    ]
    assert local_minute(seconds).tolist() == [1439, 0]


def test_a_local_day_and_minute_is_an_instant_and_back() -> None:
    instant = to_instant(date(2025, 3, 5), 17 * 60 + 40)
    assert instant == datetime(2025, 3, 5, 9, 40, tzinfo=UTC)
    assert instant.utcoffset() == timedelta(0)
    assert local_minute(instant.timestamp()) == 17 * 60 + 40


def test_no_instants_have_no_days() -> None:
    assert local_day([]).shape == local_minute([]).shape == (0,)
