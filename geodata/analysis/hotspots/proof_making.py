"""The proof of the hotspot list, whole: from the read model to what is kept and shown."""

from collections.abc import Mapping
from datetime import date

import numpy as np

from geodata.analysis.hotspots.located import Ground, area_codes, lay_ground, locate
from geodata.analysis.hotspots.month_list import INCIDENT
from geodata.analysis.hotspots.own_backtest import JUDGE_MONTHS, judge_kind, looks_back
from geodata.analysis.hotspots.street_map import build_street_map
from geodata.analysis.hotspots.treated_sites import Treatment, judge_treatments
from geodata.catalogue.model import IncidentType
from geodata.incident_kinds import Kind, kinds_of
from geodata.periods import day_number, day_of
from geodata.readmodel import ReadModel
from geodata.results.monthlist import INDOORS, OUTDOORS
from geodata.results.proof import Proof

TREATMENT = "treatment"


def make_proof(model: ReadModel, levels: Mapping[int, float], *, end: date) -> Proof:
    """Judge the list on the office's own past, and the treatments there are.

    Parameters
    ----------
    levels
        Storeys of streets by number.
    end
        First day of a month; nothing that happened from it on is looked at.

    Raises
    ------
    AnalysisError
        Where there are no streets.
    """
    columns = model.columns[INCIDENT]
    columns = columns.take(columns.from_day < day_number(end))
    first_day = int(columns.from_day.min(initial=day_number(end)))
    looks = looks_back(day_of(first_day), end)
    known_day = looks.folds[0].cutoff - 1 if looks.folds else day_number(end) - 1
    ground = lay_ground(model, build_street_map(model, levels), day=known_day)
    located = locate(ground, columns)
    kinds = kinds_of(model.catalogue.incident_types)
    return Proof(
        version=model.version,
        sample=model.sample,
        end=end.isoformat(),
        since=day_of(first_day).isoformat() if len(columns) else None,
        learn_months=looks.learn_months,
        judge_months=JUDGE_MONTHS,
        folds=len(looks.folds),
        tested=tuple(
            tested
            for kind in kinds
            if looks.folds and _is_judged(kind, model.catalogue.incident_types)
            if kind.holds(columns.classes).any()
            for tested in judge_kind(kind, columns, located, ground, looks.folds)
        ),
        treated=judge_treatments(
            treatments_of(model, ground, kinds),
            columns,
            located,
            ground,
            first_day=first_day,
            end_day=day_number(end),
        ),
    )


def treatments_of(
    model: ReadModel, ground: Ground, kinds: tuple[Kind, ...]
) -> tuple[Treatment, ...]:
    """Read the treatments off the read model; one that names no incident type is for all."""
    columns = model.columns.get(TREATMENT)
    if columns is None:
        return ()
    of_type, outdoors = kinds[2:], kinds[0]
    piece = locate(ground, columns).piece
    names = columns.names if columns.names is not None else np.full(len(columns), "")
    codes = area_codes(model, columns.areas.astype(np.int64))
    return tuple(
        Treatment(
            number=int(columns.number[n]),
            name=str(names[n]),
            kind=of_type[c] if (c := int(columns.classes[n])) < len(of_type) else outdoors,
            area=codes[n],
            piece=int(piece[n]),
            day=int(columns.from_day[n]),
        )
        for n in range(len(columns))
    )


def _is_judged(kind: Kind, types: tuple[IncidentType, ...]) -> bool:
    """Kinds of all together, and the types at the top: those below are too few."""
    top = {one.id for one in types if one.parent is None}
    return kind.id in {OUTDOORS, INDOORS} or kind.id in top
