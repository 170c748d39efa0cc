"""The proof judges the list by what came after, and treatments by what was to be expected."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from geodata.analysis.hotspots.own_backtest import looks_back
from geodata.analysis.hotspots.proof_making import make_proof
from geodata.periods import day_number
from geodata.records import Record
from geodata.results.proof import Judged, Proof, Treated, parse_proof, to_bytes
from geodata.storage.store import open_storage
from tests.geodata.hot_town import END, LAMP, crashes, elsewhere, every, read_all, write_hot_town
from tests.geodata.making import NOW, at, write


def proof(folder: Path, *more: Record, treatments: tuple[Record, ...] = ()) -> Proof:
    storage = open_storage(folder, now=NOW)
    write_hot_town(storage, *more)
    write(storage, "treatment", treatments)
    made = make_proof(read_all(storage)[0], {}, end=END)
    storage.close()
    return made


def treatment(key: str, place: tuple[float, float], done: date, **values: object) -> Record:
    given = {"name": "增设信号灯", "class_": "traffic", **values}
    return Record(key=key, row=2, code=key, position=at(*place), valid_from=done, **given)  # type: ignore[arg-type]


def of_kind(made: Proof, kind: str) -> Judged:
    return next(one for one in made.tested if (one.kind, one.share) == (kind, 0.05))


@pytest.mark.parametrize(
    ("first", "learn", "folds"),
    [
        (date(2020, 1, 1), 36, 8),
        (date(2022, 1, 1), 36, 4),
        (date(2022, 1, 2), 24, 7),
        (date(2023, 1, 1), 24, 4),
        (date(2024, 1, 1), 12, 4),
        (date(2024, 1, 2), 0, 0),
    ],
)
def test_it_learns_from_as_long_as_leaves_four_quarters(
    first: date, learn: int, folds: int
) -> None:
    looks = looks_back(first, END)
    assert (looks.learn_months, len(looks.folds)) == (learn, folds)
    assert all(fold.end <= day_number(END) for fold in looks.folds)


def test_a_lasting_bad_junction_is_foreseen(tmp_path: Path) -> None:
    made = proof(tmp_path, *elsewhere(60, seed=2))
    traffic = of_kind(made, "traffic")
    assert (made.learn_months, traffic.units) == (12, "pieces")
    assert traffic.later >= 30
    assert traffic.hit_rate is not None
    assert traffic.hit_rate >= 10 / traffic.later
    assert traffic.low < traffic.hit_rate < traffic.high
    assert traffic.hits <= traffic.oracle_hits
    assert parse_proof(to_bytes(made)) == made


def test_what_comes_after_the_end_changes_nothing(tmp_path: Path) -> None:
    poison = crashes("P", (113.51, 23.108), [END + timedelta(days=n) for n in range(40)])
    clean, poisoned = proof(tmp_path / "a"), proof(tmp_path / "b", *poison)
    assert (poisoned.tested, poisoned.folds) == (clean.tested, clean.folds)


def test_with_few_later_incidents_nothing_is_said() -> None:
    few = Judged("fire", "cells", 0.05, 29, 20, 10, 25, 0.5, 0.8, 0.7)
    assert (few.hit_rate, few.pai, few.pei) == (None, None, None)
    enough = Judged("fire", "cells", 0.05, 30, 15, 10, 25, 0.3, 0.7, 0.7)
    assert (enough.hit_rate, enough.plain_rate) == (0.5, 10 / 30)
    assert enough.pai == pytest.approx(10.0)
    assert enough.pei == pytest.approx(0.6)


def test_treatments_are_held_against_the_expectation(tmp_path: Path) -> None:
    lit, soon = date(2025, 1, 1), date(2025, 11, 1)
    dark = crashes("L", LAMP, every(36, 20, lit))
    made = proof(
        tmp_path,
        *dark,
        treatments=(
            treatment("a", LAMP, lit),
            treatment("b", LAMP, soon),
            treatment("c", LAMP, date(2023, 6, 1)),
            treatment("d", (113.5112, 23.103), lit),
        ),
    )
    told: dict[str, Treated] = dict(zip("abcd", made.treated, strict=True))
    assert [told[name].state for name in "abcd"] == ["known", "too_soon", "no_history", "no_street"]
    helped = told["a"]
    assert (helped.name, helped.done, helped.kind) == ("增设信号灯", "2025-01-01", "traffic")
    assert helped.before >= 20
    assert helped.expected is not None
    assert helped.ratio is not None
    assert helped.high is not None
    assert helped.expected < helped.before / helped.days_before * helped.days_after * 1.3
    assert helped.ratio < helped.high
    assert helped.high < 1.0
    assert told["b"].expected is None
