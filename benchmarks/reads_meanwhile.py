"""How long reads take while a large ledger comes in: ``python -m benchmarks.reads_meanwhile``.

Starts the dashboard with its worker on a small town, asks for what a page asks for (data version,
facts of a record, a layer's columns) one after another, first with nothing going on, then while
the worker imports a CSV of 200,000 made-up incidents that was handed in (target: p95 below 50 ms).
"""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, perf_counter, sleep

import httpx
import numpy as np

from benchmarks.import_csv import write_ledger
from dashboard.server.imports import Corrections, ask_import, keep_upload
from geodata.accounts import Account, Session
from geodata.storage.accounts import add_account
from geodata.storage.jobs import Job, read_job
from geodata.storage.store import Storage, open_storage
from tests.browser.server import Server, start_server
from tests.browser.signing import cookie_of
from tests.geodata.making import at, rental, write, write_town

ROWS, RENTALS = 200_000, 3_000
QUIET_S, PAUSE_S = 5.0, 0.02
PATHS = ("/api/version", "/api/facts/rental/7", "/api/layers/rental/columns")
TARGET_MS = 50


def make_town(folder: Path) -> None:
    """Write a sub-district with rentals."""
    storage = open_storage(folder, now=datetime.now(UTC))
    write_town(storage)
    write(
        storage,
        "rental",
        [rental(f"R{n}", position=at(113.505, 23.105)) for n in range(RENTALS)],
    )
    storage.close()


def hand_in(storage: Storage, ledger: Path) -> int:
    """Keep a ledger as the page does and ask for its import."""
    now = datetime.now(UTC)
    with storage.writing() as connection:
        account = add_account(connection, Account(0, "bench", "bench", "clerk"), now=now)
    by = Session(0, account, now, now, "", "")
    kept = keep_upload(storage.folder, ledger.name, ledger.read_bytes(), storage.seal)
    return ask_import(storage, kept, Corrections("incident", crs="wgs84"), by=by, now=now)


def signed_in(server: Server) -> httpx.Client:
    """Return a browser of a clerk's."""
    cookie = cookie_of(server, "clerk")
    cookies = {cookie["name"]: cookie["value"]}
    return httpx.Client(base_url=server.url, cookies=cookies, timeout=60)


def times_of(page: httpx.Client, goes_on: Callable[[], bool]) -> list[float]:
    """Ask as a page does, at least once a path, as long as something goes on; in milliseconds."""
    taken: list[float] = []
    while len(taken) < len(PATHS) or goes_on():
        path = PATHS[len(taken) % len(PATHS)]
        start = perf_counter()
        assert page.get(path).status_code == httpx.codes.OK
        taken.append((perf_counter() - start) * 1_000)
        sleep(PAUSE_S)
    return taken


def told(label: str, taken: list[float]) -> None:
    """Print how long reads took."""
    p50, p95, most = np.percentile(taken, [50, 95, 100])
    print(f"{label:<18} {len(taken):6,} reads  p50 {p50:6.1f}  p95 {p95:6.1f}  max {most:7.1f} ms")


def main() -> None:
    """Measure both and print them."""
    with tempfile.TemporaryDirectory() as name:
        data, ledger = Path(name, "data"), Path(name, "incidents.csv")
        make_town(data)
        write_ledger(ledger, ROWS)
        server = start_server(data, Path(name, "log"))
        storage = open_storage(data, now=datetime.now(UTC))
        try:
            page = signed_in(server)
            times_of(page, bool)  # the first of each is slower
            last = monotonic() + QUIET_S
            told("nothing going on", times_of(page, lambda: monotonic() < last))
            began, number = perf_counter(), hand_in(storage, ledger)
            told("during an import", times_of(page, lambda: _job(storage, number).open))
            page.close()
            took, job = perf_counter() - began, _job(storage, number)
            rows = (job.result or {})["counts"]["new"]
            print(f"imported {rows:,} of {ROWS:,} rows in {took:.1f} s; target p95 {TARGET_MS} ms")
        finally:
            storage.close()
            server.stop()


def _job(storage: Storage, number: int) -> Job:
    job = read_job(storage, number)
    assert job is not None
    return job


if __name__ == "__main__":
    main()
