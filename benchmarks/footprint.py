"""What a server must have, memory and disk: ``python -m benchmarks.footprint`` (Linux).

Starts the dashboard with its worker on the sample town and adds up what each process holds alone
and its part of what it shares (proportional set size): quiet, with as many pages open as people
would have, and at the worst moment of an import. Disk is what libraries and sample town take.
"""

import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from time import sleep

import psutil

from benchmarks.import_csv import write_ledger
from benchmarks.reads_meanwhile import hand_in
from deploy.steps import ROOT, environment
from geodata.storage.jobs import read_job
from geodata.storage.store import Storage, open_storage
from tests.browser.server import Server, start_server
from tests.browser.signing import cookie_of
from tests.browser.wire import run_page, stream

PAGES = (1, 10, 30)
ROWS = 200_000
LOOK_S = 0.25


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        data, ledger = Path(name, "data"), Path(name, "incidents.csv")
        town = [sys.executable, "-m", "etl", "town", "--data", str(data)]
        subprocess.run(town, cwd=ROOT, env=environment(), check=True, stdout=subprocess.DEVNULL)
        print(f"disk: libraries {disk_mb(Path(sysconfig.get_path('platlib')))} MB", end=", ")
        print(f"data of the sample town {disk_mb(data)} MB")
        write_ledger(ledger, ROWS)
        server = start_server(data, Path(name, "log"))
        storage = open_storage(data, now=datetime.now(UTC))
        try:
            told("quiet", memory_mb(server))
            with_pages(server)
            with watched(server) as most:
                number = hand_in(storage, ledger)
                wait(lambda: not is_open(storage, number))
            told(f"import of {ROWS:,} rows, worst", most())
        finally:
            storage.close()
            server.stop()


def with_pages(server: Server) -> None:
    """Open pages, each of a browser of its own, and tell what they take."""
    with ExitStack() as open_pages:
        for count in range(1, PAGES[-1] + 1):
            socket = open_pages.enter_context(stream(server, cookie_of(server, "clerk")))
            run_page(socket)
            if count in PAGES:
                told(f"{count} pages open", memory_mb(server))


def memory_mb(server: Server) -> dict[str, int]:
    """Return what each process of the server holds, in MB by module; ``all`` is their sum."""
    top = psutil.Process(server.process.pid)
    held: dict[str, int] = {}
    for process in (top, *top.children(recursive=True)):
        with suppress(psutil.NoSuchProcess, psutil.AccessDenied):  # it has just ended
            words = process.cmdline()
            module = words[words.index("-m") + 1] if "-m" in words else process.name()
            held[module] = held.get(module, 0) + process.memory_full_info().pss // 1_000_000
    return {"all": sum(held.values()), **held}


@contextmanager
def watched(server: Server) -> Iterator[Callable[[], dict[str, int]]]:
    """Look at the memory again and again; the value returns the moment at which it was most."""
    seen, ended = [memory_mb(server)], Event()

    def look() -> None:
        while not ended.wait(LOOK_S):
            seen.append(memory_mb(server))

    thread = Thread(target=look)
    thread.start()
    try:
        yield lambda: max(seen, key=lambda held: held["all"])
    finally:
        ended.set()
        thread.join()


def is_open(storage: Storage, number: int) -> bool:
    """Say whether a job has not ended."""
    job = read_job(storage, number)
    return job is not None and job.open


def wait(until: Callable[[], bool]) -> None:
    """Wait."""
    while not until():
        sleep(LOOK_S)


def disk_mb(folder: Path) -> int:
    """Return what the files of a folder take."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return round(sum(path.stat().st_size for path in files) / 1e6)


def told(label: str, held: dict[str, int]) -> None:
    """Print one moment."""
    parts = ", ".join(f"{module} {mb}" for module, mb in held.items() if module != "all")
    print(f"{label:<32} {held['all']:5} MB  ({parts})", flush=True)


if __name__ == "__main__":
    main()
