"""Each check finds what it looks for, and says it in both languages."""

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.accounts.policy import Network, Policy
from dashboard.health.check import Check, Finding, Line, Site
from dashboard.health.checks import CHECKS, run_checks, site_of
from dashboard.health.telling import headline, line_cells
from dashboard.health.words import TEXTS, words_of
from dashboard.log.files import logging_to
from dashboard.log.incidents import note_incident, read_incidents
from dashboard.retention.words import refusal as why_not
from dashboard.server.live import Live
from dashboard.texts import Language, read_texts
from dashboard.wording import local_text
from dashboard.worker.lock import holding
from dashboard.worker.words import refusal
from geodata.accounts import Account
from geodata.results.kept_results import AUDIT_CHAIN, BACKUP, DRILL, NOW, RETENTION
from geodata.results.upkeep import BackupMade, DrillDone, to_bytes
from geodata.retention import Due
from geodata.retention import to_bytes as told_due
from geodata.storage.audit import entry_by, note
from geodata.storage.audit_chain import ChainState
from geodata.storage.jobs import ask_job, claim_job, fail_job
from geodata.storage.results import keep_result
from geodata.storage.store import FILE_NAME
from geodata.storage.troubles import LEAST_FREE
from tests.dashboard.signing import sign_in

PRIVATE = 0o700
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - only named


@pytest.fixture
def site(live: Live) -> Site:
    live.folder.chmod(PRIVATE)
    return site_of(live, overheard=False)


def found(site: Site, check: str) -> tuple[str, str]:
    (line,) = (line for line in run_checks(site) if line.id == check)
    return line.finding.state, line.finding.key


def test_every_finding_has_its_words_in_both_languages(site: Site) -> None:
    for language in Language:
        words = words_of(language)
        cells = [line_cells(words, line) for line in run_checks(site)]
        assert len(cells) == len(CHECKS)
        assert not any("{" in cell for row in cells for cell in row)
    told = {key.split(".")[0] for key in read_texts(Language.CHINESE, TEXTS).group("checks")}
    assert told >= {check.id for check in CHECKS}


def test_the_short_form_leaves_out_what_is_for_the_administrator(site: Site) -> None:
    ids = {line.id for line in run_checks(site, short=True)}
    assert "disk" in ids
    assert not ids & {"accounts", "audit", "errors", "permissions", "versions"}


def test_the_worst_comes_first_and_one_sentence_says_how_many() -> None:
    lines = [Line("disk", Finding(state, "fine")) for state in ("bad", "warn", "unknown", "ok")]
    words = words_of(Language.ENGLISH)
    assert headline(words, lines) == "1 to mend now"
    assert headline(words, lines[1:]) == "2 to look after"
    assert headline(words, lines[3:]) == "All is well"


def test_a_check_that_fails_says_so_and_the_others_are_made(site: Site) -> None:
    def fail(_site: Site) -> Finding:
        raise OSError("gone")

    checks = (Check("disk", fail), *CHECKS[1:3])
    with logging_to(site.folder, "dashboard"):
        lines = run_checks(site, checks=checks)
    (failed,) = (line for line in lines if line.id == "disk")
    number = failed.finding.values["incident"]
    assert str(number) in line_cells(words_of(Language.CHINESE), failed)[2]
    assert [one["incident"] for one in read_incidents(site.folder)] == [number]
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("free", "state"), [(LEAST_FREE - 1, "bad"), (LEAST_FREE, "warn"), (100 * LEAST_FREE, "ok")]
)
def test_room_on_the_disk(
    site: Site, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    class Usage:
        total = 1000 * LEAST_FREE

    Usage.free = free  # type: ignore[attr-defined]
    monkeypatch.setattr("dashboard.health.room.disk_usage", lambda _: Usage)
    assert found(site, "disk")[0] == state


def test_a_worker_that_is_gone_and_jobs_that_failed(site: Site) -> None:
    assert found(site, "worker") == ("bad", "gone")
    with holding(site.folder):
        assert found(site, "worker") == ("ok", "fine")
        ask_job(site.storage, "preview", {}, key="1", by=None, now=site.now)
        job = claim_job(site.storage, now=site.now)
        assert job is not None
        fail_job(site.storage, job, refusal("died"), now=site.now)
        assert found(site, "worker") == ("warn", "failed_alone")
        later = replace(site, now=site.now + timedelta(days=8))
        assert found(later, "worker") == ("ok", "fine")


def test_errors_of_the_last_days_by_their_number(site: Site) -> None:
    assert found(site, "errors") == ("ok", "none")
    with logging_to(site.folder, "dashboard"):
        number = note_incident(RuntimeError("x"), route="page")
    (line,) = (one for one in run_checks(site) if one.id == "errors")
    assert (line.finding.state, line.finding.values["newest"]) == ("warn", number)


def test_the_chain_of_the_audit(site: Site) -> None:
    assert found(site, "audit") == ("unknown", "never")
    for state, at, expected in (
        (ChainState(links=3), site.now, ("ok", "whole")),
        (ChainState(links=3), site.now - timedelta(days=2), ("warn", "whole")),
        (ChainState(links=3, fault="changed", broken_link=2), site.now - MINUTE, ("bad", "broken")),
    ):
        keep_result(site.storage, AUDIT_CHAIN.kind, NOW, 1, state.to_bytes(), now=at)
        assert found(site, "audit") == expected


def test_the_backup_of_the_night(site: Site) -> None:
    made = BackupMade("b.zip", "/backup", site.now, 5 * 2**20, 100, 3, 1.0, same_disk=False, kept=4)
    assert found(site, "backup") == ("warn", "never")
    for minutes, told, expected in (
        (0, made, ("ok", "fine")),
        (1, replace(made, same_disk=True), ("warn", "same_disk")),
        (2, replace(made, made_at=site.now - timedelta(days=2)), ("bad", "old")),
    ):
        at = site.now + minutes * MINUTE
        keep_result(site.storage, BACKUP.kind, NOW, 1, to_bytes(told), now=at)
        assert found(site, "backup") == expected
    assert found(replace(site, sample=True), "backup") == ("ok", "sample")


def test_the_trial_of_a_backup(site: Site) -> None:
    done = DrillDone("b.zip", site.now, site.now, 100, 1.0)
    assert found(site, "drill") == ("unknown", "never")
    for minutes, told, expected in (
        (0, done, ("ok", "fine")),
        (1, replace(done, problem="broken"), ("bad", "failed")),
        (2, replace(done, tried_at=site.now - timedelta(days=10)), ("warn", "old")),
    ):
        at = site.now + minutes * MINUTE
        keep_result(site.storage, DRILL.kind, NOW, 1, to_bytes(told), now=at)
        assert found(site, "drill") == expected
    assert found(replace(site, sample=True), "drill") == ("ok", "sample")


def test_a_clock_that_was_set_back(site: Site) -> None:
    assert found(site, "clock") == ("ok", "fine")
    with site.storage.writing() as connection:
        note(connection, entry_by(None, site.now + DAY, "import", "x.csv"))
    assert found(site, "clock") == ("bad", "back")


@pytest.mark.parametrize("by", [365, -1])
def test_a_clock_that_jumped_while_we_ran(site: Site, by: int) -> None:
    (line,) = (one for one in run_checks(set_by(site, by)) if one.id == "clock")
    assert (line.finding.state, line.finding.key) == ("bad", "jumped")
    for language in Language:
        assert local_text(site.now) in line_cells(words_of(language), line)[2]


def test_what_is_dated_after_now_is_not_called_recent(site: Site) -> None:
    made = BackupMade("b.zip", "/b", site.now, 1, 1, 1, 1.0, same_disk=False, kept=1)
    done = DrillDone("b.zip", site.now, site.now, 100, 1.0)
    keep_result(site.storage, BACKUP.kind, NOW, 1, to_bytes(made), now=site.now)
    keep_result(site.storage, DRILL.kind, NOW, 1, to_bytes(done), now=site.now)
    keep_result(site.storage, AUDIT_CHAIN.kind, NOW, 1, ChainState(1).to_bytes(), now=site.now)
    for check, on_time, after in (
        ("backup", ("ok", "fine"), ("bad", "ahead")),
        ("drill", ("ok", "fine"), ("warn", "ahead")),
        ("audit", ("ok", "whole"), ("warn", "whole")),
    ):
        assert found(site, check) == on_time
        assert found(set_by(site, -365), check) == after


def set_by(site: Site, days: int) -> Site:
    """The same, with a clock that was set while the program ran."""
    return replace(site, now=site.now + days * DAY)


def test_who_can_read_along(site: Site) -> None:
    proxied = Policy(network=Network.model_validate({"trusted_proxies": ["127.0.0.1/32"]}))
    assert found(site, "transport") == ("ok", "loopback")
    assert found(replace(site, host=EVERY_ADDRESS), "transport") == ("warn", "reachable")
    assert found(replace(site, host=EVERY_ADDRESS, policy=proxied), "transport") == (
        "ok",
        "encrypted",
    )
    assert found(replace(site, overheard=True), "transport") == ("bad", "plain")


def test_names_the_server_answers_to(site: Site) -> None:
    named = Policy(network=Network(hosts=("map.office",)))
    assert found(site, "hosts") == ("ok", "declared")
    assert found(replace(site, host=EVERY_ADDRESS), "hosts") == ("warn", "any")
    assert found(replace(site, host=EVERY_ADDRESS, policy=named), "hosts") == ("ok", "declared")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
def test_who_else_can_open_key_and_folder(site: Site) -> None:
    assert found(site, "permissions") == ("ok", "private")
    site.folder.chmod(0o755)
    assert found(site, "permissions") == ("warn", "readable")
    site.folder.chmod(0o777)
    assert found(site, "permissions") == ("bad", "writable")
    (site.folder / "sealing.key").chmod(0o644)
    assert found(site, "permissions") == ("bad", "key")


def test_accounts_without_an_administrator_or_with_a_first_password(live: Live, site: Site) -> None:
    assert found(site, "accounts") == ("bad", "nobody")
    sign_in(live, Account(0, "a1", "甲", "administrator"))
    assert found(site, "accounts") == ("ok", "fine")


def test_sample_data_and_a_street_that_is_empty(site: Site) -> None:
    assert found(site, "sample") == ("ok", "real")
    assert found(replace(site, sample=True), "sample") == ("warn", "invented")
    empty = replace(site, model=replace(site.model, data_dates={}))
    assert found(empty, "data") == ("unknown", "empty")


def test_layers_that_cannot_be_read_are_named(site: Site) -> None:
    assert found(site, "layers") == ("ok", "whole")
    broken = {name: ValueError(name) for name in ("rental", "school")}
    site = replace(site, model=replace(site.model, broken=broken))
    (line,) = (one for one in run_checks(site, short=True) if one.id == "layers")
    assert line.finding.state == "bad"
    assert "读不出来：出租屋、学校。" in line_cells(words_of(Language.CHINESE), line)[2]
    assert "Rental buildings, Schools" in line_cells(words_of(Language.ENGLISH), line)[2]


def test_sizes_are_those_of_the_files(site: Site) -> None:
    (site.folder / "uploads" / "x").mkdir(parents=True)
    (site.folder / "uploads" / "x" / "a.csv").write_bytes(bytes(2_000_000))
    (line,) = (one for one in run_checks(site) if one.id == "sizes")
    assert line.finding.values["uploads"] == 2_000_000
    assert line.finding.values["database"] == size_of(site.folder)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob(f"{FILE_NAME}*"))


def test_what_the_server_may_ask_elsewhere_is_named(site: Site) -> None:
    assert found(site, "outside") == ("ok", "none")
    asking = replace(site, tile_hosts=("tiles.example",))
    (line,) = (line for line in run_checks(asking) if line.id == "outside")
    cells = [line_cells(words_of(language), line) for language in Language]
    assert all("tiles.example" in "".join(cell) for cell in cells)


def test_what_is_kept_beyond_its_time_is_told_with_what_to_do(site: Site) -> None:
    assert found(site, "retention") == ("unknown", "never")
    for due, expected in (
        ([Due("audit", 1095)], ("ok", "fine")),
        ([Due("audit", 1095), Due("jobs", 180, 7)], ("warn", "due")),
    ):
        keep_result(site.storage, RETENTION.kind, NOW, 1, told_due(due), now=site.now)
        assert found(site, "retention") == expected
        site = replace(site, now=site.now + MINUTE)
    assert found(replace(site, sample=True), "retention") == ("ok", "sample")
    (site.folder / "retention.toml").write_text("[days]\naudit = 90\n")
    assert found(site, "retention") == ("bad", "refused")


def test_why_nothing_was_purged_that_night_is_told(site: Site) -> None:
    keep_result(site.storage, RETENTION.kind, NOW, 1, told_due([Due("jobs", 180, 7)]), now=site.now)
    ask_job(site.storage, RETENTION.kind, {}, key="1", by=None, now=site.now)
    job = claim_job(site.storage, now=site.now)
    assert job is not None
    fail_job(site.storage, job, why_not("no_backup", at="—"), now=site.now)
    assert found(site, "retention") == ("bad", "not_purged")
    (line,) = (line for line in run_checks(site) if line.id == "retention")
    assert "run.py backup" in line_cells(words_of(Language.CHINESE), line)[2]
