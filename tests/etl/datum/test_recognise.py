"""The evidence on made ground, where every kind can be had alone, and on real ground."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from benchmarks.recognition import FOREIGN, grounds, sample
from etl.datum.recognise import Recognition, recognise
from etl.datum.surroundings import RowWords, Surroundings
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, parse_crs

TOWN = Bounds(113.54, 23.17, 113.60, 23.23)
RNG = np.random.default_rng(4)
LNG, LAT = TOWN.west + RNG.uniform(0.01, 0.05, 30), TOWN.south + RNG.uniform(0.01, 0.05, 30)
HALF = 0.0001
HOUSES = [
    shapely.box(x - HALF, y - HALF, x + HALF, y + HALF) for x, y in zip(LNG, LAT, strict=True)
]
LANES = [
    (shapely.LineString([(x - 2 * HALF, y), (x + 2 * HALF, y)]), f"新{n}街")
    for n, (x, y) in enumerate(zip(LNG, LAT, strict=True))
]
CELLS = {
    f"第{i}{j}社区": shapely.box(
        113.54 + i * 0.005, 23.17 + j * 0.005, 113.545 + i * 0.005, 23.175 + j * 0.005
    )
    for i in range(12)
    for j in range(12)
}
COMMUNITY = [
    next(name for name, cell in CELLS.items() if shapely.intersects_xy(cell, x, y))
    for x, y in zip(LNG, LAT, strict=True)
]
NOTHING = [RowWords()] * 30
PLACES = [(f"rental:{n}", x, y) for n, (x, y) in enumerate(zip(LNG, LAT, strict=True))]

EVIDENCE = {
    "footprint": (Surroundings(bounds=TOWN, footprints=HOUSES), NOTHING),
    "street": (Surroundings(bounds=TOWN, streets=[(lane, None) for lane, _ in LANES]), NOTHING),
    "named_street": (
        Surroundings(bounds=TOWN, streets=LANES),
        [RowWords(address=f"永和{name}5号") for _, name in LANES],
    ),
    "known": (
        Surroundings(bounds=TOWN, places=PLACES),
        [RowWords(names=(f"rental:{n}",)) for n in range(30)],
    ),
    "community": (
        Surroundings(bounds=TOWN, communities=CELLS, footprints=HOUSES[:6]),
        [RowWords(community=name.removesuffix("社区")) for name in COMMUNITY],
    ),
}


def judge(
    crs: str, around: Surroundings, words: list[RowWords], *, swapped: bool = False
) -> Recognition:
    x, y = from_wgs84(LNG, LAT, parse_crs(crs))
    return recognise(*((y, x) if swapped else (x, y)), words, around)


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("crs", ["EPSG:4326", "GCJ-02", "BD-09", "EPSG:3857", "GCJ-02-MERCATOR"])
@pytest.mark.parametrize("kind", EVIDENCE)
def test_each_kind_of_evidence_puts_the_true_reading_first(
    kind: str, crs: str, *, swapped: bool
) -> None:
    found = judge(crs, *EVIDENCE[kind], swapped=swapped)
    first = found.candidates[0]
    assert (first.candidate.crs.code, first.candidate.swapped) == (crs, swapped)
    assert kind in {e.kind for e in first.evidence if e.score > 0 and e.hits > 0.9 * e.of}
    if kind != "community":
        assert found.settled == first.candidate


@pytest.mark.parametrize("crs", ["EPSG:4326", "GCJ-02", "BD-09"])
def test_where_nothing_is_known_it_cannot_tell(crs: str) -> None:
    found = judge(crs, Surroundings(bounds=TOWN, district=shapely.box(*TOWN)), NOTHING)
    assert found.settled is None
    assert {c.candidate.crs.code for c in found.candidates} == {"EPSG:4326", "GCJ-02", "BD-09"}
    without = judge(crs, Surroundings(), NOTHING)
    assert (without.settled, without.places) == (None, 0)


def test_numbers_of_an_older_datum_are_never_settled() -> None:
    found = judge("EPSG:4547", *EVIDENCE["footprint"])
    assert found.candidates[0].candidate.crs.code == "EPSG:4547"
    assert found.settled is None


def test_where_an_older_datum_ties_cgcs2000_is_proposed_and_still_asked() -> None:
    around, words = EVIDENCE["footprint"]
    x, y = from_wgs84(LNG, LAT, parse_crs("EPSG:2435"))
    scores = []
    for rows in (1, len(x)):
        found = recognise(x[:rows], y[:rows], words[:rows], around)
        score = {one.candidate.crs.code: one.score for one in found.candidates}
        scores.append(
            (found.candidates[0].candidate.crs.code, score["EPSG:2435"] > score["EPSG:4547"])
        )
        assert found.settled is None
    assert scores == [("EPSG:4547", True), ("EPSG:2435", True)]


def test_one_building_over_and_over_is_one_place_and_settles_nothing() -> None:
    around, _ = EVIDENCE["footprint"]
    x, y = from_wgs84(np.full(30, LNG[0]), np.full(30, LAT[0]), parse_crs("GCJ-02"))
    found = recognise(x, y, NOTHING, around)
    assert (found.settled, found.places) == (None, 1)


def test_a_name_of_several_places_is_no_evidence() -> None:
    twice = [("便利店", x, y) for x, y in zip(LNG, LAT, strict=True)]
    words = [RowWords(names=("便利店",))] * 30
    found = judge("GCJ-02", Surroundings(bounds=TOWN, places=twice), words)
    assert found.candidates[0].evidence == ()


def test_what_is_told_on_holds_no_word_of_a_row() -> None:
    found = judge("BD-09", *EVIDENCE["known"]).to_json()
    assert found["settled"] == "BD-09"
    assert found["candidates"][0]["evidence"][0] == {
        "kind": "known",
        "hits": 30,
        "of": 30,
        "chance": 0.01,
        "score": pytest.approx(138.2, abs=0.1),
    }
    assert "rental:" not in str(found)


@pytest.mark.parametrize("name", ["streets", "footprints", "streets, addresses", "outline only"])
def test_on_real_ground_it_is_right_or_asks_and_never_wrong(testdata: Path, name: str) -> None:
    rng = np.random.default_rng(1)
    ground = next(ground for ground in grounds(testdata) if ground.name == name)
    for size in (5, 20, 100):
        for datum in ("EPSG:4326", "GCJ-02", "BD-09"):
            found = sample(ground, size, datum, rng)
            settled = found.settled.crs.code if found.settled else None
            told = size >= 20 and name != "outline only"
            assert settled in ({datum} if told else {datum, None})


def test_an_offset_nobody_knows_is_not_taken_for_one_we_know(testdata: Path) -> None:
    rng = np.random.default_rng(2)
    ground = next(ground for ground in grounds(testdata) if ground.name == "footprints")
    assert [sample(ground, 100, FOREIGN, rng).settled for _ in range(5)] == [None] * 5
