"""What is told of a site is counted, not guessed."""

import numpy as np

from geodata.analysis.hotspots.site_facts import count_values, leading_value, peak_hours

NOT_KNOWN = 65_535


def at_hours(*hours: float) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array([int(hour * 60) for hour in hours])


def test_values_are_counted_by_site() -> None:
    site = np.array([0, 0, 1, -1, 1, 1])
    grades = np.array([2, 0, 1, 0, 255, 1], dtype=np.uint8)
    assert count_values(site, grades, sites=3, kinds=3).tolist() == [[1, 0, 1], [0, 2, 0], [0] * 3]


def test_the_busiest_three_hours_are_found() -> None:
    minutes = at_hours(7, 8.5, 8.9, 9.9, 10, 20)
    peak = peak_hours(np.zeros(6, dtype=np.int64), minutes, sites=1)
    assert (peak.hour[0], peak.count[0], peak.known[0]) == (7, 4, 6)


def test_a_peak_may_run_over_midnight() -> None:
    peak = peak_hours(np.zeros(5, dtype=np.int64), at_hours(23, 23.9, 0, 1.9, 12), sites=1)
    assert (peak.hour[0], peak.count[0]) == (23, 4)


def test_unknown_times_are_no_midnight() -> None:
    minutes = np.array([NOT_KNOWN] * 6 + [600] * 5)
    peak = peak_hours(np.zeros(11, dtype=np.int64), minutes, sites=1)
    assert (peak.known[0], peak.hour[0]) == (5, 8)


def test_too_few_or_even_hours_are_no_peak() -> None:
    few = peak_hours(np.zeros(4, dtype=np.int64), at_hours(8, 8, 8, 8), sites=1)
    even = peak_hours(np.zeros(24, dtype=np.int64), at_hours(*range(24)), sites=1)
    assert (few.hour[0], even.hour[0]) == (-1, -1)


def test_the_leading_cause_must_lead() -> None:
    leading = leading_value(np.array([[1, 5, 2], [3, 3, 0], [0, 4, 0], [0, 0, 0]]))
    assert leading.value.tolist() == [1, -1, -1, -1]
    assert (leading.count[0], leading.known[0]) == (5, 8)
