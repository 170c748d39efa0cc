"""On real crashes of a part of Hong Kong Island ours finds more than the usual methods."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from benchmarks.hongkong import read_crashes, read_lines
from benchmarks.rivals import on_pieces
from geodata.analysis.hotspots.backtest import Fold, back_test, pooled
from geodata.analysis.hotspots.scoring import prepare_streets
from geodata.analysis.streets.network import cut_network
from geodata.periods import day_number

WAN_CHAI = shapely.box(835_000.0, 814_000.0, 838_000.0, 816_500.0)
FOLDS = [
    Fold(*(day_number(date(y, 1, 1)) for y in (end - 4, end - 1, end))) for end in (2018, 2019)
]


@pytest.fixture(scope="module")
def hit_rates(testdata: Path) -> dict[str, float]:
    lines = read_lines(testdata)
    network = cut_network(lines[shapely.within(lines, WAN_CHAI)])
    streets = prepare_streets(network)
    every = read_crashes(testdata, network)
    crashes = every.take(every.unit >= 0)
    rates = {}
    for name, method in on_pieces(streets).items():
        judged = back_test(method, crashes, network.length_m, folds=FOLDS, shares=[0.05])
        rates[name] = pooled([fold[0] for fold in judged]).hit_rate
    return rates


@pytest.mark.parametrize(
    "rival", ["plain count", "Gi*", "planar KDE", "network KDE 100 m", "DBSCAN"]
)
def test_ours_finds_at_least_as_much_as(rival: str, hit_rates: dict[str, float]) -> None:
    assert hit_rates["ours"] >= hit_rates[rival]


def test_ours_finds_over_three_times_what_chance_would(hit_rates: dict[str, float]) -> None:
    assert hit_rates["ours"] > 3 * 0.05


def test_no_method_has_a_rate_beyond_all(hit_rates: dict[str, float]) -> None:
    assert np.max(list(hit_rates.values())) < 1.0
