"""How many addresses get a proposal, how far off it is, and how long that takes.

Run as ``python -m benchmarks.addresses`` with SAFETY_MAP_TESTDATA set. Two grounds:

- the sample town: every record with address and position is looked up without itself. Its numbers
  were made by one rule, every 8 m, so a real town will do worse; the workbench therefore measures
  its own score the same way on the office's own records.
- the streets of Futian: every junction of two named streets, looked up by their names as
  「A与B交叉口」, against the nearest node of the network where both meet.
"""

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from time import perf_counter

import numpy as np
import shapely
from pyogrio.raw import read

from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from etl.town import write_town
from geodata.addresses.book import AddressBook
from geodata.addresses.placer import Addressed, Placer
from geodata.catalogue import read_catalogue
from geodata.coordinates.crs import parse_crs, to_metres
from geodata.settings import read_settings
from geodata.storage.addresses import read_known_addresses
from geodata.storage.store import open_storage

SEED, AS_OF = 20, date(2026, 6, 1)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
DISTRICT = "440112015"
METRIC = parse_crs("EPSG:4547")
LAYERS: frozenset[str] | None = None
"""Of the sample town, those imported; None is all."""
MOST_JUNCTIONS = 10_000


def main() -> None:
    """Print the shares of both grounds."""
    with tempfile.TemporaryDirectory() as folder:
        _measure_town(Path(folder))
    _measure_junctions(read_settings().testdata_folder / "futian" / "roads_wgs84.gpkg")


def _measure_town(folder: Path) -> None:
    storage, catalogue = open_storage(folder / "data", now=NOW), read_catalogue()
    for ledger in write_town(folder / "ledgers", SEED, AS_OF):
        if LAYERS is None or ledger.layer in LAYERS:
            order = Order(ledger.path, ledger.layer, Manner(crs=ledger.crs), ledger.source)
            import_ledger(storage, catalogue, order, now=NOW)
    with storage.reading() as connection:
        known = read_known_addresses(connection, DISTRICT)
    storage.close()
    began = perf_counter()
    placer = Placer(known)
    print(f"sample town: {len(known.places)} places read in {perf_counter() - began:.2f} s")
    for name, records in (("places", known.places), ("incidents", known.incidents)):
        began = perf_counter()
        errors_m = _errors_m(placer, records)
        took_us = (perf_counter() - began) / max(len(records), 1) * 1e6
        _tell(name, errors_m, len(records), f"{took_us:.0f} µs each")
    for way, trial in placer.trials.items():
        print(f"  {way}: score {trial.score:.2f}, {trial.right} of {trial.tried} within 50 m")


def _errors_m(placer: Placer, records: Sequence[Addressed]) -> list[float]:
    """Return how far the first proposal lies from each record for which there is one."""
    errors_m = []
    for one in records:
        found = placer.book.find(one.address, without=one.key)
        if found:
            x_m, y_m = to_metres(one.lng, one.lat, METRIC)
            errors_m.append(float(np.hypot(found[0].x_m - x_m, found[0].y_m - y_m)))
    return errors_m


def _measure_junctions(path: Path) -> None:
    """Look up each pair of names that share a node; the true place is the nearest such node."""
    _, _, shapes, (names,) = read(path, layer="edges", columns=["name"])
    streets, nodes = defaultdict(list), defaultdict(set)
    for line, name in zip(shapely.from_wkb(shapes), names, strict=True):
        if isinstance(name, str) and not name.startswith("["):
            lng, lat = shapely.get_coordinates(line).T
            corners = np.column_stack(to_metres(lng, lat, METRIC)).round(2)
            streets[name].append(shapely.LineString(corners))
            for end in (tuple(corners[0]), tuple(corners[-1])):
                nodes[end].add(name)
    book = AddressBook([], streets, {})
    meeting = defaultdict(list)
    for node, meet in nodes.items():
        for pair in combinations(sorted(meet), 2):
            meeting[pair].append(node)
    asked = list(meeting.items())[:MOST_JUNCTIONS]
    errors_m = []
    for (one, other), at in asked:
        for found in book.find(f"{one}与{other}交叉口")[:1]:
            away_m = np.hypot(*(np.array(at) - (found.x_m, found.y_m)).T)
            errors_m.append(float(away_m.min()))
    _tell("junctions of Futian", errors_m, len(asked), f"{len(streets)} streets")


def _tell(name: str, errors_m: list[float], asked: int, more: str) -> None:
    errors = np.array(errors_m)
    shares = (np.mean(errors <= near) if len(errors) else 0.0 for near in (50, 100))
    near, around = shares
    print(
        f"{name}: {asked} looked up, {len(errors) / max(asked, 1):.1%} proposed, "
        f"of these {near:.1%} within 50 m, {around:.1%} within 100 m, "
        f"{np.sum(errors > 500)} beyond 500 m; {more}"
    )


if __name__ == "__main__":
    main()
