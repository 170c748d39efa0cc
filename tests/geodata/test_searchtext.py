"""One text finds what going through each record would find."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.searchtext import build_search_text

ALL = np.arange(100, dtype=np.uint32)
VALUES = st.lists(st.one_of(st.none(), st.text("aAß路1 \n", max_size=5)), max_size=3)
WORDS = st.lists(st.text("aAß路1", min_size=1, max_size=3), min_size=1, max_size=2)


@given(st.lists(VALUES, max_size=8), WORDS, st.sets(st.integers(0, 8)))
def test_found_are_the_seen_that_hold_every_word_the_best_first(
    values: list[list[str | None]], words: list[str], seen: set[int]
) -> None:
    text = build_search_text(enumerate(values))
    folded = [word.casefold() for word in words]
    held = {n: [one.casefold() for one in row if one] for n, row in enumerate(values)}

    def rank(n: int) -> int:
        first = folded[0]
        return 0 if first in held[n] else 1 if any(v.startswith(first) for v in held[n]) else 2

    expected = [
        n
        for n in held
        if n in seen and all(any(word in value for value in held[n]) for word in folded)
    ]
    found = text.find(folded, np.array(sorted(seen), np.uint32), 100)
    assert found == sorted(expected, key=lambda n: (rank(n), n))


def test_a_word_never_reaches_from_one_value_or_record_into_the_next() -> None:
    text = build_search_text([(1, ["ab", "cd"]), (2, ["ef"])])
    assert text.find(["bc"], ALL, 9) == text.find(["de"], ALL, 9) == []


def test_no_more_are_found_than_wanted_and_those_not_seen_take_no_room() -> None:
    text = build_search_text((n, ["road"]) for n in range(9))
    assert text.find(["oa"], np.array([3, 5, 7], np.uint32), 2) == [3, 5]


def test_nothing_is_found_in_nothing() -> None:
    assert build_search_text([]).find(["a"], ALL, 9) == []
    assert build_search_text([(1, ["a"])]).find([], ALL, 9) == []
