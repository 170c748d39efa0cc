"""The shape of a layer's declaration: fields, value lists, rules, symbol."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Final, Literal

import pydantic
from pydantic import StringConstraints

from geodata.catalogue.declaration import Colour, Declaration, Id, Words
from geodata.catalogue.retention import PersonalRetention  # noqa: TC001 - pydantic reads it

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

ListName = Literal["classes", "grades", "statuses"]
LISTS: Final[tuple[ListName, ...]] = ("classes", "grades", "statuses")
"""What the records of a layer are sorted into, each by a `ValueList` where it is declared."""


class Value(Declaration):
    """One allowed value of a list, with the words by which ledgers write it.

    `akin` are other values by which another office may file the same thing; it holds both ways and
    for the values below either.
    """

    id: Id
    name: Words
    words: tuple[str, ...] = ()
    mark: Mark = "plain"
    closed: bool = False
    parent: Id | None = None
    akin: tuple[Id, ...] = ()


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
    """One column of a ledger.

    `purpose` says what a personal field is for, where that is not what its layer says.
    """

    id: Id
    name: Words
    type: FieldType = "text"
    column: Column | None = None
    headings: tuple[str, ...] = ()
    required: bool = False
    unit: str | None = None
    units: dict[str, float] = pydantic.Field(default_factory=dict)
    minimum: float | None = None
    maximum: float | None = None
    not_future: bool = False
    values: tuple[Value, ...] = ()
    personal: bool = False
    purpose: Words | None = None
    hazard: tuple[str, ...] = ()
    facts: bool = True
    hint: Words | None = None
    example: str | None = None

    @cached_property
    def all_headings(self) -> tuple[str, ...]:
        """Every heading under which the field is found, its own names first."""
        return (self.name.zh, self.id, self.name.en, *self.headings)


class Rule(Declaration):
    """A check across the fields of one row: `field` times `times`, compared with `than`.

    `than` is a field id or a number; `times` is for numbers: 0.5 m² for each of the people.
    """

    id: Id
    field: Id
    compare: Literal["at_most", "at_least", "not_before"]
    than: Id | float
    times: float = 1
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


class SharedPosition(Declaration):
    """How many rows of one ledger at the very same point are too many to be believed.

    Both must be reached: `rows` and `share`, of all rows that have a point.
    """

    rows: Annotated[int, pydantic.Field(ge=2)] = 10
    share: Annotated[float, pydantic.Field(gt=0, le=1)] = 0.05


class Measure(Declaration):
    """A number of each record that is summed beside its count (e.g. 套 beside 栋)."""

    field: Id
    name: Words
    unit: Words


class Layer(Declaration):
    """A kind of record: its fields, key, classes, grades, statuses and symbol.

    `fallback_key` names the fields that tell a row whose `key` is blank, for layers whose ledgers
    often carry no number of their own; a layer without keys is told by its rows' content.

    Of a layer that is `counted_only` nothing but counts ever leaves the process, for nobody: see
    `geodata.analysis.small_cells`.
    """

    id: Id
    name: Words
    record: RecordKind
    geometry: GeometryKind
    unit: Words
    order: int = 100
    shown: bool = False
    listed: bool = False
    counted_only: bool = False
    level: Literal["district", "community", "group", "grid"] | None = None
    parent_layer: Id | None = None
    key: tuple[Id, ...] = ()
    fallback_key: tuple[Id, ...] = ()
    symbol: Symbol
    fields: tuple[Field, ...]
    classes: ValueList | None = None
    grades: ValueList | None = None
    statuses: ValueList | None = None
    measures: tuple[Measure, ...] = ()
    rules: tuple[Rule, ...] = ()
    shared_position: SharedPosition = SharedPosition()
    retention: PersonalRetention | None = None

    @cached_property
    def personal_fields(self) -> tuple[Field, ...]:
        """The fields that tell of a person."""
        return tuple(field for field in self.fields if field.personal)

    @cached_property
    def by_field(self) -> dict[str, Field]:
        """The fields by id."""
        return {field.id: field for field in self.fields}

    def values_of(self, field: Field) -> tuple[Value, ...]:
        """Return the values a field may have: those of the list it tells, else its own."""
        for listed in (self.classes, self.grades, self.statuses):
            if listed is not None and listed.field == field.id:
                return listed.values
        return field.values

    @cached_property
    def by_column(self) -> dict[str, Field]:
        """The fields that feed a core column, by that column."""
        return {field.column: field for field in self.fields if field.column is not None}
