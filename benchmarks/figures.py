"""How long schools, shelters and indicators take on the sample town, in one run.

Run as ``python -m benchmarks.figures``. The first two are what the worker does once for a data
version, the last is what the page of indicators asks for: all, against two periods each.
"""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from dashboard.worker.schools import make_school_zones
from dashboard.worker.shelters import make_shelter_reach
from dashboard.worker.work import Work
from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from etl.town import write_town
from geodata.analysis.indicators.findings import Findings
from geodata.analysis.indicators.measuring import against_period_before, measure_indicators
from geodata.build import build_read_model
from geodata.catalogue import read_catalogue
from geodata.periods import Preset, preset_period
from geodata.results.kept_results import SCHOOL_ZONES, SHELTER_REACH
from geodata.selection import default_selection
from geodata.storage.jobs import ask_job, claim_job
from geodata.storage.store import Storage, open_storage
from geodata.viewer import OFFICE

SEED, TODAY = 20, date(2026, 6, 1)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
LAYERS: frozenset[str] | None = None
"""Of the sample town, those imported; None is all."""
ROUNDS = 9


def main() -> None:
    """Print a line for each job and one for the page."""
    with tempfile.TemporaryDirectory() as folder:
        storage = _town(Path(folder))
        for make in (make_school_zones, make_shelter_reach):
            work = _work(storage, make.__name__)
            began = perf_counter()
            told = make(work)
            print(f"{make.__name__}: {perf_counter() - began:.2f} s with reading, {told}")
        _measure_page(storage)
        storage.close()


def _town(folder: Path) -> Storage:
    storage, catalogue = open_storage(folder / "data", now=NOW), read_catalogue()
    for ledger in write_town(folder / "ledgers", SEED, TODAY):
        if LAYERS is None or ledger.layer in LAYERS:
            order = Order(ledger.path, ledger.layer, Manner(crs=ledger.crs), ledger.source)
            import_ledger(storage, catalogue, order, now=NOW)
    return storage


def _work(storage: Storage, kind: str) -> Work:
    ask_job(storage, kind, {}, key="", by=None, now=NOW)
    job = claim_job(storage, now=NOW)
    assert job is not None
    return Work(job, storage, lambda: NOW)


def _measure_page(storage: Storage) -> None:
    catalogue = read_catalogue()
    model = build_read_model(storage, catalogue)
    findings = Findings(SCHOOL_ZONES.newest(storage), SHELTER_REACH.newest(storage))
    selection = default_selection(catalogue, preset_period(Preset.LAST_12_MONTHS, TODAY))
    asked = (selection, against_period_before(selection))
    took, known = [], 0
    for _ in range(ROUNDS):
        began = perf_counter()
        found = [
            measure_indicators(model, one, OFFICE, today=TODAY, findings=findings) for one in asked
        ]
        took.append(perf_counter() - began)
        known = sum(one.value is not None for one in found[0])
    told = f"{known} of {len(catalogue.indicators)} with a number"
    print(f"all indicators, two comparisons: {median(took) * 1000:.0f} ms, {told}")


if __name__ == "__main__":
    main()
