"""Plain counts."""

from collections import Counter
from dataclasses import replace

import numpy as np

from geodata.analysis.counts import count_rows, tally_rows
from tests.geodata.columns_making import make_columns


def test_placed_and_unplaced_add_up_and_measures_are_of_both() -> None:
    columns = make_columns(100, events=False)
    chosen = columns.classes == 1
    count = count_rows(columns, chosen)
    assert count.records == count.placed + count.unplaced == int(chosen.sum())
    assert count.unplaced > 0
    assert count.measures == {"units": int(columns.measures["units"][chosen].sum())}


def test_a_sum_may_exceed_what_a_column_holds() -> None:
    columns = make_columns(3, events=False)
    full = replace(columns, measures={"units": np.full(3, 2**31 - 1, np.int32)})
    assert count_rows(full, np.ones(3, np.bool_)).measures["units"] == 3 * (2**31 - 1)


def test_a_tally_counts_the_placed_by_value_and_all_in_the_total() -> None:
    columns = make_columns(500, events=False)
    chosen = columns.classes != 2
    tally = tally_rows(columns, chosen)
    placed = chosen & (columns.placed == 1)
    assert (tally.total, tally.placed) == (int(chosen.sum()), int(placed.sum()))
    for name in ("classes", "grades", "statuses", "areas"):
        counts = getattr(tally, name)
        assert {n: int(counts[n]) for n in np.flatnonzero(counts)} == dict(
            Counter(getattr(columns, name)[placed].tolist())
        )
