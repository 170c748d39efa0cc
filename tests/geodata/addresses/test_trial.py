"""A score is what was measured, never more."""

import pytest

from geodata.addresses.book import AddressBook, Found, KnownPlace
from geodata.addresses.trial import Trial, propose, try_ways


def street(errors_m: dict[int, float]) -> list[KnownPlace]:
    """Forty houses in pairs of one address, some of them astray by so many metres."""
    at = {n: n // 2 * 10.0 + errors_m.get(n, 0) for n in range(40)}
    return [KnownPlace(("rental", n), None, f"新庄路{n // 2}号", x, 0.0) for n, x in at.items()]


def test_right_proposals_are_counted_and_the_score_stays_below_their_share() -> None:
    known = street({4: 60.0})
    trial = try_ways(AddressBook(known, {}, {}), known)["same_address"]
    assert (trial.tried, trial.right, trial.around) == (40, 38, 40)
    assert trial.precision_m is not None
    assert trial.precision_m < 50
    assert trial.score < 38 / 40


def test_ten_right_of_ten_are_less_sure_than_a_thousand_of_a_thousand() -> None:
    ten, thousand = Trial(10, 10).score, Trial(1000, 1000).score
    assert (round(ten, 3), round(thousand, 3)) == (0.787, 0.997)


def test_what_was_never_tried_has_no_score_and_no_precision() -> None:
    known = street({})
    proposal = propose(AddressBook(known, {}, {}), {}, "新庄路5号")
    assert proposal is not None
    assert (proposal.score, proposal.precision_m) == (0.0, None)


def test_few_trials_give_no_precision() -> None:
    known = street({})[:10]
    trials = try_ways(AddressBook(known, {}, {}), known)
    assert trials["same_address"].precision_m is None


def test_precision_is_never_finer_than_what_it_rests_on() -> None:
    known = street({})
    proposal = propose(
        AddressBook([*known, KnownPlace(("school", 1), None, "新庄路5号", 140.0, 0.0)], {}, {}),
        {"same_address": Trial(40, 40, 40, 3.0)},
        "新庄路5号",
    )
    assert proposal is not None
    assert proposal.precision_m == pytest.approx(90.0)


def test_nothing_known_is_no_proposal() -> None:
    assert propose(AddressBook([], {}, {}), {}, "新庄路5号") is None


def test_what_is_found_is_plain_numbers() -> None:
    known = street({})
    proposal = propose(AddressBook(known, {}, {}), {}, "新庄路5号")
    assert proposal is not None
    assert proposal.found == Found("same_address", 50.0, 0.0, 0.0, 2)
