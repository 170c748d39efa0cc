from datetime import date, datetime

import numpy as np

from etl.town.habits import dates_as_kept, full_width, given, moments, stamps, with_unit

DAYS = np.array(["2025-03-05", "2024-02-29"], dtype="datetime64[D]")


def test_dates_are_kept_in_three_ways() -> None:
    many = np.repeat(DAYS[:1], 60)
    written = dates_as_kept(many, np.random.default_rng(1))
    assert set(written) == {date(2025, 3, 5), "2025.3.5", "2025年3月5日"}


def test_a_day_not_given_stays_blank() -> None:
    assert dates_as_kept(np.array(["NaT"], dtype="datetime64[D]"), np.random.default_rng(1)) == [
        None
    ]


def test_an_unknown_time_is_left_out_of_the_moment() -> None:
    minutes = np.array([485, -1])
    assert moments(DAYS, minutes) == ["2025.3.5 8:05", "2024.2.29"]
    assert moments(DAYS, minutes, words=True) == ["2025年3月5日 8:05", "2024年2月29日"]


def test_a_stamp_is_one_date_cell() -> None:
    assert stamps(DAYS[:1], np.array([485])) == [datetime(2025, 3, 5, 8, 5)]  # noqa: DTZ001


def test_units_and_wide_digits_stand_where_marked() -> None:
    marked = np.array([True, False])
    assert with_unit([35, 40], "㎡", marked) == ["35㎡", 40]
    assert full_width(["12号", "12号"], marked) == ["１２号", "12号"]
    assert given(["a", "b"], marked) == ["a", None]
