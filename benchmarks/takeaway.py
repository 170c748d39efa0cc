"""How long a large layer takes as a csv file, and how much memory.

Run as ``python -m benchmarks.takeaway``. Makes incidents and takes them all away as the page does,
by the command in a process of its own, whose peak memory is told. Target: 1,000,000 records within
1,500 MB.
"""

import json
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from dashboard.reports.order import BY_INPUT
from geodata.settings import CHECKOUT
from geodata.storage.store import open_storage
from tests.geodata.making import at, incident, write, write_town

RECORDS, BATCH = 1_000_000, 50_000
MOST_MB = 1_500
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
SELECT = "period=2025-01-01/2026-01-01"


def main() -> None:
    """Make the layer, take it away, print size, seconds and peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        data, path = Path(folder) / "data", Path(folder) / "incident.csv"
        began = perf_counter()
        write_incidents(data)
        print(f"{RECORDS:,} incidents; making them takes {perf_counter() - began:.0f} s")
        began = perf_counter()
        told = take(data, path)
        seconds = perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        assert told["records"] == RECORDS, told
        size = path.stat().st_size / 1e6
        late = "" if peak <= MOST_MB else f"  over {MOST_MB} MB"
        print(f"csv: {size:,.0f} MB in {seconds:.1f} s, peak {peak:,.0f} MB{late}")


def write_incidents(data: Path) -> None:
    """Write incidents of one year, a batch at a time."""
    storage = open_storage(data, now=NOW)
    write_town(storage)
    first = datetime(2025, 1, 1, tzinfo=UTC)
    for start in range(0, RECORDS, BATCH):
        made = [
            incident(
                f"I-{number}",
                occurred_at=first + timedelta(minutes=number % 500_000),
                class_="traffic",
                address=f"新庄西街{number % 400}号",
                position=at(113.5 + number % 1_000 / 50_000, 23.1 + number % 977 / 100_000),
            )
            for number in range(start, min(start + BATCH, RECORDS))
        ]
        write(storage, "incident", made)
    storage.close()


def take(data: Path, path: Path) -> dict[str, int]:
    """Run the command as the page does and return what it says."""
    asked = ["export", "--json", "--layer=incident", f"--data={data}", f"--select={SELECT}"]
    ended = subprocess.run(
        [sys.executable, "-m", "dashboard.reports", BY_INPUT],
        input=json.dumps([*asked, "--", str(path)]).encode(),
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    )
    told: dict[str, int] = json.loads(ended.stdout)
    return told


if __name__ == "__main__":
    main()
