"""Ledgers that somebody took away behind the program's back are missed."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from dashboard.health.checks import site_of
from dashboard.health.room import LEDGERS, ledgers
from dashboard.retention.purging import purge
from dashboard.server.imports import KIND, keep_upload
from dashboard.server.live import Live
from geodata.storage.jobs import ask_job, claim_job, end_job


def _import(live: Live, path: Path, *, later: timedelta = timedelta()) -> None:
    storage, now = live.storage, live.clock() + later
    params = {"file": path.relative_to(live.folder).as_posix()}
    ask_job(storage, KIND, params, key=path.parent.name, by=None, now=now)
    job = claim_job(storage, now=now)
    assert job is not None
    end_job(storage, job, None, now=now)


def test_a_ledger_that_was_taken_away_is_missed_until_its_time_is_over(live: Live) -> None:
    now, storage = live.clock(), live.storage
    assert ledgers(site_of(live, overheard=False)) == ("ok", "fine", {"n": 0, "gone": 0})
    kept = [keep_upload(live.folder, "a.csv", content, storage.seal) for content in (b"1", b"2")]
    for path in kept:
        _import(live, path)
    assert ledgers(site_of(live, overheard=False)) == ("ok", "fine", {"n": 2, "gone": 0})
    shutil.rmtree(kept[0].parent)
    assert ledgers(site_of(live, overheard=False)) == ("bad", "gone", {"n": 2, "gone": 1})
    (live.folder / "retention.toml").write_text("[days]\nuploads = 30\n")
    later = replace(site_of(live, overheard=False), now=now + timedelta(days=30))
    assert ledgers(later).state == "ok"


def test_ledgers_purged_while_a_shorter_time_was_set_are_not_missed(live: Live) -> None:
    now, storage = live.clock(), live.storage
    kept = keep_upload(live.folder, "a.csv", b"1", storage.seal)
    _import(live, kept)
    _import(live, keep_upload(live.folder, "b.csv", b"2", storage.seal), later=timedelta(days=40))
    later = now + timedelta(days=50)
    purge(storage, live.model().catalogue, {LEDGERS: 30}, now=later)
    assert not kept.exists()
    site = replace(site_of(live, overheard=False), now=later)
    assert ledgers(site) == ("ok", "fine", {"n": 1, "gone": 0})
