from datetime import date, time

import pytest

from etl.dates import parse_date, parse_moment, parse_time

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    ["2024-03-05", "2024.3.5", "2024/3/5", "2024年3月5日", "2024年3月5号", "20240305", "45356",
     "２０２４．３．５", " 2024-3-5 ", "2024年3月5日（星期二）", "45356.0"],
)  # fmt: skip
def test_a_day_is_read_in_every_usual_spelling_and_its_time_stays_unknown(text: str) -> None:
    assert parse_moment(text) == (DAY, None)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2024-03-05 08:30", time(8, 30)),
        ("2024-03-05T08:30:15", time(8, 30, 15)),
        ("2024/3/5 8:30:15.250", time(8, 30, 15)),
        ("2024年3月5日8时30分", time(8, 30)),
        ("2024年3月5日下午3点", time(15)),
        ("2024-03-05 00:00", time(0)),
        ("202403050830", time(8, 30)),
        ("45356.5", time(12)),
    ],
)
def test_a_time_of_day_is_read_where_it_is_written(text: str, at: time) -> None:
    assert parse_moment(text) == (DAY, at)


@pytest.mark.parametrize(
    "text",
    ["2024-13-01", "2023-02-29", "5/3/2024", "见卷宗", "2024", "12", "99999", "2024-03-05 25:00",
     "2024-03-05 abc", "1e400", "二〇二四年三月"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_moment(text) is None
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("8:30", time(8, 30)),
        ("８：３０", time(8, 30)),
        ("0.354166666666667", time(8, 30)),
        ("15时", time(15)),
        ("下午3点20分", time(15, 20)),
        ("24:00", time(0)),
        ("2024-3-5 7:05", time(7, 5)),
    ],
)
def test_a_time_is_read_alone_and_as_a_fraction_of_a_day(text: str, at: time) -> None:
    assert parse_time(text) == at


@pytest.mark.parametrize("text", ["25:00", "8:75", "早", "1.5", "-0.5", ""])
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text) is None
