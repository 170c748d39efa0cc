from datetime import date
from pathlib import Path

from etl.town import Ledger, write_town
from geodata.catalogue import read_catalogue
from tests.etl.town.conftest import AS_OF


def test_the_same_seed_and_day_give_the_same_bytes(ledgers: list[Ledger], tmp_path: Path) -> None:
    again = write_town(tmp_path, 1, AS_OF)
    assert [ledger.path.name for ledger in again] == [ledger.path.name for ledger in ledgers]
    for one, other in zip(ledgers, again, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes(), one.path.name


def test_areas_come_first_and_every_layer_is_declared(ledgers: list[Ledger]) -> None:
    layers = [ledger.layer for ledger in ledgers]
    assert layers[:3] == ["district", "community", "group"]
    assert set(layers) <= set(read_catalogue().by_layer)


def test_each_incident_ledger_comes_from_an_office_of_its_own(ledgers: list[Ledger]) -> None:
    sources = [ledger.source for ledger in ledgers if ledger.layer == "incident"]
    assert len(sources) == len(set(sources)) == 6
    assert all(sources)


def test_ledgers_come_in_three_coordinate_systems(ledgers: list[Ledger]) -> None:
    crs = {ledger.layer: ledger.crs for ledger in ledgers}
    assert crs["rental"] == "EPSG:4547"
    assert crs["premises"] == "gcj02"
    assert crs["shelter"] == "wgs84"


def test_a_town_can_be_written_as_of_a_leap_day(tmp_path: Path) -> None:
    assert len(write_town(tmp_path, 1, date(2024, 2, 29))) == 22
