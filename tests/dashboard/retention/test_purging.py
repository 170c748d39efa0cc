"""What is past its time is told, goes, and is in the audit; killed on the way it is begun again."""

import os
import shutil
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.retention import purging
from dashboard.retention.files import Aged, held_of
from dashboard.retention.policy import RetentionPolicy, days_of
from dashboard.retention.purging import look, purge
from dashboard.server.imports import keep_upload
from etl.kept import keep_findings
from geodata.catalogue import read_catalogue
from geodata.localtime import local_date
from geodata.retention import Due, parse_due, to_bytes
from geodata.storage.ageing import Held
from geodata.storage.audit import Entry, note, read_audit
from geodata.storage.audit_chain import add_link, check_chain
from geodata.storage.copies import digests_of
from geodata.storage.jobs import ask_job
from geodata.storage.store import FILE_NAME, Storage, open_storage
from geodata.storage.tables import BY_KIND
from tests.geodata.making import NOW, incident, rental, write

CATALOGUE = read_catalogue()
DAYS = days_of(CATALOGUE, RetentionPolicy())
LATER = NOW + timedelta(days=2_000)
PHONE = {"owner_phone": "13812345678"}
CONTENT = b"a ledger"
ALL_OF_THEM = dict.fromkeys(
    ("personal/incident", "personal/rental", "images", "findings", "uploads", "audit"), 1
)


@pytest.fixture
def old(storage: Storage) -> Storage:
    """One of each kind, all of it 2,000 days old by then, and a record that is still there."""
    ended = rental("OLD", personal=PHONE, valid_to=date(2025, 12, 1))
    write(storage, "rental", [ended, rental("NOW", personal=PHONE)])
    write(storage, "rental", [rental("NOW", personal=PHONE, grade="red")])
    write(storage, "incident", [incident("A", personal={"party": "张三"})])
    kept = keep_upload(storage.folder, "台账.csv", CONTENT, storage.seal)
    keep_findings(storage, kept, "preview-1", {"cells": "张三"})
    _age(kept.parent, NOW)
    with storage.writing() as connection:
        note(connection, Entry(NOW, "chen.li", "unmask", "rental/1"))
    add_link(storage, now=NOW)
    return storage


def _age(folder: Path, moment: datetime) -> None:
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (moment.timestamp(),) * 2)


def _due(found: list[Due]) -> dict[str, int]:
    return {one.kind: one.count for one in found if one.count}


def _digests(storage: Storage) -> Mapping[str, object]:
    with storage.reading() as connection:
        return digests_of(connection)


def test_looking_tells_all_and_touches_nothing(old: Storage) -> None:
    before, files_before = _digests(old), sorted(old.folder.rglob("uploads/*/*"))
    found = look(old, CATALOGUE, DAYS, now=LATER)
    assert _due(found) == ALL_OF_THEM
    assert next(one.oldest for one in found if one.kind == "audit") == local_date(NOW)
    assert (_digests(old), sorted(old.folder.rglob("uploads/*/*"))) == (before, files_before)
    assert parse_due(to_bytes(found)) == tuple(found)


def test_purging_lets_go_what_was_told_once_and_the_audit_has_each_kind(old: Storage) -> None:
    untouched = {"areas", "project_links", "data_version", "layer_versions", "coverage"}
    before = _digests(old)
    assert _due(purge(old, CATALOGUE, DAYS, now=LATER)) == ALL_OF_THEM
    assert not list(old.folder.glob("uploads/*"))
    assert _due(look(old, CATALOGUE, DAYS, now=LATER)) == {}
    after = _digests(old)
    assert {name: after[name] for name in untouched} == {name: before[name] for name in untouched}
    assert _due(purge(old, CATALOGUE, DAYS, now=LATER)) == {}
    assert _digests(old) == after
    with old.reading() as connection:
        told = {entry.object: entry.details["purged"] for entry in read_audit(connection)}
        row = connection.execute(BY_KIND["place"].select().order_by("key")).first()
    assert told == ALL_OF_THEM
    assert row is not None
    assert row.personal == PHONE
    assert check_chain(old).whole


def test_an_audit_that_was_tampered_with_is_kept(old: Storage) -> None:
    file = sqlite3.connect(old.folder / FILE_NAME)
    file.executescript("DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'x'")
    file.close()
    kinds = set(ALL_OF_THEM) - {"audit"}
    assert set(_due(purge(old, CATALOGUE, DAYS, now=LATER))) == kinds
    with old.reading() as connection:
        assert "unmask" in {entry.action for entry in read_audit(connection)}
    state = check_chain(old)
    assert (state.fault, state.purged) == ("changed", 0)


def test_nothing_goes_before_its_time(old: Storage) -> None:
    soon = NOW + timedelta(days=29)
    before = _digests(old)
    assert _due(purge(old, CATALOGUE, DAYS, now=soon)) == {}
    assert _digests(old) == before


def test_killed_between_two_kinds_it_goes_on_with_the_rest(old: Storage) -> None:
    def kill(kind: str) -> None:
        if kind == "images":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        purge(old, CATALOGUE, DAYS, now=LATER, progress=kill)
    assert set(_due(look(old, CATALOGUE, DAYS, now=LATER))) == {
        "images", "uploads", "findings", "audit",
    }  # fmt: skip
    purge(old, CATALOGUE, DAYS, now=LATER)
    assert _due(look(old, CATALOGUE, DAYS, now=LATER)) == {}


def test_killed_within_a_kind_nothing_of_it_is_gone(
    old: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    before = _digests(old)
    monkeypatch.setattr(purging, "_note", fail)
    with pytest.raises(KeyboardInterrupt):
        purge(old, CATALOGUE, DAYS, now=LATER)
    assert _digests(old) == before


def test_a_folder_that_was_being_removed_is_found_again(
    old: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", fail)
        with pytest.raises(KeyboardInterrupt):
            purge(old, CATALOGUE, DAYS, now=LATER)
    assert _due(look(old, CATALOGUE, DAYS, now=NOW)) == {"uploads": 1}
    purge(old, CATALOGUE, DAYS, now=NOW)
    assert not list(old.folder.glob("uploads/.*"))


def test_a_ledger_that_was_imported_again_lately_stays(storage: Storage) -> None:
    kept = keep_upload(storage.folder, "台账.csv", CONTENT, storage.seal)
    write(storage, "rental", [rental("A")], sha256=kept.parent.name)
    _age(kept.parent, NOW - timedelta(days=5_000))
    assert _due(look(storage, CATALOGUE, DAYS, now=NOW + timedelta(days=729))) == {}
    assert _due(look(storage, CATALOGUE, DAYS, now=NOW + timedelta(days=730))) == {"uploads": 1}


def test_a_ledger_handed_in_again_while_others_go_stays(
    old: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    (kept,) = old.folder.glob("uploads/*")

    def meanwhile(found: list[Aged]) -> Held:
        asked = {"file": f"uploads/{kept.name}/台账.csv"}
        ask_job(old, "preview", asked, key="again", by=None, now=LATER)
        return held_of(found)

    monkeypatch.setattr("dashboard.retention.purging.held_of", meanwhile)
    purge(old, CATALOGUE, {"uploads": DAYS["uploads"]}, now=LATER)
    assert kept.exists()


def test_what_a_restore_put_aside_goes_by_the_moment_of_the_restore(storage: Storage) -> None:
    data, stamp = storage.folder, "20251001T000000"
    aside = data.with_name(f"{data.name}.before-restore-{stamp}")
    (aside / "uploads").mkdir(parents=True)
    (aside / "records.sqlite").write_bytes(b"old")
    young = data.with_name(f"{data.name}.database-before-20251020T000000")
    other = data.with_name(f"another.before-restore-{stamp}")
    for folder in (young, other):
        folder.mkdir()
        _age(folder, NOW - timedelta(days=5_000))
    assert _due(purge(storage, CATALOGUE, DAYS, now=NOW)) == {"aside": 1}
    assert [path.exists() for path in (aside, young, other)] == [False, True, True]


def test_a_data_folder_named_by_a_day_keeps_what_a_restore_put_aside_lately(
    tmp_path: Path,
) -> None:
    storage = open_storage(tmp_path / "safety-map-20200101T000000", now=NOW)
    aside = storage.folder.with_name(f"{storage.folder.name}.before-restore-20260104T000000")
    aside.mkdir()
    assert _due(purge(storage, CATALOGUE, DAYS, now=NOW)) == {}
    assert _due(purge(storage, CATALOGUE, DAYS, now=NOW + timedelta(days=90))) == {"aside": 1}
    storage.close()
    assert not aside.exists()
