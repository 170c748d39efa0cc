"""Job: what lies around schools, and which incidents happened as pupils came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geodata.analysis.schools.zone_making import GATE, make_zones
from geodata.build import build_read_model
from geodata.localtime import local_date
from geodata.results.kept_results import NOW, SCHOOL_ZONES
from geodata.results.school_zones import INCIDENT, SCHOOL, to_bytes
from geodata.storage.results import keep_result
from geodata.storage.values import NUMBER, read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.worker.work import Work

AROUND: Final = ("rental", "premises")
"""Layers of places that are looked for around schools."""

HOURS: Final = ("opens", "closes")
MINUTES: Final = 60


def make_school_zones(work: Work) -> Mapping[str, Any]:
    """Measure, and keep what came out for this data version."""
    work.progress("read")
    model = build_read_model(work.storage, work.catalogue)
    bells = _bells(work)
    work.progress("measure")
    made = make_zones(model, bells, layers=AROUND, today=local_date(work.clock()))
    if made is None:
        return {"schools": 0}
    now = work.clock()
    keep_result(work.storage, SCHOOL_ZONES.kind, NOW, model.version, to_bytes(made), now=now)
    return {"schools": len(made.schools), "incidents": len(made.around[INCIDENT])}


def _bells(work: Work) -> dict[int, tuple[int, ...]]:
    """Return by school the minutes at which it begins and ends, of all its gates."""
    by_layer = work.catalogue.by_layer
    with work.storage.reading() as connection:
        schools = read_values(connection, by_layer[SCHOOL], ["code"])
        gates = read_values(connection, by_layer[GATE], ["school_code", *HOURS])
    numbers = dict(zip(schools["code"].tolist(), schools[NUMBER].tolist(), strict=True))
    found: dict[int, set[int]] = {}
    told = (gates[name].tolist() for name in ("school_code", *HOURS))
    told = (gates[name].tolist() for name in ("school_code", *HOURS))
    for code, *times in zip(*told, strict=True):
        if code in numbers:
            found.setdefault(numbers[code], set()).update(_minute(t) for t in times if t)
    return {number: tuple(sorted(minutes)) for number, minutes in found.items() if minutes}


def _minute(time: str) -> int:
    hours, minutes = time.split(":")[:2]
    return int(hours) * MINUTES + int(minutes)
