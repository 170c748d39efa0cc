"""Sites are called what people would call them."""

from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from pyogrio.raw import read

from geodata.analysis.hotspots.naming import Gazetteer
from geodata.analysis.streets.network import Network, cut_network
from geodata.coordinates.crs import from_wgs84, parse_crs
from geodata.results.monthlist import SiteName
from tests.geodata.analysis.streets_making import (
    chequered_lines,
    chequered_network,
    chequered_streets,
    piece_at,
)

NETWORK = chequered_network()
NAMES = [*(f"东西{n}路" for n in range(9)), *(f"南北{n}路" for n in range(9))]


def called(x: float, y: float, names: list[str] = NAMES) -> SiteName:
    piece = piece_at(NETWORK, x, y)
    windows = chequered_streets().windows
    members = windows.indices[windows.indptr[piece] : windows.indptr[piece + 1]].astype(np.int64)
    return Gazetteer(NETWORK, names).name(piece, members)


def test_at_a_junction_the_crossing_streets_give_the_name() -> None:
    name = called(325.0, 450.0)
    assert name.at_junction
    assert set(name.crossing) == {"东西3路", "南北2路"}
    assert NETWORK.nodes[name.junction].tolist() == [300.0, 450.0]


def test_between_junctions_the_street_does_with_the_nearest_crossing() -> None:
    name = called(375.0, 450.0)
    assert (name.street, name.at_junction, name.beside) == ("东西3路", False, False)
    assert name.crossing in {("东西3路", "南北2路"), ("东西3路", "南北3路")}


def test_a_street_without_a_name_is_called_by_the_one_beside_it() -> None:
    names = ["" if n != 5 else "唯一路" for n in range(18)]
    name = called(75.0, 450.0, names)
    assert (name.street, name.beside, name.crossing) == ("唯一路", True, ())


def test_where_no_street_has_a_name_the_junction_still_has_its_number() -> None:
    name = called(325.0, 450.0, [""] * 18)
    assert (name.street, name.crossing) == ("", ())
    assert name.junction >= 0


def test_a_site_without_a_junction_has_its_street_only() -> None:
    network = cut_network(chequered_lines(1)[:1])
    name = Gazetteer(network, ["长路"]).name(0, np.arange(len(network)))
    assert name == SiteName("长路", beside=False, crossing=(), junction=-1, at_junction=False)


def futian(testdata: Path) -> tuple[Network, list[str]]:
    path = testdata / "futian" / "roads_wgs84.gpkg"
    _, _, lines, (names,) = read(path, layer="edges", columns=["name"])
    crs = parse_crs("EPSG:4547")

    def to_metres(lnglat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(from_wgs84(lnglat[:, 0], lnglat[:, 1], crs), axis=1)

    metric = shapely.transform(shapely.from_wkb(lines), to_metres)
    return cut_network(metric), [name or "" for name in names]


def test_on_a_real_network_each_site_is_called_by_streets_that_are_there(testdata: Path) -> None:
    network, names = futian(testdata)
    gazetteer, known = Gazetteer(network, names), set(names)
    drawn = np.random.default_rng(1).choice(len(network), 200, replace=False)
    given = [gazetteer.name(int(piece), np.array([piece])) for piece in drawn]
    assert all(name.street in known - {""} for name in given)
    crossed = [name for name in given if len(name.crossing) > 1]
    assert len(crossed) > 10
    for name in crossed:
        at = np.flatnonzero((network.tail == name.junction) | (network.head == name.junction))
        assert {names[network.street[piece]] for piece in at} - {""} == set(name.crossing)
