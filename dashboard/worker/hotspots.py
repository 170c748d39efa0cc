"""Jobs: the hotspot list of the last whole month, and the proof that goes with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geodata.analysis.hotspots.month_incidents import FIELDS
from geodata.analysis.hotspots.month_list import INCIDENT, last_whole_month, make_month_list
from geodata.analysis.hotspots.proof_making import make_proof
from geodata.analysis.hotspots.street_map import STREET
from geodata.build import build_read_model
from geodata.localtime import local_date
from geodata.results import monthlist, proof
from geodata.results.hotspot_results import KIND, NOW, PROOF, Lists
from geodata.storage.results import freeze_result, keep_result
from geodata.storage.values import NUMBER, read_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dashboard.worker.work import Work
    from geodata.readmodel import ReadModel
    from geodata.results.monthlist import MonthList

LEVEL = "layer_level"


def make_hotspots(work: Work) -> Mapping[str, Any]:
    """Work out the list of the last whole month, keep it, and freeze the month if it is new.

    Without streets or incidents there is none, and the month is left open. What is there already
    is not made again: at night only a month that has just ended is new.
    """
    model, end = _read(work)
    if end is None:
        return {"month": None}
    kept = Lists(work.storage).newest()
    if kept is not None and _is_of(kept.made, model, end):
        return {"month": kept.made.month, "frozen": False}
    work.progress("list")
    with work.storage.reading() as connection:
        details = read_values(connection, work.catalogue.by_layer[INCIDENT], FIELDS)
    made = make_month_list(model, details, _levels(work), end=end)
    content, now = monthlist.to_bytes(made), work.clock()
    keep_result(work.storage, KIND, NOW, model.version, content, now=now)
    month = monthlist.first_day(made.month)
    frozen = freeze_result(
        work.storage, KIND, NOW, month, content, data_version=model.version, now=now
    )
    return {"month": made.month, "frozen": frozen}


def _is_of(made: MonthList, model: ReadModel, end: date) -> bool:
    """Whether a list is what would be made now, with the incidents of its sites."""
    same = (made.version, made.end) == (model.version, end.isoformat())
    return same and made.members is not None


def make_hotspot_proof(work: Work) -> Mapping[str, Any]:
    """Judge the list on the office's own past, and the treatments there are."""
    model, end = _read(work)
    if end is None:
        return {"folds": 0}
    work.progress("judge")
    made = make_proof(model, _levels(work), end=end)
    content = proof.to_bytes(made)
    keep_result(work.storage, PROOF, NOW, model.version, content, now=work.clock())
    return {"folds": made.folds, "treated": len(made.treated)}


def _read(work: Work) -> tuple[ReadModel, date | None]:
    """Return the read model and the end of its last whole month; None where no list can be made."""
    work.progress("read")
    model = build_read_model(work.storage, work.catalogue)
    if not len(model.shapes[STREET]):
        return model, None
    return model, last_whole_month(model, local_date(work.clock()))


def _levels(work: Work) -> dict[int, float]:
    with work.storage.reading() as connection:
        read = read_values(connection, work.catalogue.by_layer[STREET], [LEVEL])
    return dict(zip(read[NUMBER].tolist(), read[LEVEL].tolist(), strict=True))
