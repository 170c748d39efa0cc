"""What records say of themselves: read from columns and fields, nothing of it personal."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from geodata.analysis.duplicates.pair_making import compared, fields_compared, kinship, tell_records
from geodata.build import build_read_model
from geodata.coordinates.crs import local_metric_crs
from geodata.results.duplicates import FEATURES
from geodata.storage.store import Storage, open_storage
from geodata.storage.values import BATCH, PRECISION, read_values
from tests.geodata.making import CATALOGUE, DAY, NOW, at, rental, write, write_town
from tests.geodata.twice_told import CLINIC, POLICE, told

INCIDENT, RENTAL = CATALOGUE.by_layer["incident"], CATALOGUE.by_layer["rental"]


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path, now=NOW)
    yield opened
    opened.close()


def test_no_field_that_is_personal_is_compared() -> None:
    for layer in CATALOGUE.layers:
        assert not any(layer.by_field[name].personal for name in fields_compared(layer))


def test_an_incident_says_where_when_what_how_many_and_who_reported_it(storage: Storage) -> None:
    write_town(storage)
    records = [
        told(POLICE, "P1", DAY, class_="fire_electric", injured=2, position=at(113.505, 23.105)),
        told(CLINIC, "H1", DAY, class_="burn", time_known=False, address="新庄西街12号"),
    ]
    write(storage, "incident", records)
    model = build_read_model(storage, CATALOGUE)
    wanted = [*fields_compared(INCIDENT), PRECISION, BATCH]
    with storage.reading() as connection:
        values = read_values(connection, INCIDENT, wanted)
    assert model.extent is not None
    crs = local_metric_crs(model.extent)
    said = tell_records(
        model.columns["incident"], values, INCIDENT, crs, precision=PRECISION, batch=BATCH
    )
    assert INCIDENT.classes is not None
    ids = INCIDENT.classes.ids
    assert [ids[n] for n in said.kind.tolist()] == ["fire_electric", "burn"]
    assert np.isfinite(said.x_m).tolist() == [True, False]
    assert said.timed.tolist() == [True, False]
    assert said.at_s[1] - said.at_s[0] == 12 * 3600  # midday for one at midnight
    assert said.hurt[0] == 2
    assert np.isnan(said.hurt[1])
    assert said.source[0] != said.source[1]
    assert said.address.tolist() == ["", "新庄西街12号"]
    assert said.name.tolist() == ["", ""]


@pytest.mark.parametrize(
    ("one", "other", "compares"),
    [
        ("fire_electric", "fire_electric", "same"),
        ("fire_electric", "fire_ebike", "related"),
        ("fire_electric", "fire", "related"),
        ("fire_electric", "burn", "akin"),
        ("fall_from_height", "fall", "akin"),
        ("crash_two_wheeler", "fall", "akin"),
        ("other", "fall", "akin"),
        ("fire_electric", "fall", "other"),
        ("burglary", "crash_single", "other"),
    ],
)
def test_classes_compare_as_they_are_declared(one: str, other: str, compares: str) -> None:
    """A clinic files a fire as a burn, never as a fall."""
    assert INCIDENT.classes is not None
    rows = [INCIDENT.classes.index(name) for name in (one, other)]
    found = kinship(INCIDENT)[np.ix_(rows, rows)]
    assert FEATURES["class"][found[0, 1]] == FEATURES["class"][found[1, 0]] == compares


def test_classes_of_a_layer_that_has_none_tell_nothing() -> None:
    layer = INCIDENT.model_copy(update={"classes": None})
    assert kinship(layer).tolist() == [[FEATURES["class"].index("unknown")]]


def test_places_that_stand_no_more_are_not_compared(storage: Storage) -> None:
    write_town(storage)
    ended = rental("C", valid_to=date(2025, 1, 1))
    write(storage, "rental", [rental("A"), rental("B", status="gone"), ended])
    columns = build_read_model(storage, CATALOGUE).columns["rental"]
    assert compared(columns, RENTAL, date(2026, 1, 1)).number.tolist() == [1]
