from collections import Counter

import pytest

from geodata.repeated import made_once


@pytest.mark.parametrize(("values", "calls"), [("abab" * 3, 2), ("abcd", 4), ("", 0)])
def test_what_is_made_of_equal_values_is_made_once_where_they_are_many(
    values: str, calls: int
) -> None:
    asked: Counter[str] = Counter()

    def make(value: str) -> str:
        asked[value] += 1
        return value.upper()

    assert made_once(make, values) == list(values.upper())
    assert asked.total() == calls
