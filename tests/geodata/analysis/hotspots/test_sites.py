"""The list of sites: in order, without overlap, honest about its order."""

import numpy as np
import pytest

from geodata.analysis.hotspots.posterior import Posterior
from geodata.analysis.hotspots.scoring import HOT, find_hotspots
from geodata.analysis.hotspots.sites import Sites, list_sites, rank_sites
from tests.geodata.analysis.streets_making import chequered_streets, piece_at

STREETS = chequered_streets()
NETWORK = STREETS.network
WORST, BAD, POOR = (piece_at(NETWORK, x, y) for x, y in ((625, 600), (175, 150), (1025, 900)))
BACKGROUND = np.random.default_rng(1).choice(len(NETWORK), 300)
HOTSPOTS = find_hotspots(
    np.concatenate([BACKGROUND, np.repeat([WORST, BAD, POOR], [60, 30, 12])]), STREETS
)


def listed(**settings: float) -> Sites:
    return list_sites(HOTSPOTS, STREETS, **settings)  # type: ignore[arg-type]


def test_the_worst_stands_first() -> None:
    first = [set(members.tolist()) for members in listed().members[:3]]
    assert [bad in site for bad, site in zip((WORST, BAD, POOR), first, strict=True)] == [True] * 3


def test_sites_stand_by_what_they_have_beyond_a_hot_street() -> None:
    sites = listed()
    beyond = sites.number.mean - HOT * sites.usual
    assert np.diff(beyond).max() <= 1e-9


def test_no_piece_belongs_to_two_sites() -> None:
    members = np.concatenate(listed().members)
    assert len(members) == len(set(members.tolist()))


def test_each_piece_knows_its_site() -> None:
    sites = listed()
    place = sites.places(len(NETWORK))
    assert [int(np.count_nonzero(place == n)) for n in range(len(sites))] == [
        len(members) for members in sites.members
    ]


def test_counts_and_lengths_are_those_of_the_members() -> None:
    sites = listed()
    for members, count, length_m in zip(sites.members, sites.count, sites.length_m, strict=True):
        assert count == HOTSPOTS.counts[members].sum()
        assert length_m == pytest.approx(NETWORK.length_m[members].sum())


def test_too_few_incidents_make_no_site() -> None:
    assert listed().count.min() >= 5
    assert listed(fewest=40).count.tolist() == [listed().count[0]]
    assert len(listed(fewest=1_000)) == 0


def test_the_list_ends_at_its_length() -> None:
    assert len(listed(most=2)) == 2
    assert listed(length_share=0.05).length_m.sum() <= 0.05 * NETWORK.length_m.sum()


def test_against_the_average_street_means_per_metre() -> None:
    sites = listed()
    per_m = sites.number.mean / sites.length_m
    assert sites.times_average == pytest.approx(per_m / HOTSPOTS.average_per_m)
    assert sites.hot_probability[0] > 0.99


def test_clear_order_has_narrow_ranks_and_the_top_band() -> None:
    ranks = rank_sites(listed(), top=2)
    assert (ranks.low[:2].tolist(), ranks.high[0]) == ([1, 2], 1)
    assert ranks.band[:2].tolist() == ["A", "A"]
    assert ranks.band[-1] == "C"


def test_a_long_site_does_not_rank_first_by_its_length() -> None:
    mean, usual, certain = np.array([40.0, 30.0]), np.array([18.0, 9.0]), np.full(2, 1e6)
    sites = Sites(
        piece=np.arange(2),
        members=(np.array([0]), np.array([1])),
        length_m=10.0 * usual,
        count=np.array([40, 30]),
        number=Posterior(certain, certain / mean),
        usual=usual,
        hot_probability=np.ones(2),
    )
    ranks = rank_sites(sites)
    assert (ranks.low.tolist(), ranks.high.tolist()) == ([2, 1], [2, 1])


def test_a_list_of_equals_is_no_list_of_the_surely_worst() -> None:
    even = find_hotspots(np.repeat(np.arange(0, len(NETWORK), 40), 6), STREETS)
    ranks = rank_sites(list_sites(even, STREETS))
    assert "A" not in ranks.band
    assert (ranks.high - ranks.low).min() > len(ranks.low) / 2


def test_an_empty_list_has_no_ranks() -> None:
    assert len(rank_sites(listed(fewest=1_000)).band) == 0
