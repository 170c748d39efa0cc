"""Job: how far people and rental buildings are from shelters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata.analysis.hotspots.street_map import STREET
from geodata.analysis.shelters.homes import GROUND
from geodata.analysis.shelters.reach_making import Details, make_reach
from geodata.build import build_read_model
from geodata.localtime import local_date
from geodata.results.kept_results import NOW, SHELTER_REACH
from geodata.results.shelter_reach import SHELTER, to_bytes
from geodata.storage.results import keep_result
from geodata.storage.values import NUMBER, read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.worker.work import Work


def make_shelter_reach(work: Work) -> Mapping[str, Any]:
    """Measure, and keep what came out for this data version."""
    work.progress("read")
    model = build_read_model(work.storage, work.catalogue)
    details = _details(work)
    work.progress("measure")
    made = make_reach(model, details, today=local_date(work.clock()))
    if made is None:
        return {"people": None}
    now = work.clock()
    keep_result(work.storage, SHELTER_REACH.kind, NOW, model.version, to_bytes(made), now=now)
    return {"people": round(made.population), "rentals": len(made.rentals)}


def _details(work: Work) -> Details:
    def by_number(layer: str, *fields: str) -> list[dict[int, float]]:
        with work.storage.reading() as connection:
            read = read_values(connection, work.catalogue.by_layer[layer], fields)
        numbers = read[NUMBER].tolist()
        return [dict(zip(numbers, read[field].tolist(), strict=True)) for field in fields]

    effective_m2, capacity = by_number(SHELTER, "effective_m2", "capacity")
    return Details(
        floors=by_number(GROUND, "floors")[0],
        levels=by_number(STREET, "layer_level")[0],
        effective_m2=effective_m2,
        capacity=capacity,
    )
