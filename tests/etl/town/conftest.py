"""One sample town for all tests of this folder: drawn once, written once."""

from collections.abc import Callable, Mapping
from datetime import date

import numpy as np
import pytest

from etl.town import Ledger, write_town
from etl.town.incident_kinds import FAMILIES
from etl.town.incidents import Incidents, happen
from etl.town.premises import Premises, open_premises
from etl.town.rentals import Rentals, let_buildings
from etl.town.scenes import set_scenes
from etl.town.town import Town, build_town

AS_OF = date(2026, 11, 21)

Happening = Callable[[date], Mapping[str, Incidents]]


@pytest.fixture(scope="session")
def town() -> Town:
    return build_town(np.random.default_rng(1))


@pytest.fixture(scope="session")
def rentals(town: Town) -> Rentals:
    return let_buildings(town, np.random.default_rng(2), AS_OF)


@pytest.fixture(scope="session")
def premises(town: Town) -> Premises:
    return open_premises(town, np.random.default_rng(3), AS_OF)


@pytest.fixture(scope="session")
def happening(town: Town, rentals: Rentals, premises: Premises) -> Happening:
    scenes = set_scenes(town, rentals, premises, np.random.default_rng(4))

    def incidents(as_of: date) -> Mapping[str, Incidents]:
        rng = np.random.default_rng(5)
        return {family: happen(family, scenes, as_of, rng) for family in FAMILIES}

    return incidents


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> list[Ledger]:
    return write_town(tmp_path_factory.mktemp("示例 台账"), 1, AS_OF)
