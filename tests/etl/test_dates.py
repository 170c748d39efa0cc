from datetime import date, time

import pytest

from etl.dates import from_1904, parse_moment, parse_month, parse_span, parse_time

DAY = date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    ["2024-03-05", "2024.3.5", "2024/3/5", "2024年3月5日", "2024年3月5号", "20240305", "45356",
     "２０２４．３．５", " 2024-3-5 ", "2024年3月5日（星期二）", "45356.0", "24.3.5", "24.03.05",
     "24-3-5", "24/3/5", "24/03/5", "24年3月5日", "24 年 3 月 5 日", "2024-03-05 00:00:00",
     "2024/3/5 0:00", "2024-03-05T00:00:00.000", "20240305000000", "2024年3月5日凌晨",
     "2024年3月5日晚上"],
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
        ("2024-03-05 00:01", time(0, 1)),
        ("2024年3月5日凌晨0时", time(0)),
        ("2024年3月5日8时许", time(8)),
        ("2024年3月5日约22时30分左右", time(22, 30)),
        ("2024.3.5 上午9点半", time(9, 30)),
        ("2024-3-5 傍晚6点钟", time(18)),
        ("202403050830", time(8, 30)),
        ("45356.5", time(12)),
    ],
)
def test_a_time_of_day_is_read_where_it_is_written(text: str, at: time) -> None:
    assert parse_moment(text) == (DAY, at)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-31 24:00", (date(2024, 2, 1), time(0))),
        ("2024年1月31日晚上12:30", (date(2024, 2, 1), time(0, 30))),
        ("2024年1月31日晚上1点", (date(2024, 2, 1), time(1))),
        ("2024年1月31日晚上8点", (date(2024, 1, 31), time(20))),
        ("2024年1月31日凌晨12点10分", (date(2024, 1, 31), time(0, 10))),
        ("2024年1月31日中午1点", (date(2024, 1, 31), time(13))),
        ("2024年1月31日中午12点", (date(2024, 1, 31), time(12))),
        ("2024-01-31 12:15 AM", (date(2024, 1, 31), time(0, 15))),
        ("2024-01-31 12:15 PM", (date(2024, 1, 31), time(12, 15))),
        ("45322.9999999", (date(2024, 2, 1), time(0))),
        ("45322.333333332", (date(2024, 1, 31), time(8))),
    ],
)
def test_the_hours_around_midnight_and_noon_are_of_their_own_day(
    text: str, moment: tuple[date, time]
) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-31T16:30:00Z", (date(2024, 2, 1), time(0, 30))),
        ("2024-01-31T16:30:00.123+00:00", (date(2024, 2, 1), time(0, 30))),
        ("2024-01-31T08:30:00+08:00", (date(2024, 1, 31), time(8, 30))),
        ("2024-01-31 08:30+0800", (date(2024, 1, 31), time(8, 30))),
        ("2024-01-31T08:30-05:00", (date(2024, 1, 31), time(21, 30))),
        ("2024-01-31Z", (date(2024, 1, 31), None)),
        ("2024-01-30T16:00:00.000Z", (date(2024, 1, 31), None)),
    ],
)
def test_a_time_with_its_distance_from_utc_becomes_local(
    text: str, moment: tuple[date, time | None]
) -> None:
    assert parse_moment(text) == moment


@pytest.mark.parametrize("minute", [0, 1, 479, 480, 719, 720, 1_439])
def test_every_minute_of_a_spreadsheet_serial_is_itself_up_to_its_noise(minute: int) -> None:
    for noise in (-1e-8, 0.0, 1e-8):
        moment = parse_moment(repr(45_322 + minute / 1_440 + noise))
        assert moment is not None
        assert (moment[0], moment[1] or time(0)) == (
            date(2024, 1, 31),
            time(minute // 60, minute % 60),
        )


@pytest.mark.parametrize(
    "text",
    ["2024-13-01", "2023-02-29", "5/3/2024", "见卷宗", "2024", "12", "99999", "2024-03-05 25:00",
     "2024-03-05 abc", "2024-03-05 08:30-09:00", "1e400", "二〇二四年三月", "05/03/24", "24.3",
     "24.13.5", "124.3.5", "24.3.555", "2024年3月", "2024.3"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_moment(text) is None


def test_a_year_of_two_digits_is_of_the_century_it_is_near() -> None:
    assert parse_moment("68.3.5 8:30") == (date(2068, 3, 5), time(8, 30))
    assert parse_moment("69年12月31日") == (date(1969, 12, 31), None)


@pytest.mark.parametrize(
    "text",
    ["2024年3月5日20时至3月6日8时", "2024-03-05 08:30-09:00", "2024.3.5 20:00～2024.3.6 8:00",
     "2024.3.5-3.6", "2024年3月5日至6日", "2024/3/5 8时许到9时许",
     "2024年3月5日20时许至次日8时"],
)  # fmt: skip
def test_a_span_is_of_the_day_on_which_it_begins(text: str) -> None:
    assert parse_span(text) == DAY
    assert parse_moment(text) is None


@pytest.mark.parametrize("text", ["2024-03-05", "2024-03-05 8:30-见卷宗", "3月5日至6日", "至今"])
def test_what_is_no_span_is_none(text: str) -> None:
    assert parse_span(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "2024年3月",
        "2024年3月份",
        "24年3月",
        "2024/3",
        "2024-03",
        "2024.3",
        "2024.03",
        "２０２４．３",
    ],
)
def test_a_month_without_a_day_is_read_apart(text: str) -> None:
    assert parse_month(text) == date(2024, 3, 1)


@pytest.mark.parametrize(
    "text", ["2024.1", "2024年13月", "24.3", "2024", "202403", "2024-03-05", "三月"]
)
def test_what_is_no_month_or_may_be_two_is_none(text: str) -> None:
    assert parse_month(text) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("8:30", time(8, 30)),
        ("８：３０", time(8, 30)),
        ("0.354166666666667", time(8, 30)),
        ("15时", time(15)),
        ("下午3点20分", time(15, 20)),
        ("12:15 am", time(0, 15)),
        ("2024-3-5 7:05", time(7, 5)),
    ],
)
def test_a_time_is_read_alone_and_as_a_fraction_of_a_day(text: str, at: time) -> None:
    assert parse_time(text) == at


@pytest.mark.parametrize("text", ["25:00", "8:75", "早", "1.5", "-0.5", ""])
def test_what_is_no_time_is_none(text: str) -> None:
    assert parse_time(text) is None


@pytest.mark.parametrize("text", ["24:00", "晚上12点", "0.99999999"])
def test_a_time_of_the_next_day_is_none_where_no_day_is_written(text: str) -> None:
    assert parse_time(text) is None


def test_a_number_of_days_since_1904_is_written_out_as_its_day() -> None:
    assert from_1904("43894") == "2024-03-05"
    assert from_1904("43894.354166666") == "2024-03-05 08:30:00"
    for text in ("2024-03-05", "2024.3.5", "20240305", "8:30", "0.354", "", "99999"):
        assert from_1904(text) == text
