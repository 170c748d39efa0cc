"""What the system of record and the read model cost: ``python -m benchmarks.storage``.

Publishes 1,000,000 incidents as one batch and once more unchanged, builds the read model of them
(target 6 s), and lets 8 processes make 10,000 edits of the same records, of which none may be lost.
"""

import multiprocessing
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from geodata.build import build_read_model
from geodata.catalogue.load import read_catalogue
from geodata.records import BatchPlan, Occurrence, Position, Record
from geodata.storage.publish import publish
from geodata.storage.store import Storage, open_storage
from geodata.storage.versions import read_version
from tests.fault.writing import count_up
from tests.geodata.making import rental, write, write_town

RECORDS = 1_000_000
WRITERS, EDITS, SHARED = 8, 1_250, 10
BUILD_TARGET_S = 6.0
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
CATALOGUE = read_catalogue()


class Incidents:
    """Incidents made while they are read, so that the figures are not those of a long list."""

    def __iter__(self) -> Iterator[Record]:
        """Make them, the same each time."""
        rng = np.random.default_rng(1)
        start = datetime(2023, 1, 1, tzinfo=UTC)
        lng = rng.uniform(113.50, 113.52, RECORDS).tolist()
        lat = rng.uniform(23.10, 23.11, RECORDS).tolist()
        minutes = rng.integers(0, 3 * 365 * 1_440, RECORDS).tolist()
        kinds = [kind.id for kind in CATALOGUE.incident_types]
        for n in range(RECORDS):
            number = f"C{n:07d}"
            yield Record(
                key=f"police {number}",
                row=n + 2,
                position=Position(lng[n], lat[n], x=lng[n], y=lat[n]),
                class_=kinds[n % len(kinds)],
                status="closed",
                occurrence=Occurrence(
                    start + timedelta(minutes=minutes[n]), source="police", case_number=number
                ),
            )


def main() -> None:
    """Run all three and print their figures."""
    with tempfile.TemporaryDirectory() as folder:
        storage = open_storage(Path(folder, "many"), now=NOW)
        write_town(storage)
        made = seconds(lambda: sum(1 for _ in Incidents()))
        plan = replace(first_plan(), records=Incidents())
        print(f"{RECORDS:,} incidents (making them takes {made:.1f} s of each publish)")
        print(f"publish, all new        {publish_s(storage, plan):7.1f} s")
        print(
            f"publish, all unchanged  {publish_s(storage, replace(plan, sha256='1' * 64)):7.1f} s"
        )
        built = seconds(lambda: build_read_model(storage, CATALOGUE))
        print(f"build the read model    {built:7.1f} s (target {BUILD_TARGET_S:.0f} s)")
        storage.close()
        edit_together(Path(folder, "edits"))


def first_plan() -> BatchPlan:
    """Plan the batch, still without its records."""
    return BatchPlan(
        layer="incident",
        file_name="incidents.csv",
        sha256="0" * 64,
        recipe="",
        crs="EPSG:4326",
        started_at=NOW,
        records=(),
        rows_read=RECORDS,
    )


def publish_s(storage: Storage, plan: BatchPlan) -> float:
    """Publish a batch and return the seconds until it is on disk."""
    start = perf_counter()
    with storage.writing() as connection:
        publish(connection, plan, CATALOGUE.by_layer[plan.layer], now=NOW)
    return perf_counter() - start


def edit_together(folder: Path) -> None:
    """Let all writers edit the same records and print how many edits were lost.

    Raises
    ------
    SystemExit
        Where any was: a figure that must be 0 is no matter of reading it.
    """
    storage = open_storage(folder, now=NOW)
    write(storage, "rental", [rental(f"R{n}", name="0") for n in range(SHARED)])
    spawn = multiprocessing.get_context("spawn")
    writers = [
        spawn.Process(target=count_up, args=(folder, EDITS, SHARED, first))
        for first in range(WRITERS)
    ]
    start = perf_counter()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    took = perf_counter() - start
    with storage.reading() as connection:
        kept = read_version(connection) - 1
    storage.close()
    made = WRITERS * EDITS
    print(f"{WRITERS} writers, {made:,} edits  {took:7.1f} s, {made - kept} lost")
    if kept != made:
        raise SystemExit(1)


def seconds(work: Any) -> float:  # noqa: ANN401 - anything that can be called
    """Return how long a call takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
