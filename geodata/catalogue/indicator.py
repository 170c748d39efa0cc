"""The shape of indicators: what is counted, what divides it, what still waits for its data."""

from __future__ import annotations

from typing import Literal

from geodata.catalogue.declaration import Declaration, Id, Words

Direction = Literal["lower", "higher"]


class IndicatorGroup(Declaration):
    """A heading of the page of indicators."""

    id: Id
    name: Words


class Tally(Declaration):
    """What is counted: the records of a layer, or of some of its classes, grades and statuses.

    `measure` names a number of the layer that is summed instead. Of a layer of population the
    people of the classes (kinds 户籍, 流动, 常住) are summed.
    """

    layer: Id
    measure: Id | None = None
    classes: tuple[Id, ...] = ()
    grades: tuple[Id, ...] = ()
    statuses: tuple[Id, ...] = ()


class Rate(Tally):
    """The denominator of a rate; `otherwise` are the kinds of people taken where `classes` lack.

    Incidents or places that an indicator is a share of are counted under the same selection.
    """

    otherwise: tuple[Id, ...] = ()


class Described(Declaration):
    """What every indicator says of itself, with or without data.

    `direction` says which way is better; None where neither is.
    """

    id: Id
    name: Words
    group: Id
    unit: Words
    direction: Direction | None = None
    definition: Words
    source: str


class Near(Declaration):
    """Only records in a zone around schools; `hours`: only those as pupils come and go."""

    zone: Id
    hours: bool = False


class Indicator(Described, Tally):
    """A number on the page, declared once: what is counted, by what divided, against what.

    `rate` divides the count; `scale` is what the result is multiplied by (10000 for 每万人, 100 for
    %, 0.0001 for 万元). `share_of_layer` leaves the count and tells its share of the layer beside
    it. `harm` marks harm to people: of 1 to 4 of them there is no percentage, and a screen shown to
    others says no more than that. `near` and `reach` need what the worker has found: which records
    lie around schools; which share of the people lives in a zone around shelters, whose records
    those of the layer are.
    """

    count: Literal["records", "measure"] = "records"
    rate: Rate | None = None
    scale: float = 1.0
    against: bool = False
    share_of_layer: bool = False
    harm: bool = False
    near: Near | None = None
    reach: Id | None = None


class AwaitedIndicator(Described):
    """An indicator whose data no ledger brings yet; `awaits` names them."""

    awaits: Words
