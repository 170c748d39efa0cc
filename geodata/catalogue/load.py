"""Reading the declarations from YAML and checking them against each other."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from geodata.catalogue import check
from geodata.catalogue.check_indicators import (
    check_described,
    check_indicators,
    check_targets,
)
from geodata.catalogue.check_layer import check_layer, require_known
from geodata.catalogue.complaints import Where, complaint
from geodata.catalogue.model import (
    AwaitedIndicator,
    Catalogue,
    CountRule,
    CrosswalkRow,
    Declaration,
    IncidentType,
    Indicator,
    IndicatorGroup,
    KeptKind,
    Layer,
    Project,
    ProjectTemplate,
    Role,
    SeverityLevel,
    ShelterTarget,
    ValueList,
    Zone,
)
from geodata.catalogue.reading import read_declaration

OURS = Path(__file__).parent
READ = (
    "layers/*.yaml",
    "projects/*.yaml",
    "active.yaml",
    "count_rules.yaml",
    "crosswalk.yaml",
    "incident_types.yaml",
    "indicators.yaml",
    "roles.yaml",
    "shelter_targets.yaml",
    "zones.yaml",
)
OFFICE_FOLDER: Final = "catalogue"
"""Folder below a data folder with what its office declares."""
Shape = TypeVar("Shape", bound=Declaration)


class _IncidentTypes(Declaration):
    types: tuple[IncidentType, ...]
    severity: tuple[SeverityLevel, ...]


class _Zones(Declaration):
    zones: tuple[Zone, ...]


class _CountRules(Declaration):
    rules: tuple[CountRule, ...]


class _Indicators(Declaration):
    groups: tuple[IndicatorGroup, ...]
    indicators: tuple[Indicator, ...]
    awaited: tuple[AwaitedIndicator, ...] = ()


class _ShelterTargets(Declaration):
    targets: tuple[ShelterTarget, ...]


class _Roles(Declaration):
    roles: tuple[Role, ...]


class _Crosswalk(Declaration):
    rows: tuple[CrosswalkRow, ...]


class _Retention(Declaration):
    kinds: tuple[KeptKind, ...]


class _Active(Declaration):
    template: str
    own_projects: tuple[Project, ...] = ()
    own_indicators: tuple[Indicator, ...] = ()


def read_catalogue_of(data_folder: Path) -> Catalogue:
    """Return the catalogue in force over a data folder: ours, and what its office declares there.

    Raises
    ------
    CatalogueError
        As `read_catalogue`.
    """
    return read_catalogue(office=data_folder / OFFICE_FOLDER)


@cache
def read_catalogue(folder: Path = OURS, *, office: Path | None = None) -> Catalogue:
    """Return the catalogue of `folder`, with the office's own declarations added.

    Parameters
    ----------
    folder
        Holds `layers/*.yaml`, `projects/*.yaml` and the single files beside them.
    office
        A folder of the same shape with what the office adds (more layers and templates) or
        does its own way: a file of the same name stands in place of ours. Any part of it, and
        the folder itself, may be missing.

    Raises
    ------
    CatalogueError
        Names the file, the key, what was found, what was expected and what to do.
    """
    folders = (folder,) if office is None else (folder, office)
    if office is not None:
        _check_names(office)
    types_at, types = _one(folders, "incident_types.yaml", _IncidentTypes)
    check.check_incident_types(types_at.at("types"), types.types)
    check.check_severity(types_at.at("severity"), types.severity)
    layers = _read_layers(folders, types.types)
    by_id = {layer.id: layer for layer in layers}
    zones_at, zones = _one(folders, "zones.yaml", _Zones)
    check.check_zones(zones_at.at("zones"), zones.zones, by_id)
    rules_at, rules = _one(folders, "count_rules.yaml", _CountRules)
    check.check_count_rules(rules_at.at("rules"), rules.rules, types.types, by_id["incident"])
    templates, active = _read_templates(folders, by_id, types.types, zones.zones)
    declared = _read_indicators(folders, by_id, templates, zones.zones)
    crosswalk_at, crosswalk = _one(folders, "crosswalk.yaml", _Crosswalk)
    check.check_crosswalk(crosswalk_at.at("rows"), crosswalk.rows, templates)
    targets_at, targets = _one(folders, "shelter_targets.yaml", _ShelterTargets)
    check.check_shelter_targets(
        targets_at.at("targets"), targets.targets, by_id["shelter"], declared.indicators
    )
    roles_at, roles = _one(folders, "roles.yaml", _Roles)
    check.check_roles(roles_at.at("roles"), roles.roles)
    # an office sets its times in retention.toml, where too short a one is refused
    _, retention = _one((folder,), "retention.yaml", _Retention)
    return Catalogue(
        layers=layers,
        incident_types=types.types,
        severity=types.severity,
        zones=zones.zones,
        count_rules=rules.rules,
        templates=templates,
        active_template=active,
        crosswalk=crosswalk.rows,
        indicators=declared.indicators,
        awaited=declared.awaited,
        indicator_groups=declared.groups,
        shelter_targets=targets.targets,
        roles=roles.roles,
        kept_kinds=retention.kinds,
    )


def _check_names(office: Path) -> None:
    """Refuse a file that nothing reads, so that a misspelt name does not pass unseen."""
    for path in sorted([*office.rglob("*.yaml"), *office.rglob("*.yml")]):
        name = path.relative_to(office).as_posix()
        same_depth = (one for one in READ if one.count("/") == name.count("/"))
        if not any(fnmatchcase(name, one) for one in same_depth):
            raise complaint(Where(path), "unread", name, known=READ)


def _read_layers(folders: tuple[Path, ...], types: tuple[IncidentType, ...]) -> tuple[Layer, ...]:
    read = _all(folders, "layers", Layer)
    declared = [(where, _with_types(layer, types)) for where, layer in read]
    check.check_ids([(where, layer.id) for where, layer in declared])
    for where, layer in declared:
        check_layer(where, layer)
    check.check_parents(declared, {layer.id: layer for _, layer in declared})
    return tuple(layer for _, layer in declared)


def _read_templates(
    folders: tuple[Path, ...],
    layers: dict[str, Layer],
    types: tuple[IncidentType, ...],
    zones: tuple[Zone, ...],
) -> tuple[tuple[ProjectTemplate, ...], str]:
    """Return the templates, the active one with the office's own projects, and its id."""
    declared = _all(folders, "projects", ProjectTemplate)
    check.check_ids([(where, template.id) for where, template in declared])
    for where, template in declared:
        check.check_projects(where.at("projects"), template.projects, layers, types, zones)
    active_at, active = _one(folders, "active.yaml", _Active)
    by_id = {template.id: template for _, template in declared}
    require_known(active_at, [("template", active.template)], by_id)
    chosen = by_id[active.template]
    own_at = active_at.at("own_projects")
    check.check_projects(own_at, active.own_projects, layers, types, zones, taken=chosen.projects)
    by_id[chosen.id] = chosen.model_copy(update={"projects": chosen.projects + active.own_projects})
    return tuple(by_id.values()), chosen.id


def _read_indicators(
    folders: tuple[Path, ...],
    layers: dict[str, Layer],
    templates: tuple[ProjectTemplate, ...],
    zones: tuple[Zone, ...],
) -> _Indicators:
    where, declared = _one(folders, "indicators.yaml", _Indicators)
    check_indicators(where.at("indicators"), declared.indicators, layers, zones)
    own_at, own = _one(folders, "active.yaml", _Active)
    check_indicators(own_at.at("own_indicators"), own.own_indicators, layers, zones)
    every = (*declared.indicators, *own.own_indicators)
    declared = declared.model_copy(update={"indicators": every})
    check_described(where, declared.groups, declared.indicators, declared.awaited)
    check_targets(where.at("indicators"), declared.indicators, declared.awaited, templates)
    return declared


def _all(folders: tuple[Path, ...], name: str, shape: type[Shape]) -> list[tuple[Where, Shape]]:
    files = [path for folder in folders for path in sorted((folder / name).glob("*.yaml"))]
    in_force = {path.name: path for path in files}
    return [read_declaration(path, shape) for path in in_force.values()]


def _one(folders: tuple[Path, ...], name: str, shape: type[Shape]) -> tuple[Where, Shape]:
    found = [path for folder in folders if (path := folder / name).is_file()]
    return read_declaration(found[-1] if found else folders[0] / name, shape)


def _with_types(layer: Layer, types: tuple[IncidentType, ...]) -> Layer:
    """Fill a value list that says `rule: incident_type` with the declared types."""
    if layer.classes is None or layer.classes.rule != "incident_type":
        return layer
    values = tuple(kind.as_value for kind in types)
    classes: ValueList = layer.classes.model_copy(update={"values": values})
    return layer.model_copy(update={"classes": classes})
