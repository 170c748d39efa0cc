"""The job keeps the newest list and freezes each month once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from dashboard.worker.hotspots import make_hotspot_proof, make_hotspots
from dashboard.worker.work import Work
from geodata.results.hotspot_results import Lists, lists_of
from geodata.results.monthlist import to_bytes
from geodata.storage.jobs import ask_job, claim_job
from geodata.storage.store import Storage
from tests.geodata.hot_town import crashes, elsewhere, write_hot_town
from tests.geodata.making import NOW, write, write_town

DECEMBER = date(2025, 12, 1)


@pytest.fixture
def work(storage: Storage) -> Work:
    ask_job(storage, "hotspots", {}, key="", by=None, now=NOW)
    job = claim_job(storage, now=NOW)
    assert job is not None
    return Work(job, storage, lambda: NOW)


def test_without_streets_or_incidents_nothing_is_made(work: Work) -> None:
    write_town(work.storage)
    assert make_hotspots(work) == {"month": None}
    assert make_hotspot_proof(work) == {"folds": 0}
    assert lists_of(work.storage).made() == (None, None)


def test_a_frozen_month_never_changes(work: Work) -> None:
    write_hot_town(work.storage)
    assert make_hotspots(work) == {"month": "2025-12", "frozen": True}
    frozen = Lists(work.storage).month(DECEMBER)
    assert frozen is not None
    late = elsewhere(30, seed=5)
    write(work.storage, "incident", late)
    assert make_hotspots(work) == {"month": "2025-12", "frozen": False}
    lists = Lists(work.storage)
    newest, still = lists.newest(), lists.month(DECEMBER)
    assert newest is not None
    assert still is not None
    assert to_bytes(still.made) == to_bytes(frozen.made)
    assert newest.made.by_kind["traffic"].incidents == 120
    assert still.made.by_kind["traffic"].incidents == 90
    assert lists.months() == [DECEMBER]


def test_what_is_there_is_not_made_again_but_a_new_month_is(work: Work) -> None:
    write_hot_town(work.storage)
    make_hotspots(work)
    before = lists_of(work.storage).made()
    later = replace(work, clock=lambda: NOW + timedelta(minutes=5))
    make_hotspots(later)
    assert lists_of(work.storage).made() == before
    write(work.storage, "incident", crashes("N", (113.51, 23.104), [date(2026, 1, 31)]))
    february = datetime(2026, 2, 2, 8, tzinfo=NOW.tzinfo)
    assert make_hotspots(replace(work, clock=lambda: february))["month"] == "2026-01"
    assert Lists(work.storage).months() == [date(2026, 1, 1), DECEMBER]


def test_the_proof_is_kept(work: Work) -> None:
    write_hot_town(work.storage)
    told = make_hotspot_proof(work)
    kept = lists_of(work.storage).proof()
    assert kept is not None
    assert told == {"folds": kept.folds, "treated": 0}
    assert kept.folds >= 4
