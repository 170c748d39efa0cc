"""The ledgers of the sample town through the ordinary import: messy as they are, they add up."""

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from etl.__main__ import main
from geodata.build import build_read_model
from geodata.catalogue import read_catalogue
from geodata.periods import day_number
from geodata.readmodel import ReadModel
from geodata.results.duplicates import share_of
from geodata.results.kept_results import DUPLICATES
from geodata.storage.ledgers import read_batches
from geodata.storage.store import Storage, open_storage
from geodata.storage.tables import incidents
from tests.dashboard.comparing import compare
from tests.etl.conftest import NOW

CATALOGUE = read_catalogue()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "示例 街道"
    assert main(["town", "--data", str(folder), "--as-of", "2026-11-21"]) == 0
    return folder


@pytest.fixture(scope="module")
def opened(town: Path) -> Storage:
    return open_storage(town, now=NOW)


@pytest.fixture(scope="module")
def model(opened: Storage) -> ReadModel:
    return build_read_model(opened, CATALOGUE)


def test_the_totals_are_those_of_the_reference_sub_district(model: ReadModel) -> None:
    rental = model.columns["rental"]
    assert (len(rental), int(rental.measures["units"].sum())) == (3_176, 38_162)
    counts = {layer: len(model.columns[layer]) for layer in ("enterprise", "school", "clinic")}
    assert counts == {"enterprise": 428, "school": 6, "clinic": 5}
    assert model.sample
    assert model.data_date == date(2026, 11, 21)


def test_criminal_and_public_order_cases_are_those_of_its_report(model: ReadModel) -> None:
    incident, classes = model.columns["incident"], CATALOGUE.by_layer["incident"].classes
    assert classes is not None
    counted: Counter[tuple[str, int]] = Counter()
    for year in (2024, 2025):
        days = (incident.from_day >= day_number(date(year, 1, 1))) & (
            incident.from_day < day_number(date(year + 1, 1, 1))
        )
        for group in ("crime", "public_order"):
            ids = [classes.index(value) for value in classes.with_descendants((group,))]
            counted[group, year] = int((days & np.isin(incident.classes, ids)).sum())
    assert counted == {
        ("crime", 2024): 171,
        ("crime", 2025): 159,
        ("public_order", 2024): 229,
        ("public_order", 2025): 207,
    }


def test_some_rows_are_unplaced_and_some_refused_and_none_lost(
    opened: Storage, model: ReadModel
) -> None:
    rental = model.columns["rental"]
    assert 0.9 < float(np.mean(rental.placed)) < 1.0
    with opened.reading() as connection:
        batches = read_batches(connection)
    counts = [batch.counts for batch in batches]
    assert sum(c.rejected for c in counts) >= 5
    assert sum(c.totals for c in counts) >= 1
    assert sum(c.changed for c in counts) == 0
    for c in counts:
        dropped = c.headings + c.blank + c.totals + c.rejected
        assert c.rows_read == dropped + c.new + c.changed + c.unchanged


def test_what_two_offices_tell_of_is_proposed_as_one(opened: Storage) -> None:
    compare(opened)
    made = DUPLICATES.newest(opened)
    assert made is not None
    pairs, again = made.pairs["incident"], _told_late(opened)
    sure = [share_of(bits) > 0.95 for bits in pairs.bits.tolist()]
    found = set(pairs.other[sure].tolist())
    assert found <= again
    assert len(again) > len(found) > 0.7 * len(again) > 30
    assert len(pairs) - len(found) < 5  # a chance meeting may be asked about


def _told_late(storage: Storage) -> set[int]:
    """Return the numbers of the incidents that stand below the newest of their ledger."""
    rows = select(incidents.c.id, incidents.c.source, incidents.c.occurred_at)
    found: set[int] = set()
    with storage.reading() as connection:
        told = connection.execute(rows.order_by(incidents.c.id)).all()
    for source in {row.source for row in told}:
        own = [row for row in told if row.source == source]
        days = np.array([row.occurred_at.date() for row in own], dtype="datetime64[D]")
        fallen = np.flatnonzero(np.diff(days) < np.timedelta64(-30, "D"))
        found |= {row.id for row in own[fallen[0] + 1 :]} if len(fallen) else set()
    return found


def test_the_ledgers_say_their_datums_and_land_together(model: ReadModel) -> None:
    # one ledger is in GCJ-02 and one in EPSG:4547: wrongly read they would lie beside the rest
    whole = model.columns["rental"]
    east, west = (np.quantile(whole.x[whole.placed == 1], q) for q in (1, 0))
    for layer in ("premises", "shelter", "enterprise", "incident"):
        columns = model.columns[layer]
        x = columns.x[columns.placed == 1]
        slack = (east - west) * 0.25
        assert ((x > west - slack) & (x < east + slack)).all(), layer


def test_a_city_comes_in_sub_district_by_sub_district(tmp_path: Path) -> None:
    assert main(["town", "--data", str(tmp_path), "--as-of", "2026-11-21", "--scale", "2"]) == 0
    storage = open_storage(tmp_path, now=NOW)
    with storage.reading() as connection:
        batches = read_batches(connection)
    model = build_read_model(storage, CATALOGUE)
    storage.close()
    assert {(b.layer, b.district) for b in batches if b.layer == "rental"} == {
        ("rental", "440112015"),
        ("rental", "440112501"),
    }
    assert all(batch.counts.rejected == batch.counts.changed == 0 for batch in batches)
    counted = {
        layer: [
            int(np.isin(model.columns[layer].areas, model.areas.descendants([code])).sum())
            for code in ("440112015", "440112501")
        ]
        for layer in ("rental", "incident")
    }
    assert counted["rental"] == [3_176, 3_176]
    assert sum(counted["incident"]) == len(model.columns["incident"])
    assert min(counted["incident"]) > 2_000
