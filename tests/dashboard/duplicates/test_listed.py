"""What the page of duplicates lists: to whom, and no more once it is decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.duplicates.doing import decide, undo_decision
from dashboard.duplicates.listed import Listed, listed_for
from dashboard.server.live import Live, open_live
from geodata.accounts import Account, Session
from geodata.storage.audit import read_audit
from geodata.storage.correct import StaleRecordError
from geodata.storage.duplicates import Seen
from geodata.storage.store import open_storage
from geodata.viewer import OFFICE, Viewer
from tests.dashboard.comparing import compare
from tests.dashboard.signing import sign_in
from tests.geodata.making import CATALOGUE, NOW, box, write
from tests.geodata.twice_told import write_twice_told

INCIDENT = CATALOGUE.by_layer["incident"]
WEST = Viewer(areas=frozenset({"D1"}), projects=None)
EAST = Viewer(areas=frozenset({"D2"}), projects=None)
NOWHERE = Viewer(areas=frozenset({"nowhere"}), projects=None)
NO_PROJECT = Viewer(areas=None, projects=frozenset())


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    storage = open_storage(tmp_path, now=NOW)
    write_twice_told(storage)
    compare(storage)
    storage.close()
    opened = open_live(tmp_path, clock=lambda: NOW)
    yield opened
    opened.storage.close()


@pytest.fixture
def clerk(live: Live) -> Session:
    return sign_in(live, Account(0, "chen.li", "陈丽", "clerk"))


def _listed(live: Live, viewer: Viewer = OFFICE) -> Listed:
    return listed_for(live.storage, live.model(), viewer)


def _numbers(listed: Listed, layer: str = "incident") -> set[tuple[int, int]]:
    pairs = listed.proposed.get(layer)
    return set(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True)) if pairs else set()


def test_before_the_first_comparison_nothing_is_known(tmp_path: Path) -> None:
    live = open_live(tmp_path, clock=lambda: NOW)
    assert _listed(live) == Listed(None, {}, [])
    live.storage.close()


def test_a_pair_is_listed_for_whoever_sees_both_records(live: Live) -> None:
    assert _numbers(_listed(live)) == {(1, 121), (2, 122)}
    assert _numbers(_listed(live), "rental") == {(1, 60)}
    east, west = _listed(live, EAST), _listed(live, WEST)
    assert _numbers(east, "rental") == {(1, 60)}
    assert _numbers(west, "rental") == set()
    assert (2, 122) not in _numbers(east) | _numbers(west)  # one of them is in no area
    for viewer in (NOWHERE, NO_PROJECT):
        assert _listed(live, viewer).proposed == {}


def test_what_is_decided_is_listed_as_that_and_no_more_proposed(live: Live, clerk: Session) -> None:
    decide(live, clerk, INCIDENT, Seen(1, 1), Seen(121, 1), "同一门牌", same=True)
    decide(live, clerk, INCIDENT, Seen(2, 1), Seen(122, 1), "两起", same=False)
    listed = _listed(live)
    assert "incident" not in listed.proposed
    assert [(d.decision.kept, d.decision.other, d.decision.same) for d in listed.decided] == [
        (2, 122, False),
        (1, 121, True),
    ]
    assert len(live.model().columns["incident"]) == 122


def test_kept_apart_is_remembered_when_the_records_are_compared_again(
    live: Live, clerk: Session
) -> None:
    decide(live, clerk, INCIDENT, Seen(2, 1), Seen(122, 1), "两起", same=False)
    write(live.storage, "group", [box("D1-9", "九组", "D1", (113.502, 23.1, 113.503, 23.101))])
    compare(live.storage)
    assert _numbers(_listed(live)) == {(1, 121)}


def test_a_decision_is_taken_back_by_whoever_sees_it(live: Live, clerk: Session) -> None:
    decide(live, clerk, INCIDENT, Seen(1, 1), Seen(121, 1), "同一门牌", same=True)
    seen_by = [viewer for viewer in (EAST, WEST) if _listed(live, viewer).decided]
    assert len(seen_by) == 1  # both records lie in one community
    for viewer in (NOWHERE, NO_PROJECT):
        assert _listed(live, viewer).decided == []
    (decided,) = _listed(live, seen_by[0]).decided
    undo_decision(live, clerk, decided)
    listed = _listed(live)
    assert listed.decided == []
    assert (1, 121) in _numbers(listed)
    with pytest.raises(StaleRecordError):
        undo_decision(live, clerk, decided)


def test_the_audit_says_who_decided_what_and_why(live: Live, clerk: Session) -> None:
    decide(live, clerk, INCIDENT, Seen(1, 1), Seen(121, 1), "同一门牌", same=True)
    decide(live, clerk, INCIDENT, Seen(2, 1), Seen(122, 1), "两起", same=False)
    undo_decision(live, clerk, _listed(live).decided[0])
    with live.storage.reading() as connection:
        entries = {
            action: read_audit(connection, action=action)
            for action in ("merge", "keep_apart", "take_back")
        }
    assert {action: [e.object for e in found] for action, found in entries.items()} == {
        "merge": ["incident/1"], "keep_apart": ["incident/2"], "take_back": ["incident/2"],
    }  # fmt: skip
    assert entries["merge"][0].details == {"reason": "同一门牌", "other": "incident/121"}


def test_who_decides_too_late_writes_nothing(live: Live, clerk: Session) -> None:
    decide(live, clerk, INCIDENT, Seen(1, 1), Seen(121, 1), "同一门牌", same=True)
    with pytest.raises(StaleRecordError):
        decide(live, clerk, INCIDENT, Seen(121, 1), Seen(1, 1), "同一门牌", same=True)
    with live.storage.reading() as connection:
        assert len(read_audit(connection, action="merge")) == 1


@pytest.mark.parametrize(
    ("projects", "listed"),
    [(None, 1), ({"public_order", "traffic"}, 1), ({"traffic"}, 1), ({"public_order"}, 0)],
)
def test_a_decision_is_listed_for_whoever_sees_the_merged_record_by_itself(
    live: Live, clerk: Session, projects: set[str] | None, listed: int
) -> None:
    """A brawl (record 1) stands for a crash (record 4), and is of its project from then on."""
    decide(live, clerk, INCIDENT, Seen(1, 1), Seen(4, 1), "同一起", same=True)
    viewer = Viewer(areas=None, projects=None if projects is None else frozenset(projects))
    assert len(_listed(live, viewer).decided) == listed
