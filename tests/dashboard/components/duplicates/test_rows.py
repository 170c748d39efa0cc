"""What a click in the list of pairs asks for."""

import numpy as np

from dashboard.components.duplicates.rows import DECIDED, DuplicatesAsked, next_asked
from dashboard.duplicates.listed import Listed
from geodata.results.duplicates import FEATURES, Pairs

BLANK = np.zeros(0, np.float32)
PAIRS = Pairs(
    "rental", 0, BLANK.astype(np.uint32), BLANK.astype(np.uint32), BLANK, BLANK, BLANK,
    {name: BLANK.astype(np.uint8) for name in FEATURES}, dict.fromkeys(FEATURES, BLANK),
)  # fmt: skip
LISTED = Listed(1, {"rental": PAIRS}, [])
ASKED = DuplicatesAsked("rental", 50, "1-2")


def test_another_tab_begins_at_its_first_row() -> None:
    assert next_asked(ASKED, LISTED, "tab", DECIDED) == DuplicatesAsked(DECIDED)
    assert next_asked(ASKED, LISTED, "tab", "rental") == DuplicatesAsked("rental")


def test_a_page_and_a_row_are_asked_for() -> None:
    assert next_asked(ASKED, LISTED, "page", 100).first == 100
    assert next_asked(ASKED, LISTED, "row", "3-4").chosen == "3-4"


def test_nonsense_of_a_browser_changes_nothing() -> None:
    for what, value in (
        ("tab", "nothing"),
        ("tab", ["x"]),
        ("page", "x"),
        ("page", True),
        ("?", 1),
    ):
        assert next_asked(ASKED, LISTED, what, value) == ASKED
    assert next_asked(ASKED, LISTED, "page", -50).first == 0
