"""Looking for duplicates as the worker does, without a worker."""

from collections.abc import Mapping
from typing import Any

from dashboard.worker.duplicates import make_duplicates
from dashboard.worker.work import Work
from geodata.storage.jobs import ask_job, claim_job, end_job
from geodata.storage.store import Storage
from tests.geodata.making import NOW


def compare(storage: Storage) -> Mapping[str, Any] | None:
    """Run the job over the newest data and return what it reports."""
    ask_job(storage, "duplicates", {}, key="", by=None, now=NOW)
    job = claim_job(storage, now=NOW)
    assert job is not None
    told = make_duplicates(Work(job, storage, lambda: NOW))
    end_job(storage, job, told, now=NOW)
    return told
