"""How much of a month's hotspot list a viewer sees."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from geodata.areas import NO_AREA, AreaTree
from geodata.catalogue.model import Catalogue
from geodata.results.monthlist import KindList, MonthList
from geodata.viewer import Viewer


def seen_by(made: MonthList, viewer: Viewer, catalogue: Catalogue, areas: AreaTree) -> MonthList:
    """Leave only what a viewer may see, before anything of it leaves the process.

    Sites, pieces and cells outside the viewer's areas go, and with them those whose area is not
    known; kinds that are not of the viewer's projects go, also those of all kinds together, and
    with them the rules about no other kinds. What is left keeps its numbers: a place in the list
    is one in the whole sub-district's.
    """
    if viewer.projects is not None:
        own = types_of(catalogue, viewer.projects)
        kinds = tuple(found for found in made.kinds if found.kind in own)
        kept = {found.kind for found in kinds}
        steps = {kind: steps for kind, steps in made.steps.items() if kind in kept}
        about = {rule.id: rule.incident_types for rule in catalogue.count_rules}
        ruled = {rule: met for rule, met in made.ruled.items() if own & {*about.get(rule, ())}}
        made = replace(made, kinds=kinds, steps=steps, ruled=ruled)
    if viewer.areas is None:
        return made
    seen = areas.codes_below(viewer.areas)
    listed = np.array([code in seen for code in made.area_codes] or [False])
    held = {
        units: (drawn.areas < NO_AREA) & listed[np.minimum(drawn.areas, len(listed) - 1)]
        for units, drawn in made.drawn.items()
    }
    return replace(
        made,
        kinds=tuple(_in_areas(found, seen) for found in made.kinds),
        steps={k: s * held[made.by_kind[k].units].astype(np.uint8) for k, s in made.steps.items()},
        ruled={rule: met * held["pieces"].astype(np.uint8) for rule, met in made.ruled.items()},
    )


def _in_areas(found: KindList, seen: frozenset[str]) -> KindList:
    spots = tuple(spot for spot in found.spots if spot.area in seen)
    return replace(found, spots=spots, incidents=None, located=None)


def types_of(catalogue: Catalogue, projects: Iterable[str]) -> set[str]:
    """Return the incident types of projects, with those below them."""
    own = {k for p in catalogue.projects if p.id in set(projects) for k in p.incident_types}
    return own | {kind.id for kind in catalogue.incident_types if kind.parent in own}
