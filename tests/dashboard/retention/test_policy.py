"""Times as declared, as an office sets them, and those that are refused."""

from pathlib import Path

import pytest

from dashboard.retention.policy import days_of, read_retention_policy
from dashboard.retention.words import RetentionError
from geodata.catalogue import read_catalogue
from geodata.catalogue.retention import LEAST_DAYS, MOST_DAYS

CATALOGUE = read_catalogue()
HALF_A_YEAR = 180


def _days(folder: Path, text: str) -> dict[str, int]:
    (folder / "retention.toml").write_text(text, encoding="utf-8")
    return days_of(CATALOGUE, read_retention_policy(folder))


def test_every_personal_column_says_what_it_is_for_and_how_long_it_is_kept() -> None:
    for layer in CATALOGUE.layers:
        assert (layer.retention is not None) == bool(layer.personal_fields), layer.id


def test_logs_are_kept_for_half_a_year_at_least_and_nothing_below_what_it_says() -> None:
    least = {kind.id: kind.least for kind in CATALOGUE.kept_kinds}
    assert least["audit"] >= HALF_A_YEAR
    assert least["sessions"] >= HALF_A_YEAR
    assert all(kind.least <= kind.days <= MOST_DAYS for kind in CATALOGUE.kept_kinds)


def test_nothing_set_means_as_declared_and_no_purge_at_night(tmp_path: Path) -> None:
    policy = read_retention_policy(tmp_path)
    days = days_of(CATALOGUE, policy)
    assert not policy.nightly
    assert days["personal/rental"] == 1095
    assert days["audit"] == 1095
    assert len(days) == len(CATALOGUE.kept_kinds) + 7


def test_an_office_sets_kinds_and_layers(tmp_path: Path) -> None:
    days = _days(tmp_path, "nightly = true\n[days]\naudit = 180\n[layers]\nrental = 30\n")
    assert (days["audit"], days["personal/rental"], days["personal/incident"]) == (180, 30, 1095)
    assert read_retention_policy(tmp_path).nightly


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[days]\naudit = 179", "audit = 179 天"),
        ("[days]\nsessions = 30", "180 至"),
        (f"[layers]\nrental = {LEAST_DAYS - 1}", "rental = 29 天"),
        (f"[days]\njobs = {MOST_DAYS + 1}", "jobs = 36501 天"),
        ("[days]\naudits = 400", "没有“audits”这一种"),
        ("[layers]\nstreet = 400", "没有“street”这一种"),
        ("[days]\naudit = 'long'", "days.audit = 'long'"),
        ("[days]\naudit = true", "days.audit = True"),
        ("audit = 400", "audit = 400"),
        ("[days", "retention.toml"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(RetentionError) as raised:
        _days(tmp_path, text)
    assert told in raised.value.found + raised.value.expected
    assert raised.value.remedy
