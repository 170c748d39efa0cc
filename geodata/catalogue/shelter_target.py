"""The shape of what is wanted of the shelters together: room for the people there are."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from geodata.catalogue.declaration import Declaration, Id, Words


class ShelterTarget(Declaration):
    """A figure and what it is to be at least.

    The figure is an `indicator`, in its unit, or where none is named the effective area (m²) of a
    place in shelters of the `classes`. `unverified`: its text was not checked with whoever applies
    it, and it is shown as 待核.
    """

    id: Id
    name: Words
    indicator: Id | None = None
    classes: tuple[Id, ...] = ()
    at_least: Annotated[float, Field(gt=0)]
    source: str
    unverified: bool = False
