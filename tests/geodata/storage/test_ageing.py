"""What was noted of rows, and jobs that are done, go at the end of their time."""

from geodata.localtime import local_date
from geodata.records import NotedRow, Problem
from geodata.storage.ageing import JOBS, NOTES, Held
from geodata.storage.jobs import ask_job, claim_job, end_job, read_jobs
from geodata.storage.ledgers import read_batch, read_notes
from geodata.storage.store import Storage
from tests.geodata.making import NOW, rental, write
from tests.geodata.storage.test_ageing_personal import purged


def test_noted_rows_go_with_their_cells_and_their_number_stays(storage: Storage) -> None:
    bad = NotedRow("1", 3, {"房东": "张三"}, (Problem("房东电话", "phone", {"value": "138"}),))
    done = write(storage, "rental", [rental("A")], rejected=[bad])
    assert purged(storage, NOTES) == Held(1, local_date(NOW))
    with storage.reading() as connection:
        batch = read_batch(connection, done.batch)
        assert batch is not None
        assert (batch.counts.rejected, batch.purged_at) == (1, NOW)
        assert read_notes(connection, done.batch, "rejected") == []
    again = write(storage, "rental", [rental("A")], rejected=[bad])
    assert (again.repeated, again.counts.unchanged) == (False, 1)


def test_of_each_kind_of_job_the_newest_stays(storage: Storage) -> None:
    for key in ("1", "2"):
        ask_job(storage, "hotspots", {}, key=key, by=None, now=NOW)
        job = claim_job(storage, now=NOW)
        assert job is not None
        end_job(storage, job, None, now=NOW)
    ask_job(storage, "hotspots", {}, key="3", by=None, now=NOW)
    assert purged(storage, JOBS).count == 2
    assert [job.key for job in read_jobs(storage)] == ["3"]
