"""What must hold between declarations: every name that one uses, another declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.catalogue.check_layer import check_values, require_known, require_unique
from geodata.catalogue.complaints import Where, complaint
from geodata.catalogue.role import INSIDE_ONLY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.catalogue.model import (
        CountRule,
        CrosswalkRow,
        IncidentType,
        Indicator,
        Layer,
        LayerPart,
        Project,
        ProjectTemplate,
        Role,
        SeverityLevel,
        ShelterTarget,
        Zone,
    )

MOST_PROJECTS = 64


def check_ids(declared: Sequence[tuple[Where, str]]) -> None:
    """Refuse two files that declare the same id."""
    first: dict[str, Where] = {}
    for where, name in declared:
        if name in first:
            raise complaint(where.at("id"), "repeated", name, first=first[name].path)
        first[name] = where


def check_parents(declared: Sequence[tuple[Where, Layer]], layers: Mapping[str, Layer]) -> None:
    """Refuse a layer that stands in a layer nobody declared."""
    for where, layer in declared:
        if layer.parent_layer is not None:
            require_known(where, [("parent_layer", layer.parent_layer)], layers)


def check_incident_types(where: Where, types: Sequence[IncidentType]) -> None:
    """Refuse two types of one id, unknown parents and words that mean two types."""
    check_values(where, [kind.as_value for kind in types])


def check_severity(where: Where, levels: Sequence[SeverityLevel]) -> None:
    """Refuse levels whose lowest numbers do not fall from each level to the next."""
    require_unique(where, "id", (level.id for level in levels))
    for key in ("dead", "gravely_injured", "loss_yuan"):
        above: int | None = None
        for place, level in enumerate(levels):
            lowest: int | None = getattr(level, key)
            if lowest is not None and above is not None and lowest >= above:
                raise complaint(where.at(place, key), "order", lowest, limit=above - 1)
            above = above if lowest is None else lowest


def check_projects(
    where: Where,
    projects: Sequence[Project],
    layers: Mapping[str, Layer],
    types: Sequence[IncidentType],
    zones: Sequence[Zone],
    *,
    taken: Sequence[Project] = (),
) -> None:
    """Refuse projects that point at layers, classes, incident types or zones nobody declared.

    `taken` are the projects of the template to which the office's own are added: their ids and
    numbers are gone, and all together are at most 64, one bit each.
    """
    require_unique(where, "id", (p.id for p in projects), [p.id for p in taken])
    require_unique(where, "number", (p.number for p in projects), [p.number for p in taken])
    if len(taken) + len(projects) > MOST_PROJECTS:
        found = f"{len(taken) + len(projects)} projects"
        raise complaint(where, "too_many_projects", found, most=MOST_PROJECTS)
    known = {kind.id for kind in types}
    known_zones = {zone.id for zone in zones}
    for place, project in enumerate(projects):
        here = where.at(place)
        require_known(here.at("incident_types"), enumerate(project.incident_types), known)
        _check_parts(here.at("layers"), project.layers, layers)
        for number, near in enumerate(project.zones):
            below = here.at("zones", number)
            require_known(below, [("zone", near.zone)], known_zones)
            require_known(below.at("incident_types"), enumerate(near.incident_types), known)
            _check_parts(below.at("layers"), near.layers, layers)


def check_zones(where: Where, zones: Sequence[Zone], layers: Mapping[str, Layer]) -> None:
    """Refuse zones of one id and zones around a layer nobody declared."""
    require_unique(where, "id", (zone.id for zone in zones))
    require_known(where, enumerate(zone.layer for zone in zones), layers, "layer")
    for place, zone in enumerate(zones):
        for key in ("banned", "sensitive"):
            _check_parts(where.at(place, key), getattr(zone, key), layers)


def _check_parts(where: Where, parts: Sequence[LayerPart], layers: Mapping[str, Layer]) -> None:
    require_known(where, enumerate(part.layer for part in parts), layers, "layer")
    for number, part in enumerate(parts):
        values = layers[part.layer].classes
        ids = values.ids if values else ()
        require_known(where.at(number, "classes"), enumerate(part.classes), ids)


def check_count_rules(
    where: Where,
    rules: Sequence[CountRule],
    types: Sequence[IncidentType],
    incidents: Layer,
) -> None:
    """Refuse rules of one id, and rules that count types or grades nobody declared."""
    require_unique(where, "id", (rule.id for rule in rules))
    known, grades = {kind.id for kind in types}, incidents.grades.ids if incidents.grades else ()
    for place, rule in enumerate(rules):
        here = where.at(place)
        require_known(here.at("incident_types"), enumerate(rule.incident_types), known)
        for number, threshold in enumerate(rule.thresholds):
            below = here.at("thresholds", number, "grades")
            require_known(below, enumerate(threshold.grades), grades)


def check_shelter_targets(
    where: Where,
    targets: Sequence[ShelterTarget],
    shelters: Layer,
    indicators: Sequence[Indicator],
) -> None:
    """Refuse targets of one id, and targets of classes or indicators nobody declared."""
    require_unique(where, "id", (target.id for target in targets))
    ids = shelters.classes.ids if shelters.classes else ()
    for place, target in enumerate(targets):
        here = where.at(place)
        require_known(here.at("classes"), enumerate(target.classes), ids)
        if target.indicator is not None:
            known = [one.id for one in indicators]
            require_known(here, [("indicator", target.indicator)], known)


def check_crosswalk(
    where: Where, rows: Sequence[CrosswalkRow], templates: Sequence[ProjectTemplate]
) -> None:
    """Refuse rows that name a template or a project nobody declared."""
    projects = {template.id: [p.id for p in template.projects] for template in templates}
    every = {project for ids in projects.values() for project in ids}
    for place, row in enumerate(rows):
        here = where.at(place)
        require_known(here.at("projects"), enumerate(row.projects), every)
        require_known(here.at("matches"), ((name, name) for name in row.matches), projects)
        for template, matched in row.matches.items():
            require_known(here.at("matches", template), enumerate(matched), projects[template])


def check_roles(where: Where, roles: Sequence[Role]) -> None:
    """Refuse roles of one id, outsiders with an insider's rights, and accounts nobody manages."""
    require_unique(where, "id", (role.id for role in roles))
    for place, role in enumerate(roles):
        for number, action in enumerate(role.may):
            if role.outsider and action in INSIDE_ONLY:
                raise complaint(where.at(place, "may", number), "inside_only", action)
    if not any("manage_accounts" in role.may for role in roles):
        raise complaint(where, "no_manager", "nothing")
