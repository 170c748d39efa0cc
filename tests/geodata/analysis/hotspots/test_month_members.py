"""A site counts the incidents on its pieces, and each is kept once."""

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.month_members import gather_members, site_rows
from geodata.analysis.hotspots.posterior import Posterior
from geodata.analysis.hotspots.sites import Sites
from tests.geodata.columns_making import make_columns

PIECES = 6
UNIT = np.array([5, 0, -1, 3, 4, 5])
"""Of six incidents their piece."""


def sites(*members: list[int]) -> Sites:
    ones = np.ones(len(members))
    pieces = tuple(np.array(own, dtype=np.int64) for own in members)
    middle = np.array([own[0] for own in members], dtype=np.int64)
    counts = np.ones(len(members), dtype=np.int64)
    return Sites(middle, pieces, ones, counts, Posterior(ones, ones), ones, ones)


def rows(*held: int) -> NDArray[np.bool_]:
    return np.isin(np.arange(len(UNIT)), held)


def test_a_site_has_those_on_its_pieces_that_are_of_the_kind() -> None:
    found = site_rows(rows(0, 1, 2, 3, 4), UNIT, sites([4, 5], [2], [0]), PIECES)
    assert [found.of_site(number).tolist() for number in (1, 2, 3)] == [[0, 4], [], [1]]


def test_without_sites_there_are_none() -> None:
    found = site_rows(rows(0, 1), UNIT, sites(), PIECES)
    assert (len(found.rows), len(found.ends)) == (0, 0)


def test_an_incident_of_two_kinds_is_kept_once_and_one_on_no_site_never() -> None:
    columns = make_columns(len(UNIT), events=True)
    wide = site_rows(rows(0, 1, 2, 3, 4, 5), UNIT, sites([4, 5]), PIECES)
    narrow = site_rows(rows(1, 5), UNIT, sites([5], [0]), PIECES)
    kept = gather_members(columns, {"wide": wide, "narrow": narrow}, ["death"])
    assert kept.number.tolist() == columns.number[[0, 1, 4, 5]].tolist()
    assert kept.day.tolist() == columns.from_day[[0, 1, 4, 5]].tolist()

    def numbers(kind: str, site: int) -> list[int]:
        return [int(number) for number in kept.number[kept.sites[kind].of_site(site)]]

    assert numbers("wide", 1) == columns.number[[0, 4, 5]].tolist()
    assert (numbers("narrow", 1), numbers("narrow", 2)) == ([6], [2])
