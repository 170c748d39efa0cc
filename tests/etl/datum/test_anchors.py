import numpy as np
import pytest

from etl.datum.anchors import Anchor, AnchorsSay, fit_anchors
from etl.datum.candidates import find_candidates
from geodata.coordinates.bounds import METRES_PER_DEGREE, Bounds
from geodata.coordinates.crs import from_wgs84, parse_crs
from geodata.errors import LedgerError

TOWN = Bounds(113.54, 23.17, 113.60, 23.23)
LNG, LAT = np.array([113.55, 113.57, 113.59]), np.array([23.18, 23.22, 23.19])


def anchors(crs: str, *, swapped: bool = False, off_m: float = 0.0) -> list[Anchor]:
    x, y = from_wgs84(LNG, LAT, parse_crs(crs))
    first, second = (y, x) if swapped else (x, y)
    lat = LAT + off_m / METRES_PER_DEGREE * np.array([1, -1, 1])
    return [Anchor(*map(float, row)) for row in zip(first, second, LNG, lat, strict=True)]


def say(given: list[Anchor]) -> AnchorsSay:
    first, second = (np.array([a[i] for a in given]) for i in (0, 1))
    return fit_anchors(given, find_candidates(first, second, TOWN))


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("crs", ["EPSG:4326", "GCJ-02", "BD-09", "EPSG:32649", "GCJ-02-MERCATOR"])
def test_three_clicks_tell_the_reading(crs: str, *, swapped: bool) -> None:
    said = say(anchors(crs, swapped=swapped, off_m=40.0))
    assert said.chosen is not None
    assert (said.chosen.crs.code, said.chosen.swapped) == (crs, swapped)
    assert said.fits[0].residuals_m == pytest.approx((40, 40, 40), abs=0.5)
    assert all(fit.worst_m > 400 for fit in said.fits[1:])


def test_clicks_that_fit_no_reading_choose_none_and_show_the_distances() -> None:
    said = say(anchors("GCJ-02", off_m=250.0))
    assert said.chosen is None
    assert said.fits[0].candidate.crs.code == "GCJ-02"
    assert said.fits[0].residuals_m == pytest.approx((250, 250, 250), abs=2)


def test_datums_closer_than_a_click_are_not_told_apart() -> None:
    said = say(anchors("EPSG:4547"))
    assert said.chosen is None
    assert [c.crs.code for c in said.fitting] == ["EPSG:4547", "EPSG:2383", "EPSG:2435"]


def test_one_wrong_click_refuses_the_reading() -> None:
    given = anchors("BD-09")
    given[2] = given[2]._replace(lng=given[2].lng + 0.005)
    assert say(given).chosen is None


def test_too_few_clicks_or_twice_the_same_place_are_refused() -> None:
    given = anchors("GCJ-02")
    with pytest.raises(LedgerError, match="at least 3"):
        say(given[:2])
    with pytest.raises(LedgerError, match="200"):
        say([*given, given[0]])
