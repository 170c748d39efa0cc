"""The sample town 示例街道: a made-up sub-district that writes its ledgers as offices keep them."""

from datetime import date
from pathlib import Path

import numpy as np

from etl.town.city import write_city
from etl.town.enterprises import settle_enterprises
from etl.town.incident_kinds import FAMILIES
from etl.town.incident_ledgers import write_incidents
from etl.town.incidents import happen
from etl.town.ledger import Ledger
from etl.town.map_ledgers import write_areas, write_ground, write_people, write_streets
from etl.town.place_ledgers import write_enterprises, write_premises, write_rentals
from etl.town.premises import open_premises
from etl.town.rentals import let_buildings
from etl.town.retold import retell
from etl.town.scenes import set_scenes
from etl.town.shelters import prepare_shelters
from etl.town.site_ledgers import write_calendar, write_clinics, write_schools, write_shelters
from etl.town.town import build_town
from etl.town.treatments import write_treatments

__all__ = ["Ledger", "write_town"]


def write_town(folder: Path, seed: int, as_of: date, *, scale: int = 1) -> list[Ledger]:
    """Write the ledgers of the sample town.

    Parameters
    ----------
    folder
        Where to; made if missing, files of the same names are replaced.
    seed
        Source of everything made up; the same seed and day give the same bytes.
    as_of
        Day the ledgers were handed in. Incidents fill the three calendar years before its year
        and the year up to the day before it.
    scale
        Number of sub-districts. Above 1 a city of plain, fast ledgers is written, for benchmarks.

    Returns
    -------
    :
        The ledgers in the order in which they are to be imported: areas first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if scale > 1:
        return write_city(folder, seed, as_of, count=scale)
    plan_rng, *rngs = np.random.default_rng(seed).spawn(7)
    town = build_town(plan_rng)
    rentals = let_buildings(town, rngs[0], as_of)
    premises = open_premises(town, rngs[1], as_of)
    scenes = set_scenes(town, rentals, premises, rngs[2])
    made = {family: happen(family, scenes, as_of, rngs[3]) for family in FAMILIES}
    again = retell(made, as_of, rngs[5])
    hand = rngs[4]
    return [
        *write_areas(town, folder),
        write_streets(town, [*town.plan.streets, *town.lanes], folder),
        *write_ground(town, folder),
        write_people(town, rentals, folder, as_of),
        write_rentals(town, rentals, folder, as_of, hand),
        write_premises(town, premises, folder, hand),
        write_enterprises(town, settle_enterprises(town, hand), folder, as_of),
        *write_incidents(town, made, again, folder, as_of, hand),
        *write_schools(town, folder, hand),
        write_calendar(folder, as_of),
        write_shelters(town, prepare_shelters(town, hand, as_of), folder, as_of),
        write_clinics(town, folder),
        write_treatments(town, folder, as_of),
    ]
