"""Reading the declarations from YAML and checking them against each other."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from geodata.catalogue.model import (
    Catalogue,
    CrosswalkRow,
    Declaration,
    IncidentType,
    Indicator,
    Layer,
    Project,
    ProjectTemplate,
    SeverityLevel,
    Value,
    ValueList,
    Zone,
)
from geodata.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Iterable

OURS = Path(__file__).parent
MOST_PROJECTS = 64
Shape = TypeVar("Shape", bound=BaseModel)


class _IncidentTypes(Declaration):
    types: tuple[IncidentType, ...]
    severity: tuple[SeverityLevel, ...]


class _Zones(Declaration):
    zones: tuple[Zone, ...]


class _Indicators(Declaration):
    indicators: tuple[Indicator, ...]


class _Crosswalk(Declaration):
    rows: tuple[CrosswalkRow, ...]


class _Active(Declaration):
    template: str
    own_projects: tuple[Project, ...] = ()


@cache
def read_catalogue(folder: Path = OURS, *, office: Path | None = None) -> Catalogue:
    """Return the catalogue of `folder`, with the office's own declarations added.

    Parameters
    ----------
    folder
        Holds `layers/*.yaml`, `projects/*.yaml` and the single files beside them.
    office
        A folder of the same shape with the office's additions (more layers, its
        active template and own projects); any part of it may be missing.

    Raises
    ------
    CatalogueError
        Names the file, the key, what was found and what was expected.
    """
    folders = [folder] if office is None or not office.is_dir() else [folder, office]
    incident_types = _read(folder / "incident_types.yaml", _IncidentTypes)
    layers = [_read(path, Layer) for path in _files(folders, "layers")]
    active = _read(_last_of(folders, "active.yaml"), _Active)
    templates = [_read(path, ProjectTemplate) for path in _files(folders, "projects")]
    catalogue = Catalogue(
        layers=tuple(_with_incident_types(layer, incident_types.types) for layer in layers),
        incident_types=incident_types.types,
        severity=incident_types.severity,
        zones=_read(folder / "zones.yaml", _Zones).zones,
        templates=tuple(_with_own(t, active) for t in templates),
        active_template=active.template,
        crosswalk=_read(folder / "crosswalk.yaml", _Crosswalk).rows,
        indicators=_read(_last_of(folders, "indicators.yaml"), _Indicators).indicators,
    )
    _check(catalogue)
    return catalogue


def _files(folders: list[Path], name: str) -> list[Path]:
    return [path for folder in folders for path in sorted((folder / name).glob("*.yaml"))]


def _last_of(folders: list[Path], name: str) -> Path:
    return next(path for folder in reversed(folders) if (path := folder / name).is_file())


def _read(path: Path, shape: type[Shape]) -> Shape:
    try:
        declared: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CatalogueError(found=str(error), expected="YAML", remedy=path.name) from error
    try:
        return shape.model_validate(declared)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "(whole file)"
        raise CatalogueError(
            found=f"{path.name}: {key} = {first.get('input')!r}",
            expected=first["msg"],
            remedy=f"mend {key} in {path}",
        ) from error


def _with_incident_types(layer: Layer, types: tuple[IncidentType, ...]) -> Layer:
    """Fill a value list that says `rule: incident_type` with the declared types."""
    if layer.classes is None or layer.classes.rule != "incident_type":
        return layer
    values = tuple(Value(id=t.id, name=t.name, words=t.words, parent=t.parent) for t in types)
    classes: ValueList = layer.classes.model_copy(update={"values": values})
    return layer.model_copy(update={"classes": classes})


def _with_own(template: ProjectTemplate, active: _Active) -> ProjectTemplate:
    if template.id != active.template:
        return template
    return template.model_copy(update={"projects": template.projects + active.own_projects})


def _check(catalogue: Catalogue) -> None:
    layers = {layer.id for layer in catalogue.layers}
    types = {kind.id for kind in catalogue.incident_types}
    _require_unique("layer", (layer.id for layer in catalogue.layers))
    _require_unique("incident type", (kind.id for kind in catalogue.incident_types))
    _require_unique("indicator", (indicator.id for indicator in catalogue.indicators))
    _require_known("parent", (k.parent for k in catalogue.incident_types if k.parent), types)
    _require_known("zone layer", (zone.layer for zone in catalogue.zones), layers)
    _require_known("indicator layer", (i.layer for i in catalogue.indicators), layers)
    _require_known(
        "active template", [catalogue.active_template], {t.id for t in catalogue.templates}
    )
    for template in catalogue.templates:
        _check_projects(template.projects, layers, types)
    for indicator in catalogue.indicators:
        _check_indicator(indicator, catalogue.by_layer[indicator.layer])


def _check_projects(projects: tuple[Project, ...], layers: set[str], types: set[str]) -> None:
    _require_unique("project", (project.id for project in projects))
    if len(projects) > MOST_PROJECTS:
        raise CatalogueError(
            found=f"{len(projects)} projects",
            expected=f"at most {MOST_PROJECTS}",
            remedy="keep the projects in force this year, file the others",
        )
    for project in projects:
        _require_known(f"{project.id}.layers", (part.layer for part in project.layers), layers)
        _require_known(f"{project.id}.incident_types", project.incident_types, types)


def _check_indicator(indicator: Indicator, layer: Layer) -> None:
    for name, chosen in (
        ("classes", indicator.classes),
        ("grades", indicator.grades),
        ("statuses", indicator.statuses),
    ):
        declared: ValueList | None = getattr(layer, name)
        _require_known(f"{indicator.id}.{name}", chosen, set(declared.ids if declared else ()))
    if indicator.measure is not None:
        measures = {measure.field for measure in layer.measures}
        _require_known(f"{indicator.id}.measure", [indicator.measure], measures)


def _require_known(where: str, names: Iterable[str], known: set[str]) -> None:
    for name in names:
        if name not in known:
            raise CatalogueError(
                found=f"{where}: {name}",
                expected=f"one of {', '.join(sorted(known))}",
                remedy="declare it or correct the name",
            )


def _require_unique(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise CatalogueError(
                found=f"two declarations of {what} {name}",
                expected="one",
                remedy="rename or remove one of them",
            )
        seen.add(name)
