import sqlite3

import pytest

from dashboard.keeping.making import make_backup
from dashboard.keeping.policy import BackupPolicy
from dashboard.keeping.trying import try_newest
from dashboard.keeping.words import KeepingError
from geodata.storage.audit import Entry, note
from geodata.storage.audit_chain import add_link
from geodata.storage.store import FILE_NAME, Storage
from tests.dashboard.keeping.conftest import DAY, clock
from tests.geodata.making import NOW, stopped


def test_the_newest_backup_is_tried_and_leaves_nothing_behind(
    office: Storage, policy: BackupPolicy
) -> None:
    made = [make_backup(office, policy, clock=stopped(NOW + day * DAY)) for day in range(2)]
    done = try_newest(office, policy, clock=lambda: NOW + DAY)
    assert (done.name, done.rows, done.problem) == (made[1].name, made[1].rows, "")
    assert (done.made_at, done.tried_at) == (NOW + DAY, NOW + DAY)
    assert list((office.folder / "opened").iterdir()) == []


def test_a_backup_of_a_year_to_come_is_not_taken_for_the_newest(
    office: Storage, policy: BackupPolicy
) -> None:
    fast = make_backup(office, policy, clock=stopped(NOW + 365 * DAY))
    assert try_newest(office, policy, clock=clock).name == fast.name  # there is no other
    made = make_backup(office, policy, clock=stopped(NOW))
    assert try_newest(office, policy, clock=clock).name == made.name


def test_a_damaged_backup_is_told_as_a_problem(office: Storage, policy: BackupPolicy) -> None:
    made = make_backup(office, policy, clock=stopped(NOW))
    path = policy.folder / made.name
    content = bytearray(path.read_bytes())
    content[2_000] ^= 255
    path.write_bytes(content)
    done = try_newest(office, policy, clock=clock)
    assert "已损坏" in done.problem
    assert done.rows == 0


def test_an_audit_written_anew_is_told_though_its_chain_is_whole(
    office: Storage, policy: BackupPolicy
) -> None:
    make_backup(office, policy, clock=stopped(NOW))
    file = sqlite3.connect(office.folder / FILE_NAME)
    file.executescript(
        "DROP TRIGGER audit_no_update; DROP TRIGGER audit_links_no_delete;"
        "UPDATE audit SET actor = 'x'; DELETE FROM audit_links;"
    )
    file.close()
    add_link(office, now=NOW)
    assert "审计被重写过" in try_newest(office, policy, clock=clock).problem


def test_after_a_restore_another_past_says_nothing(office: Storage, policy: BackupPolicy) -> None:
    make_backup(office, policy, clock=stopped(NOW))
    file = sqlite3.connect(office.folder / FILE_NAME)
    file.executescript("DROP TRIGGER audit_links_no_delete; DELETE FROM audit_links;")
    file.close()
    with office.writing() as connection:
        note(connection, Entry(NOW, "root", "restore", "safety-map-x.zip"))
    assert try_newest(office, policy, clock=clock).problem == ""


def test_without_a_backup_there_is_nothing_to_try(office: Storage, policy: BackupPolicy) -> None:
    with pytest.raises(KeepingError, match="没有备份"):
        try_newest(office, policy, clock=clock)
