"""What failed is told with its reason, at once, and not what a person's ledger may have in it."""

from dataclasses import replace
from datetime import timedelta

from dashboard.health.check import Line
from dashboard.health.checks import site_of
from dashboard.health.telling import line_cells
from dashboard.health.words import words_of
from dashboard.health.work import backup, drill, worker
from dashboard.keeping.words import refusal as unwritable
from dashboard.server.live import Live
from dashboard.texts import Language
from dashboard.worker.kinds import TRYING
from dashboard.worker.lock import holding
from dashboard.worker.words import refusal, trouble_refusal
from geodata.accounts import Account
from geodata.errors import LedgerError, SafetyMapError
from geodata.results.kept_results import BACKUP, DRILL
from geodata.results.upkeep import BackupMade, DrillDone, to_bytes
from geodata.storage.accounts import add_account
from geodata.storage.jobs import ask_job, claim_job, fail_job, report_progress

MINUTE = timedelta(minutes=1)


def _fail(live: Live, kind: str, error: SafetyMapError, *, by: int | None = None) -> None:
    ask_job(live.storage, kind, {}, key=error.found, by=by, now=live.clock())
    job = claim_job(live.storage, now=live.clock())
    assert job is not None
    fail_job(live.storage, job, error, now=live.clock())


def test_a_backup_that_failed_says_why_until_one_is_made(live: Live) -> None:
    site = replace(site_of(live, overheard=False), sample=False)
    made = BackupMade("b.zip", "/mnt", site.now - MINUTE, 1, 1, 1, 1.0, same_disk=False, kept=1)
    BACKUP.keep(site.storage, to_bytes(made), now=site.now - MINUTE)
    _fail(live, BACKUP.kind, trouble_refusal("full"))
    finding = backup(site)
    assert (finding.state, finding.key) == ("bad", "failed")
    for language, why in ((Language.CHINESE, "磁盘已满"), (Language.ENGLISH, "is full")):
        assert why in line_cells(words_of(language), Line("backup", finding))[2]
    BACKUP.keep(site.storage, to_bytes(made), now=site.now + MINUTE)
    assert backup(site).state == "ok"


def test_a_drill_that_broke_off_is_no_backup_that_failed(live: Live) -> None:
    site = replace(site_of(live, overheard=False), sample=False)
    made = BackupMade("b.zip", "/mnt", site.now, 1, 1, 1, 1.0, same_disk=False, kept=1)
    ask_job(live.storage, BACKUP.kind, {}, key="tonight", by=None, now=live.clock())
    job = claim_job(live.storage, now=live.clock())
    assert job is not None
    BACKUP.keep(site.storage, to_bytes(made), now=site.now)
    report_progress(live.storage, job, TRYING, 0, None, now=site.now)
    fail_job(live.storage, job, trouble_refusal("full"), now=site.now + MINUTE)
    assert backup(site).state == "ok"
    finding = drill(site)
    for language, why in ((Language.CHINESE, "磁盘已满"), (Language.ENGLISH, "is full")):
        assert why in line_cells(words_of(language), Line("drill", finding))[2]
    done = DrillDone("b.zip", site.now, site.now, 1, 1.0)
    DRILL.keep(site.storage, to_bytes(done), now=site.now + 2 * MINUTE)
    assert drill(site).state == "ok"


def test_why_a_task_of_its_own_failed_is_told_and_why_somebody_s_ledger_did_is_not(
    live: Live,
) -> None:
    with live.storage.writing() as connection:
        clerk = add_account(connection, Account(0, "li.si", "李四", "clerk"), now=live.clock())
    site = site_of(live, overheard=False)
    with holding(live.folder):
        _fail(live, "import", LedgerError("张三 13812345678", "a code", ""), by=clerk.number)
        assert worker(site).key == "failed"
        _fail(live, "retention", refusal("died"))
        _fail(live, "import", LedgerError("李四 13812345678", "a code", ""), by=clerk.number)
        finding = worker(site)
    for language, why in ((Language.CHINESE, "中途中断"), (Language.ENGLISH, "broke off")):
        told = line_cells(words_of(language), Line("worker", finding))[2]
        assert why in told
        assert "138" not in told


def test_a_reason_in_both_languages_is_told_in_that_of_the_page(live: Live) -> None:
    _fail(live, BACKUP.kind, unwritable("unwritable", path="E:/备份", why="gone"))
    finding = backup(replace(site_of(live, overheard=False), sample=False))
    chinese, english = (
        line_cells(words_of(language), Line("backup", finding))[2] for language in Language
    )
    assert "E:/备份：gone 请检查硬盘" in chinese
    assert "See whether" not in chinese
    assert "E:/备份: gone See whether" in english
