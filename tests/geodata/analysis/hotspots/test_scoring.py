"""What is hot is flagged, what is not is left in peace."""

import numpy as np
import pytest

from geodata.analysis.hotspots.scoring import density_per_km, find_hotspots
from tests.geodata.analysis.streets_making import chequered_streets, piece_at

STREETS = chequered_streets()
NETWORK = STREETS.network
MIDDLE = piece_at(NETWORK, 625.0, 600.0)


def scattered(total: int, seed: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Incidents at even risk per metre."""
    share = NETWORK.length_m / NETWORK.length_m.sum()
    return np.random.default_rng(seed).choice(len(NETWORK), total, p=share)


@pytest.mark.parametrize("total", [30, 200, 2_000])
def test_where_nothing_is_hot_next_to_nothing_is_flagged(total: int) -> None:
    flagged = [find_hotspots(scattered(total, seed), STREETS).hot.mean() for seed in range(20)]
    assert np.mean(flagged) <= 0.005


def test_a_street_with_five_times_its_share_is_flagged() -> None:
    piece = np.concatenate([scattered(500, 1), np.repeat(MIDDLE, 60)])
    hotspots = find_hotspots(piece, STREETS)
    assert hotspots.hot[MIDDLE]
    assert hotspots.pieces.mean.argmax() == MIDDLE
    assert 20.0 < hotspots.pieces.mean[MIDDLE] < 61.0
    assert hotspots.hot.mean() < 0.1


def test_incidents_off_the_streets_are_left_out() -> None:
    counts = find_hotspots(np.array([-1, 0, 3, -1, 3]), STREETS).counts
    assert (counts[0], counts[3], counts.sum()) == (1, 2, 3)


def test_without_incidents_nothing_is_hot() -> None:
    hotspots = find_hotspots(np.array([], dtype=np.int64), STREETS)
    assert not hotspots.hot.any()
    assert hotspots.average_per_m == 0.0


def test_the_windows_expect_what_their_pieces_do() -> None:
    hotspots = find_hotspots(scattered(400, 2), STREETS)
    assert hotspots.windows.mean == pytest.approx(STREETS.windows @ hotspots.pieces.mean)


def test_even_incidents_have_an_even_density_whatever_the_junctions() -> None:
    ones = np.ones(len(NETWORK), dtype=np.int64)
    assert density_per_km(ones, STREETS) == pytest.approx(20.0)
