"""The shape of what is wanted of the shelters together: room for the people there are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from geodata.catalogue.declaration import Declaration, Id, Words


class ShelterTarget(Declaration):
    """A figure and what it is to be at least.

    `m2_per_head`: effective area by resident; `capacity_share`: places by resident; `m2_per_place`:
    effective area by place. Of the classes named, or of all. `unverified`: its text was not checked
    with whoever applies it, and it is shown as 待核.
    """

    id: Id
    name: Words
    figure: Literal["m2_per_head", "capacity_share", "m2_per_place"]
    classes: tuple[Id, ...] = ()
    at_least: Annotated[float, Field(gt=0)]
    source: str
    unverified: bool = False
