import re

import numpy as np

from etl.town.town import Town


def test_addresses_name_community_street_and_number(town: Town) -> None:
    form = re.compile(r"(贤江|新庄|永岗|禾丰)社区.+(路|街|巷|大道)\d+号")
    assert all(form.fullmatch(address) for address in town.addresses)
    assert len(set(town.addresses)) > 0.9 * len(town.addresses)


def test_addresses_are_in_the_community_of_the_group(town: Town) -> None:
    names = town.communities(town.groups)
    assert all(a.startswith(name) for a, name in zip(town.addresses, names, strict=True))


def test_the_middle_of_the_plane_lies_at_yonghe(town: Town) -> None:
    lng, lat = town.lnglat(np.array([0.0]), np.array([0.0]))
    assert abs(lng[0] - 113.57) < 1e-4
    assert abs(lat[0] - 23.2) < 1e-4
