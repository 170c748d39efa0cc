"""One text finds what going through each record would find."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.searchtext import BETWEEN, SearchText, build_search_text

ALL = np.arange(100, dtype=np.uint32)
VALUES = st.lists(st.text("aAß路1 ", max_size=5), max_size=3)
WORDS = st.lists(st.text("aAß路1", min_size=1, max_size=3), min_size=1, max_size=2)


def put_together(*blocks: Sequence[tuple[int, Sequence[str]]]) -> SearchText:
    """Build the text of records given by block as (number, values)."""
    return build_search_text(
        (
            np.array([number for number, _ in block], np.uint32),
            "".join(f"{BETWEEN}{BETWEEN.join(values)}{BETWEEN}\n" for _, values in block),
        )
        for block in blocks
    )


@given(st.lists(VALUES, max_size=8), WORDS, st.sets(st.integers(0, 8)), st.integers(0, 8))
def test_found_are_the_seen_that_hold_every_word_the_best_first(
    values: list[list[str]], words: list[str], seen: set[int], cut: int
) -> None:
    records = list(enumerate(values))
    text = put_together(records[:cut], records[cut:])
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
    text = put_together([(1, ["ab", "cd"]), (2, ["ef"])], [(3, ["gh"])])
    for word in ("bc", "de", "fg"):
        assert text.find([word], ALL, 9) == []


def test_no_more_are_found_than_wanted_and_those_not_seen_take_no_room() -> None:
    text = put_together([(n, ["road"]) for n in range(9)])
    assert text.find(["oa"], np.array([3, 5, 7], np.uint32), 2) == [3, 5]


def test_nothing_is_found_in_nothing() -> None:
    assert put_together().find(["a"], ALL, 9) == []
    assert put_together([(1, ["a"])]).find([], ALL, 9) == []
