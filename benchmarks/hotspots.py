"""What the hotspot list finds of the next year's crashes, beside the usual methods, in one run.

Run as ``python -m benchmarks.hotspots``; it calls the very functions the pages show. Three years
are learned from, the next is judged, for 2017, 2018 and 2019; figures are means of the three. All
settings, the rivals' too, were chosen on 2014-16 alone.
"""

from collections.abc import Callable
from datetime import date
from functools import partial
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from benchmarks.hongkong import read_crashes, read_lines
from benchmarks.rivals import Score, on_cells, on_pieces
from geodata.analysis.hotspots.backtest import Fold, Incidents, attainable, back_test
from geodata.analysis.hotspots.lattice import Lattice, cells_around
from geodata.analysis.hotspots.scoring import HOT, Streets, find_hotspots, prepare_streets
from geodata.analysis.hotspots.sites import list_sites
from geodata.analysis.streets.network import cut_network
from geodata.analysis.streets.snapping import Snapper
from geodata.analysis.trends import compare_places
from geodata.periods import day_number
from geodata.settings import read_settings

YEARS = (2017, 2018, 2019)
SHARES = (0.01, 0.05)
THIN, THIN_RUNS = 0.06, 6
NULL_RUNS, NULL_TOTALS = 20, (472, 1_574, 7_871)
TIMED = (10_000, 1_000_000)
TREND_M = 600.0

Floats = NDArray[np.float64]


def main() -> None:
    """Print all tables."""
    testdata = read_settings().testdata_folder
    network = cut_network(read_lines(testdata))
    start = perf_counter()
    streets = prepare_streets(network)
    print(f"{len(network):,} pieces made ready in {perf_counter() - start:.1f} s, once a network")
    crashes = read_crashes(testdata, network)
    lattice = cells_around(network.middles)
    in_cells = Incidents(crashes.xy, lattice.cell_of(crashes.xy), crashes.day)
    print_methods("pieces", on_pieces(streets), crashes, network.length_m)
    print_attainable(crashes, streets)
    print_methods("cells", on_cells(streets, lattice), in_cells, np.ones(len(lattice)))
    print_sites(crashes, streets)
    print_thinned(in_cells, streets, lattice)
    print_nulls(crashes, streets)
    print_times(crashes, streets)


def folds() -> list[Fold]:
    """Learn from three years, judge by the next."""
    edges = [[day_number(date(y, 1, 1)) for y in (year - 3, year, year + 1)] for year in YEARS]
    return [Fold(*edge) for edge in edges]


def print_methods(
    units: str, methods: dict[str, Score], incidents: Incidents, size: Floats
) -> None:
    """Print the mean hit rate of each method, and what hindsight would have found."""
    print(f"\n{units:20} hit at 1 %  at 5 %    PAI at 5 %  PEI at 5 %")
    for name, method in methods.items():
        judged = back_test(method, incidents, size, folds=folds(), shares=SHARES)
        hit = [[100.0 * j.hit_rate for j in fold] for fold in judged]
        index = np.mean([[fold[-1].pai, fold[-1].pei] for fold in judged], axis=0)
        low, high = np.mean(hit, axis=0)
        print(f"{name:20} {low:9.1f} % {high:6.1f} % {index[0]:10.1f} {index[1]:10.2f}")


def print_attainable(crashes: Incidents, streets: Streets) -> None:
    """Print what knowing the true rates would find, on simulated years."""
    length_m = streets.network.length_m
    found = []
    for fold in folds():
        believed = find_hotspots(crashes.between(fold.start, fold.cutoff).unit, streets).pieces
        found.append([attainable(believed, length_m, share=s, times=1 / 3) for s in SHARES])
    low, high = 100.0 * np.mean(found, axis=0)
    print(f"{'true rates known':20} {low:9.1f} % {high:6.1f} %   (simulated: the ceiling)")


def print_sites(crashes: Incidents, streets: Streets) -> None:
    """Print what the list of sites finds within 5 % of street length, and how many are listed."""
    found, listed = [], []
    for fold in folds():
        hotspots = find_hotspots(crashes.between(fold.start, fold.cutoff).unit, streets)
        sites = list_sites(hotspots, streets, most=len(streets.network), length_share=SHARES[-1])
        site = sites.places(len(streets.network))
        later = crashes.between(fold.cutoff, fold.end).unit
        found.append(100.0 * np.mean((later >= 0) & (site[later] >= 0)))
        listed.append(len(sites))
    print(f"\nsites (±100 m, not overlapping): {np.mean(found):.1f} % at 5 % of length,", end="")
    print(f" {np.mean(listed):.0f} sites")


def print_thinned(in_cells: Incidents, streets: Streets, lattice: Lattice) -> None:
    """Print the hit rate on cells where only a few crashes are known."""
    rng = np.random.default_rng(1)
    methods = {n: m for n, m in on_cells(streets, lattice).items() if n in {"ours", "plain count"}}
    found: dict[str, list[float]] = {name: [] for name in methods}
    for _ in range(THIN_RUNS):
        few = in_cells.take(rng.random(len(in_cells)) < THIN)
        for name, method in methods.items():
            ones = np.ones(len(lattice))
            judged = back_test(method, few, ones, folds=folds(), shares=SHARES[-1:])
            found[name] += [100.0 * fold[0].hit_rate for fold in judged]
    print(f"\nthinned to {THIN:.0%}, cells at 5 %, mean of {len(found['ours'])} runs: ", end="")
    print(", ".join(f"{name} {np.mean(rates):.1f} %" for name, rates in found.items()))


def print_nulls(crashes: Incidents, streets: Streets) -> None:
    """Print what is flagged though it is at most twice the average street, by construction."""
    length_m, middles = streets.network.length_m, streets.network.middles
    placed = crashes.xy[crashes.unit >= 0]
    here = smoothed(placed, np.ones(len(placed)), middles) / smoothed(middles, length_m, middles)
    risks = {"even risk": length_m, "a 600 m trend": here * length_m}
    rng = np.random.default_rng(1)
    print()
    for name, risk in risks.items():
        times = streets.windows @ risk / streets.window_length_m / (risk.sum() / length_m.sum())
        for total in NULL_TOTALS:
            flagged = []
            for _ in range(NULL_RUNS):
                piece = rng.choice(len(length_m), total, p=risk / risk.sum())
                wrong = find_hotspots(piece, streets).hot & (times <= HOT)
                flagged.append(length_m[wrong].sum() / length_m.sum())
            print(f"{name}, {total:5,} crashes: {np.mean(flagged):.3%} of length wrongly flagged")
    print_arrows(crashes, streets)


def print_arrows(crashes: Incidents, streets: Streets) -> None:
    """Print how often a site has an arrow where two years were shuffled."""
    rng = np.random.default_rng(1)
    start, middle, end = (day_number(date(year, 1, 1)) for year in (2017, 2018, 2020))
    sites = list_sites(find_hotspots(crashes.between(start, end).unit, streets), streets)
    site = sites.places(len(streets.network))
    both = site[crashes.between(middle, end).unit]
    both = both[both >= 0]
    arrows = 0
    for _ in range(NULL_RUNS):
        now = rng.random(len(both)) < 0.5
        counts = (np.bincount(both[rows], minlength=len(sites)) for rows in (now, ~now))
        arrows += int(np.count_nonzero(compare_places(*counts).arrow))
    print(f"relabelled years: arrows at {arrows / NULL_RUNS / len(sites):.2%} of sites")


def smoothed(xy: Floats, weight: Floats, at: Floats) -> Floats:
    """Gaussian sums over `TREND_M`."""
    pairs = cKDTree(at).sparse_distance_matrix(cKDTree(xy), 3 * TREND_M, output_type="coo_matrix")
    near = np.exp(-0.5 * (pairs.data / TREND_M) ** 2) * weight[pairs.col]
    return np.asarray(np.bincount(pairs.row, weights=near, minlength=len(at)), dtype=np.float64)


def print_times(crashes: Incidents, streets: Streets) -> None:
    """Print seconds from coordinates in memory to scores, sites listed."""
    rng = np.random.default_rng(1)
    snapper = Snapper(streets.network)
    for total in TIMED:
        near = crashes.xy[rng.integers(0, len(crashes), total)]
        xy = near + rng.normal(0.0, 10.0, (total, 2))
        took = min(seconds(partial(scored, xy, snapper, streets)) for _ in range(3))
        print(f"{total:9,} points snapped, scored, listed: {took:.2f} s")


def scored(xy: Floats, snapper: Snapper, streets: Streets) -> None:
    """Go the whole way from coordinates to the list of sites."""
    list_sites(find_hotspots(snapper.snap(xy).piece, streets), streets)


def seconds(work: Callable[[], None]) -> float:
    """Time one run."""
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
