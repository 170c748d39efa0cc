"""The shape of incident types and zones, and the catalogue that holds it all."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from geodata.catalogue.count_rule import CountRule, Threshold
from geodata.catalogue.declaration import Declaration, Id, Words
from geodata.catalogue.indicator import (
    AwaitedIndicator,
    Indicator,
    IndicatorGroup,
    Near,
    Rate,
    Tally,
)
from geodata.catalogue.layer import (
    LISTS,
    Column,
    Field,
    FieldType,
    GeometryKind,
    Layer,
    ListName,
    Mark,
    Measure,
    RecordKind,
    Rule,
    Symbol,
    Value,
    ValueList,
)
from geodata.catalogue.promotion import (
    CrosswalkRow,
    LayerPart,
    Project,
    ProjectTemplate,
    Target,
    ZonePart,
)
from geodata.catalogue.retention import KeptKind
from geodata.catalogue.role import Action, Role
from geodata.catalogue.shelter_target import ShelterTarget

__all__ = [
    "LISTS",
    "Action",
    "AwaitedIndicator",
    "Catalogue",
    "Column",
    "CountRule",
    "CrosswalkRow",
    "Declaration",
    "Field",
    "FieldType",
    "GeometryKind",
    "Id",
    "IncidentType",
    "Indicator",
    "IndicatorGroup",
    "KeptKind",
    "Layer",
    "LayerPart",
    "ListName",
    "Mark",
    "Measure",
    "Near",
    "Project",
    "ProjectTemplate",
    "Rate",
    "RecordKind",
    "Role",
    "Rule",
    "SeverityLevel",
    "ShelterTarget",
    "Symbol",
    "Tally",
    "Target",
    "Threshold",
    "Value",
    "ValueList",
    "Words",
    "Zone",
    "ZonePart",
]


class IncidentType(Declaration):
    """A kind of incident 事故/案件; `parent` makes the tree two levels deep.

    `graded` says that the severity levels of Order 493 are meant for it; crimes and single
    injuries stay ungraded 未分级. `akin` as of `Value`: a clinic files a fire as a burn.
    """

    id: Id
    name: Words
    parent: Id | None = None
    words: tuple[str, ...] = ()
    off_street: bool = False
    graded: bool = False
    akin: tuple[Id, ...] = ()

    @property
    def as_value(self) -> Value:
        """The type as a class of the incident layer."""
        return Value(
            id=self.id, name=self.name, words=self.words, parent=self.parent, akin=self.akin
        )


class SeverityLevel(Declaration):
    """Lowest numbers of a level; any one of them is enough ("以上" includes the number)."""

    id: Id
    name: Words
    dead: int | None = None
    gravely_injured: int | None = None
    loss_yuan: int | None = None


class Zone(Declaration):
    """A distance around a layer's gates, boundary or position, with its legal source.

    `banned` may not be there, `sensitive` is to be watched: layers, or classes of them.
    """

    id: Id
    name: Words
    layer: Id
    measured_from: Literal["gate", "boundary", "position"]
    distance_m: float
    shown: bool = True
    line: Literal["dashed", "thin", "dotted"] = "thin"
    fill: bool = False
    source: str
    unverified: bool = False
    banned: tuple[LayerPart, ...] = ()
    sensitive: tuple[LayerPart, ...] = ()


class Catalogue(Declaration):
    """Every declaration, checked against each other."""

    layers: tuple[Layer, ...]
    incident_types: tuple[IncidentType, ...]
    severity: tuple[SeverityLevel, ...]
    zones: tuple[Zone, ...]
    count_rules: tuple[CountRule, ...]
    templates: tuple[ProjectTemplate, ...]
    active_template: Id
    crosswalk: tuple[CrosswalkRow, ...]
    indicators: tuple[Indicator, ...]
    awaited: tuple[AwaitedIndicator, ...]
    indicator_groups: tuple[IndicatorGroup, ...]
    shelter_targets: tuple[ShelterTarget, ...]
    roles: tuple[Role, ...]
    kept_kinds: tuple[KeptKind, ...]

    @cached_property
    def by_layer(self) -> dict[str, Layer]:
        """The layers by id."""
        return {layer.id: layer for layer in self.layers}

    @cached_property
    def graded_types(self) -> frozenset[str]:
        """The incident types whose severity Order 493 grades, with those below them."""
        graded = {kind.id for kind in self.incident_types if kind.graded}
        below = {kind.id for kind in self.incident_types if kind.parent in graded}
        return frozenset(graded | below)

    @cached_property
    def by_zone(self) -> dict[str, Zone]:
        """The zones by id."""
        return {zone.id: zone for zone in self.zones}

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The projects of the active template; their place is their bit."""
        return next(t for t in self.templates if t.id == self.active_template).projects

    @cached_property
    def listed_layers(self) -> tuple[Layer, ...]:
        """The layers of the layer panel in drawing order."""
        return tuple(sorted((la for la in self.layers if la.listed), key=lambda la: la.order))
