"""The incidents a list counts are kept as numbers and come back as they were."""

import numpy as np

from geodata.packing import pack, unpack
from geodata.results.monthlist_members import (
    Members,
    SiteRows,
    members_arrays,
    members_header,
    parse_members,
)

SITES = SiteRows(np.array([2, 0, 1], dtype=np.uint32), np.array([1, 1, 3], dtype=np.uint32))
MEMBERS = Members(
    number=np.array([7, 9, 12], dtype=np.uint32),
    x=np.array([1, 2, 3], dtype=np.uint32),
    y=np.array([4, 5, 6], dtype=np.uint32),
    day=np.array([9000, 9001, 9002], dtype=np.uint16),
    grades=np.array([0, 1, 255], dtype=np.uint8),
    grade_ids=("death", "serious"),
    sites={"traffic": SITES},
)


def test_each_site_has_its_rows_and_one_without_has_none() -> None:
    assert [SITES.of_site(number).tolist() for number in (1, 2, 3)] == [[2], [], [0, 1]]


def test_a_grade_that_was_not_told_or_not_known_is_none() -> None:
    rows = SITES.rows
    assert MEMBERS.graded(rows, "serious").tolist() == [False, False, True]
    assert not MEMBERS.graded(rows, "slight").any()


def test_they_are_the_same_after_they_were_kept() -> None:
    block = pack(members_header(MEMBERS), members_arrays(MEMBERS))
    back = parse_members(*unpack(block))
    assert back is not None
    assert back.number.tolist() == [7, 9, 12]
    assert back.grade_ids == MEMBERS.grade_ids
    assert back.sites["traffic"].of_site(3).tolist() == [0, 1]
    assert pack(members_header(back), members_arrays(back)) == block


def test_an_older_list_has_none() -> None:
    assert parse_members(*unpack(pack(members_header(None), members_arrays(None)))) is None
