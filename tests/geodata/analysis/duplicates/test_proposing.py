"""Proposed pairs: found where it is known what is one thing, and by hand-worked odds."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from geodata.analysis.duplicates.chance import TWINS, Odds, estimate_odds, rarer
from geodata.analysis.duplicates.pair_levels import EVENT, GROUPS, HOUR_S, PLACE, Told, plain_levels
from geodata.analysis.duplicates.pair_texts import Texts
from geodata.analysis.duplicates.proposing import LEAST_BITS, STRONG_BITS, propose_pairs
from geodata.results.duplicates import FEATURES, Pairs, share_of
from tests.geodata.three_sources import READER, Street, make_buildings, make_street

STREET = make_street(4_000, seed=7)
BUILDINGS = make_buildings(3_000, seed=7)


def _propose(told: Told, *, events: bool = True) -> Pairs:
    return propose_pairs(told, "incident", READER, events=events, seed=1)


def _rows(pairs: Pairs) -> list[tuple[int, int]]:
    """Rows by which the simulations number their records, from 1 on."""
    return [(int(a) - 1, int(b) - 1) for a, b in zip(pairs.one, pairs.other, strict=True)]


def _compared(pairs: Pairs, nth: int) -> dict[str, str]:
    return {name: FEATURES[name][held[nth]] for name, held in pairs.levels.items() if held[nth]}


def _told(**columns: Any) -> Told:
    """Return records at one place and time, with what is given instead."""
    count = len(next(iter(columns.values())))
    plain: dict[str, Any] = {
        "number": np.arange(1, count + 1),
        "precision_m": np.full(count, np.nan),
        "timed": np.ones(count, np.bool_),
        "hurt": np.full(count, np.nan),
    }
    plain |= {name: np.zeros(count) for name in ("x_m", "y_m", "at_s")}
    plain |= {"kind": np.zeros(count, np.int64), "kinship": STREET.told.kinship}
    plain |= {name: np.full(count, "", object) for name in ("name", "address", "code")}
    plain["source"] = np.arange(count)
    return Told(**plain | {name: np.array(held) for name, held in columns.items()})


def _with_pair(street: Street, **second: Any) -> Told:
    """Add to a street two records far from all, one hour apart; the second as it is given."""
    told = street.told
    first: dict[str, Any] = {
        "number": len(told) + 1, "x_m": 9e4, "y_m": 9e4, "precision_m": np.nan, "at_s": 40 * HOUR_S,
        "timed": True, "kind": 3, "hurt": 1.0, "source": 0, "name": "",
        "address": "第3大道7号", "code": "",
    }  # fmt: skip
    other = {**first, "number": len(told) + 2, "at_s": 41 * HOUR_S, "source": 1, **second}
    return replace(
        told,
        **{
            name: np.append(getattr(told, name), [first[name], other[name]]).astype(
                getattr(told, name).dtype
            )
            for name in Told.__dataclass_fields__.keys() - {"kinship"}
        },
    )


def _without_twins(street: Street) -> Told:
    """Leave of each event what was told first."""
    _, first = np.unique(street.event, return_index=True)
    rows = np.sort(first)
    names = Told.__dataclass_fields__.keys() - {"kinship", "number"}
    told = {name: getattr(street.told, name)[rows] for name in names}
    return replace(street.told, number=np.arange(1, len(rows) + 1), **told)


def _last(pairs: Pairs, told: Told) -> Pairs:
    return pairs.within(told.number[-2:].astype(np.uint32))


@pytest.mark.parametrize(
    ("street", "precise", "found"), [(STREET, 0.85, 0.75), (BUILDINGS, 0.95, 0.6)]
)
def test_most_of_what_is_one_thing_is_found_and_little_else(
    street: Street, precise: float, found: float
) -> None:
    true, pairs = street.true_pairs(), _propose(street.told, events=street is STREET)
    hits = [pair in true for pair in _rows(pairs)]
    assert len(true) > 50
    assert sum(hits) / len(hits) >= precise
    assert sum(hits) / len(true) >= found


def test_a_share_is_what_it_says_or_more() -> None:
    true, pairs = STREET.true_pairs(), _propose(STREET.told)
    hits = np.array([pair in true for pair in _rows(pairs)])
    shares = np.array([share_of(bits) for bits in pairs.bits.tolist()])
    for least, most in ((1 / 3, 0.9), (0.9, 0.99), (0.99, 1.0)):
        some = (shares >= least) & (shares <= most)
        assert hits[some].mean() >= shares[some].mean() - 0.1


def test_the_odds_are_the_prior_and_what_each_feature_adds_the_surest_first() -> None:
    pairs = _propose(STREET.told)
    prior = pairs.bits - sum(pairs.weights.values())
    assert prior == pytest.approx(np.full(len(pairs), prior[0]), abs=1e-4)
    assert prior[0] <= np.log2(2 * TWINS / (len(STREET.told) - 1)) + 1e-4
    assert (np.diff(pairs.bits) <= 0).all()
    assert pairs.bits.min() >= LEAST_BITS
    assert (pairs.one < pairs.other).all()
    assert len(set(_rows(pairs))) == len(pairs) == pairs.found


def test_the_same_seed_proposes_the_same() -> None:
    one, other = (_propose(STREET.told) for _ in range(2))
    assert one.bits.tolist() == other.bits.tolist()
    assert _rows(one) == _rows(other)


def test_a_weight_is_the_logarithm_of_m_over_u() -> None:
    """Of 10 pairs among 5 places 1 is in one place: 2 of 13 with one more in each level."""
    told = _told(x_m=[0.0, 5.0, 1e3, 2e3, 3e3], kind=[0, 1, 2, 3, 4])
    odds = estimate_odds(told, PLACE, Texts(told, READER, PLACE), np.random.default_rng(1))
    weight = odds.weights["place"][1, FEATURES["place"].index("within")]
    assert weight == pytest.approx(np.log2(PLACE.agree["place"]["within"] / (2 / 13)))
    assert odds.prior == pytest.approx(np.log2(0.1 / 4))


@pytest.mark.parametrize(
    ("sure", "records", "pairs"),
    [(0, 100, 1), (1, 100, 2), (4, 100, 5), (9, 100, 5), (9, 1_000, 10), (0, 1, 1)],
)
def test_pairs_are_as_rare_as_those_found_say(sure: int, records: int, pairs: int) -> None:
    """Of 100 records 5 pairs are expected at first; one more than is found stays possible."""
    bits = np.array([40.0] * sure + [-40.0] * 50)
    assert 2 ** -rarer(bits, records) * max(TWINS * records, 1) == pytest.approx(pairs, rel=0.01)


def test_where_offices_tell_of_different_things_a_chance_meeting_proves_less() -> None:
    """The same two records: in a street with twins, and in one without any."""
    told = _with_pair(STREET, x_m=9e4 + 30, address="")
    alone = _with_pair(Street(_without_twins(STREET), STREET.event), x_m=9e4 + 30, address="")
    with_twins, without = (_last(_propose(one), one) for one in (told, alone))
    assert with_twins.bits[0] > without.bits[0] + 2


def test_what_is_unknown_tells_nothing() -> None:
    odds = estimate_odds(
        STREET.told, EVENT, Texts(STREET.told, READER, EVENT), np.random.default_rng(1)
    )
    assert all((weights[:, 0] == 0).all() for weights in odds.weights.values())
    blank = {name: np.zeros(1, np.uint8) for name in EVENT.agree}
    assert Odds(odds.prior, odds.weights).bits(blank) == pytest.approx(odds.prior)


@pytest.mark.parametrize("kind", [EVENT, PLACE])
def test_the_declared_shares_of_each_group_add_up_to_one(kind: Any) -> None:
    for feature, agree in kind.agree.items():
        known = set()
        for group in GROUPS:
            named = [name for name in agree if name in group]
            assert sum(agree[name] for name in named) == pytest.approx(1 if named else 0)
            known.update(named)
        assert known == set(agree) <= set(FEATURES[feature])


def test_two_offices_that_tell_of_one_event_an_hour_apart_are_proposed_with_the_evidence() -> None:
    told = _with_pair(STREET, x_m=9e4 + 30, address="永和街道第3大道７号")
    pairs = _last(_propose(told), told)
    assert len(pairs) == 1
    assert (pairs.metres[0], pairs.gap_s[0]) == (30, 3600)
    assert _compared(pairs, 0) == {
        "place": "within", "time": "hour", "class": "same", "address": "same", "hurt": "same",
        "source": "two",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("second", "proposed"),
    [
        ({"source": 0, "at_s": 40 * HOUR_S, "address": "第3大道"}, 1),
        ({"source": 0, "kind": 9, "address": "第3大道9号", "hurt": 2.0}, 0),
        ({"kind": 9, "at_s": 46 * HOUR_S, "address": "第3大道9号", "hurt": 2.0}, 0),
        ({"at_s": 400 * HOUR_S}, 0),
        ({"at_s": 40 * HOUR_S, "kind": 9, "address": ""}, 0),
        ({"at_s": 40 * HOUR_S, "kind": 9}, 0),
        ({"at_s": 40 * HOUR_S, "kind": -1}, 1),
        ({"at_s": 40 * HOUR_S, "kind": 42, "address": ""}, 1),
        ({"x_m": np.nan, "y_m": np.nan}, 1),
        ({"timed": False, "at_s": 36 * HOUR_S}, 1),
    ],
)
def test_only_what_may_be_one_event_is_proposed(second: dict[str, Any], proposed: int) -> None:
    told = _with_pair(STREET, **second)
    pairs = _last(_propose(told), told)
    assert len(pairs) == proposed
    if proposed and second.get("source") == 0:
        assert pairs.bits[0] >= STRONG_BITS


def test_precision_widens_one_place() -> None:
    told = _told(x_m=[0.0, 120.0], precision_m=[90.0, 40.0])
    near = plain_levels(told, EVENT, np.array([0]), np.array([1]))
    exact = replace(told, precision_m=np.array([10.0, 40.0]))
    far = plain_levels(exact, EVENT, np.array([0]), np.array([1]))
    assert [FEATURES["place"][one["place"][0]] for one in (near, far)] == ["within", "near"]


def test_what_many_places_are_called_brings_none_of_them_together() -> None:
    count = 60
    told = _told(x_m=np.arange(count) * 500.0, name=["无名小店"] * count)
    assert len(_propose(told, events=False)) == 0


@pytest.mark.parametrize(("count", "proposed"), [(100, [(0, 1), (2, 3)]), (300, [(0, 1)])])
def test_a_point_where_many_places_stand_brings_none_of_them_together(
    count: int, proposed: list[tuple[int, int]]
) -> None:
    """The first two have one name; those of the next two are alike. Around them is a town."""
    town = 2_000
    names = [f"{chr(0x4E00 + 7 * n)}{chr(0x5000 + 5 * n)}店" for n in range(count + town)]
    names[:4] = ["永和幸福市场", "永和幸福市场", "永和新庄农贸市场", "永和新庄农贸市场店"]
    x_m = np.concatenate([np.zeros(count), 500.0 * np.arange(1, town + 1)])
    told = _told(x_m=x_m, name=names)
    assert sorted(_rows(_propose(told, events=False))) == proposed


@pytest.mark.parametrize("count", [0, 1])
def test_below_two_records_there_is_nothing_to_propose(count: int) -> None:
    told = _told(x_m=np.zeros(count))
    assert len(_propose(told)) == len(_propose(told, events=False)) == 0
