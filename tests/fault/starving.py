"""Doing a job with hardly more memory than its process has already."""

import os
import resource
from importlib import import_module
from pathlib import Path

from dashboard.worker.job import do_job
from geodata.storage.jobs import claim_job
from geodata.storage.store import open_storage
from tests.fault.importing import NOW


def run_starved(folder: Path, spare_bytes: int) -> None:
    """Do the job that waits, with a bound on memory as the worker sets one."""
    import_module("dashboard.worker.imports")  # before there is a bound on memory
    storage = open_storage(folder, now=NOW)
    job = claim_job(storage, now=NOW)
    assert job is not None
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    held = pages * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_AS, (held + spare_bytes, most))
    do_job(storage, job, lambda: NOW)
    storage.close()
