"""A backup that failed is told with its reason, at once and not longer than it matters."""

from dataclasses import replace
from datetime import timedelta

from dashboard.health.check import Line
from dashboard.health.checks import site_of
from dashboard.health.telling import line_cells
from dashboard.health.words import words_of
from dashboard.health.work import backup
from dashboard.server.live import Live
from dashboard.texts import Language
from dashboard.worker.words import trouble_refusal
from geodata.results.kept_results import BACKUP
from geodata.results.upkeep import BackupMade, to_bytes
from geodata.storage.jobs import ask_job, claim_job, fail_job

MINUTE = timedelta(minutes=1)


def test_a_backup_that_failed_says_why_until_one_is_made(live: Live) -> None:
    site = replace(site_of(live, overheard=False), sample=False)
    made = BackupMade("b.zip", "/mnt", site.now - MINUTE, 1, 1, 1, 1.0, same_disk=False, kept=1)
    BACKUP.keep(site.storage, to_bytes(made), now=site.now - MINUTE)
    ask_job(site.storage, BACKUP.kind, {}, key="1", by=None, now=site.now)
    job = claim_job(site.storage, now=site.now)
    assert job is not None
    fail_job(site.storage, job, trouble_refusal("full"), now=site.now)
    finding = backup(site)
    assert (finding.state, finding.key) == ("bad", "failed")
    for language, why in ((Language.CHINESE, "磁盘已满"), (Language.ENGLISH, "is full")):
        assert why in line_cells(words_of(language), Line("backup", finding))[2]
    BACKUP.keep(site.storage, to_bytes(made), now=site.now + MINUTE)
    assert backup(site).state == "ok"
