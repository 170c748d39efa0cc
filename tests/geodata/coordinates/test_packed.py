import numpy as np
import pytest

from geodata.coordinates.packed import is_packed, pack, unpack


def test_minutes_and_seconds_behind_the_point_become_degrees() -> None:
    lng, lat = unpack(np.array([113.3412]), np.array([23.1200]))
    assert (lng[0], lat[0]) == pytest.approx((113 + 34 / 60 + 12 / 3600, 23.2), abs=1e-12)


def test_west_and_south_keep_their_sign() -> None:
    lng, lat = unpack(np.array([-70.3000]), np.array([-33.3000]))
    assert (lng[0], lat[0]) == pytest.approx((-70.5, -33.5), abs=1e-12)


@pytest.mark.parametrize("number", [113.60, 113.0061, 113.75, np.nan])
def test_sixty_minutes_or_seconds_are_no_packed_degrees(number: float) -> None:
    assert not is_packed(np.array([number]))[0]
    assert np.isnan(unpack(np.array([number]), np.array([23.12]))).all()


def test_packing_is_the_way_back() -> None:
    rng = np.random.default_rng(1)
    lng, lat = rng.uniform(73, 136, 1_000), rng.uniform(16, 54, 1_000)
    assert np.abs(np.array(unpack(*pack(lng, lat))) - (lng, lat)).max() < 1e-9
    assert is_packed(np.array(pack(lng, lat))).all()


def test_a_whole_minute_is_not_packed_as_sixty_seconds() -> None:
    packed, _ = pack(np.array([113 + 34 / 60 - 1e-13]), np.array([23.0]))
    assert packed[0] == pytest.approx(113.34, abs=1e-9)
