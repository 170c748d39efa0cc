"""The worker with jobs made for tests: ``python -m tests.dashboard.worker.trial --data DIR``."""

import os
import sys
import time

from dashboard.worker import job
from dashboard.worker.__main__ import main
from dashboard.worker.kinds import BOUNDS, KINDS, MEBIBYTE, Bounds
from dashboard.worker.work import Work

MODULE = "tests.dashboard.worker.trial"
MEMORY = Bounds(memory_bytes=1_500 * MEBIBYTE)
SHORT = Bounds(wall_s=1)


def add(work: Work) -> dict[str, object]:
    work.progress("adding", 1, 2)
    return {"sum": sum(work.params["numbers"])}


def wait(work: Work) -> dict[str, object]:
    """Note our process, then wait until a file is there."""
    with (work.storage.folder / "began").open("a") as began:
        began.write(f"{os.getpid()}\n")
    while not (work.storage.folder / "go").exists():
        work.progress(f"waiting {time.monotonic()}")
        time.sleep(0.05)
    return {"attempt": work.job.attempt}


def die(work: Work) -> None:
    os.kill(os.getpid(), work.params["signal"])


def hog(work: Work) -> dict[str, object]:
    return {"bytes": len(b"x" * work.params["bytes"])}


def linger(work: Work) -> None:
    del work
    time.sleep(60)


KINDS.update(add=add, wait=wait, die=die, hog=hog, linger=linger)
BOUNDS.update(hog=MEMORY, linger=SHORT)

if __name__ == "__main__":
    if any(argument.startswith("--number") for argument in sys.argv):
        job.main()
    else:
        sys.exit(main(("-m", MODULE)))
