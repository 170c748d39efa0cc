"""The shape of the declarations: frozen models, checked as the YAML is read."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]

RecordKind = Literal["area", "ground", "street", "population", "place", "part", "incident"]
GeometryKind = Literal["point", "line", "polygon", "none"]
FieldType = Literal[
    "text",
    "integer",
    "number",
    "date",
    "time",
    "datetime",
    "choice",
    "flag",
    "coordinate",
    "address",
    "person",
    "phone",
    "id_number",
]
# The core columns of a record that a declared field may feed; any other field is an attribute.
Column = Literal[
    "code",
    "name",
    "address",
    "community",
    "group",
    "grid",
    "parent",
    "x",
    "y",
    "xy",
    "class",
    "grade",
    "status",
    "valid_from",
    "valid_to",
    "occurred",
    "occurred_time",
    "reported",
    "dead",
    "gravely_injured",
    "injured",
    "loss_yuan",
    "source",
    "case_number",
    "year",
    "people",
]
# The only grades with a symbol of their own; see the symbol table of the map.
Mark = Literal["red", "orange", "yellow", "blue", "green", "death", "serious", "slight", "plain"]


class Declaration(BaseModel):
    """Base of every declaration: frozen, and a key nobody declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(Declaration):
    """A name in both languages of the product."""

    zh: str
    en: str


class Value(Declaration):
    """One allowed value of a list, with the words by which ledgers write it."""

    id: Id
    name: Words
    words: tuple[str, ...] = ()
    mark: Mark = "plain"
    closed: bool = False
    parent: Id | None = None


class ValueList(Declaration):
    """The classes, grades or statuses of a layer and the field that tells them."""

    name: Words
    field: Id | None = None
    rule: Literal["field", "severity", "incident_type"] = "field"
    values: tuple[Value, ...] = ()

    def with_descendants(self, chosen: tuple[str, ...]) -> frozenset[str]:
        """Return the chosen value ids together with every value below them."""
        found = frozenset(chosen)
        below = {v.id for v in self.values if v.parent in found}
        return found if below <= found else self.with_descendants((*found, *below))

    def index(self, value_id: str) -> int:
        """Return the place of a value in the list; ValueError if it has none."""
        return self.ids.index(value_id)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the values in declared order."""
        return tuple(value.id for value in self.values)

    @cached_property
    def by_word(self) -> dict[str, str]:
        """Every word a ledger may use for a value, with the value's id."""
        return {
            word: value.id
            for value in self.values
            for word in (value.id, value.name.zh, value.name.en, *value.words)
        }


class Field(Declaration):
    """One column of a ledger."""

    id: Id
    name: Words
    type: FieldType = "text"
    column: Column | None = None
    headings: tuple[str, ...] = ()
    required: bool = False
    unit: str | None = None
    units: dict[str, float] = {}
    minimum: float | None = None
    maximum: float | None = None
    not_future: bool = False
    values: tuple[Value, ...] = ()
    personal: bool = False
    hazard: tuple[str, ...] = ()
    facts: bool = True
    hint: Words | None = None
    example: str | None = None

    @cached_property
    def all_headings(self) -> tuple[str, ...]:
        """Every heading under which the field is found, its own names first."""
        return (self.name.zh, self.id, self.name.en, *self.headings)


class Rule(Declaration):
    """A check across the fields of one row: `field` `is_` `than` (field id or number)."""

    id: Id
    field: Id
    compare: Literal["at_most", "at_least", "not_before"]
    than: Id | float
    only_class: Id | None = None
    severity: Literal["reject", "warn"] = "warn"
    message: Words


class Symbol(Declaration):
    """Shape and colours of a layer on the map."""

    shape: Literal[
        "square", "triangle", "circle", "pentagon", "shield", "diamond", "hexagon", "plus",
        "area", "line",
    ]  # fmt: skip
    light: Colour
    dark: Colour
    character: Annotated[str, StringConstraints(max_length=1)] = ""


class Measure(Declaration):
    """A number of each record that is summed beside its count (e.g. 套 beside 栋)."""

    field: Id
    name: Words
    unit: Words


class Layer(Declaration):
    """A kind of record: its fields, key, classes, grades, statuses and symbol."""

    id: Id
    name: Words
    record: RecordKind
    geometry: GeometryKind
    unit: Words
    order: int = 100
    shown: bool = False
    listed: bool = False
    level: Literal["district", "community", "group", "grid"] | None = None
    parent_layer: Id | None = None
    key: tuple[Id, ...] = ()
    symbol: Symbol
    fields: tuple[Field, ...]
    classes: ValueList | None = None
    grades: ValueList | None = None
    statuses: ValueList | None = None
    measures: tuple[Measure, ...] = ()
    rules: tuple[Rule, ...] = ()

    @cached_property
    def by_field(self) -> dict[str, Field]:
        """The fields by id."""
        return {field.id: field for field in self.fields}

    @cached_property
    def by_column(self) -> dict[str, Field]:
        """The fields that feed a core column, by that column."""
        return {field.column: field for field in self.fields if field.column is not None}

    @model_validator(mode="after")
    def names_only_its_own_fields(self) -> Layer:
        """Refuse a key, value list, measure or rule that names a field the layer lacks."""
        lists = [v for v in (self.classes, self.grades, self.statuses) if v is not None]
        named = [*self.key, *(v.field for v in lists if v.field), *(m.field for m in self.measures)]
        named += [rule.field for rule in self.rules]
        missing = sorted({name for name in named if name not in self.by_field})
        if missing:
            msg = f"{missing} named but not among the fields {sorted(self.by_field)}"
            raise ValueError(msg)
        return self


class IncidentType(Declaration):
    """A kind of incident 事故/案件; `parent` makes the tree two levels deep."""

    id: Id
    name: Words
    parent: Id | None = None
    words: tuple[str, ...] = ()
    off_street: bool = False


class SeverityLevel(Declaration):
    """Lowest numbers of a level; any one of them is enough ("以上" includes the number)."""

    id: Id
    name: Words
    dead: int | None = None
    gravely_injured: int | None = None
    loss_yuan: int | None = None


class Zone(Declaration):
    """A distance around a layer's gates, boundary or position, with its legal source."""

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


class LayerPart(Declaration):
    """The part of a layer that a project intervenes on; no classes means all of it."""

    layer: Id
    classes: tuple[Id, ...] = ()


class Target(Declaration):
    """A default target of a project, editable by the office."""

    name: Words
    value: float | None = None
    unit: str | None = None
    direction: Literal["at_most", "at_least"] | None = None
    source: str | None = None


class Project(Declaration):
    """A safety-promotion project 安全促进项目."""

    id: Id
    number: int
    name: Words
    kind: Literal["intervention", "support"] = "intervention"
    group: Words | None = None
    intervenes_on: Words
    layers: tuple[LayerPart, ...] = ()
    incident_types: tuple[Id, ...] = ()
    areas: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    published_effects: tuple[Words, ...] = ()
    source: str | None = None


class ProjectTemplate(Declaration):
    """A set of projects an office may start from; exactly one is active."""

    id: Id
    name: Words
    source: str
    projects: tuple[Project, ...]


class CrosswalkRow(Declaration):
    """Which projects of other templates answer to one project of the default template."""

    project: Id
    matches: dict[Id, tuple[Id, ...]]


class Indicator(Declaration):
    """A number on the page, declared once: what is counted, where, against what."""

    id: Id
    name: Words
    layer: Id
    count: Literal["records", "measure"] = "records"
    measure: Id | None = None
    classes: tuple[Id, ...] = ()
    grades: tuple[Id, ...] = ()
    statuses: tuple[Id, ...] = ()
    unit: Words
    against: bool = False
    share_of_layer: bool = False
    definition: Words


class Catalogue(Declaration):
    """Every declaration, checked against each other."""

    layers: tuple[Layer, ...]
    incident_types: tuple[IncidentType, ...]
    severity: tuple[SeverityLevel, ...]
    zones: tuple[Zone, ...]
    templates: tuple[ProjectTemplate, ...]
    active_template: Id
    crosswalk: tuple[CrosswalkRow, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def by_layer(self) -> dict[str, Layer]:
        """The layers by id."""
        return {layer.id: layer for layer in self.layers}

    @cached_property
    def projects(self) -> tuple[Project, ...]:
        """The projects of the active template; their place is their bit."""
        return next(t for t in self.templates if t.id == self.active_template).projects

    @cached_property
    def listed_layers(self) -> tuple[Layer, ...]:
        """The layers of the layer panel in drawing order."""
        return tuple(sorted((la for la in self.layers if la.listed), key=lambda la: la.order))
