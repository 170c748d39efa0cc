"""The shape of official rules that call a stretch of street a black spot by plain counts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from geodata.catalogue.declaration import Declaration, Id, Words

Positive = Annotated[int, Field(gt=0)]


class Threshold(Declaration):
    """So many incidents of some grades, or of any; this number is enough (以上).

    With `dead`, only incidents in which at least so many people died.
    """

    least: Positive
    grades: tuple[Id, ...] = ()
    dead: Positive | None = None


class CountRule(Declaration):
    """Counts on a stretch of street over some months; any one of the thresholds is enough.

    `stretch_m` is measured along the streets, half of it to either side. `unverified`: its text was
    not checked with whoever applies it, and it is shown as 待核.
    """

    id: Id
    name: Words
    incident_types: Annotated[tuple[Id, ...], Field(min_length=1)]
    stretch_m: Annotated[float, Field(gt=0)]
    months: Positive
    thresholds: Annotated[tuple[Threshold, ...], Field(min_length=1)]
    source: str
    unverified: bool = False
