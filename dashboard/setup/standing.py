"""How far a street is set up: what of its ground is there, there in part, or missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from geodata.areas import LEVELS
from geodata.shapes import lengths_m

if TYPE_CHECKING:
    from geodata.areas import AreaTree
    from geodata.catalogue.model import Catalogue, Layer
    from geodata.people import People
    from geodata.readmodel import ReadModel
    from geodata.shapes import Shapes

GROUND: Final = ("area", "population", "street", "ground")
"""Kinds of record that make the ground a street's ledgers stand on."""

BUILDING: Final = "building"
State = Literal["there", "partial", "missing"]


class Standing(NamedTuple):
    """How one layer of the ground stands.

    Parameters
    ----------
    layer
        Its declaration.
    state
        Whether anything, or something of it, is missing.
    held
        Counts by name, as the words for its kind of record take them; none where it is missing.
    """

    layer: Layer
    state: State
    held: dict[str, float]

    @property
    def kind(self) -> str:
        """By which its words are found: the level of areas, else the kind of record."""
        return self.layer.level or self.layer.record


def ground_layers(catalogue: Catalogue) -> list[Layer]:
    """Return the layers a street is set up with, in their order."""
    found = [la for la in catalogue.layers if la.record in GROUND]
    return sorted((la for la in found if la.level in (None, *LEVELS)), key=lambda la: la.order)


def read_standings(model: ReadModel) -> list[Standing]:
    """Tell of each layer of the ground how far it is there."""
    return [_standing(layer, model) for layer in ground_layers(model.catalogue)]


def _standing(layer: Layer, model: ReadModel) -> Standing:
    match layer.record:
        case "area":
            held = _areas(layer, model)
            is_whole = not (held["blank"] or held["loose"])
        case "population":
            held = _people(model.people[layer.id], model.areas)
            is_whole = held["told"] == held["of"]
        case "street":
            held = _streets(model.shapes[layer.id])
            is_whole = held["named_share"] > 0
        case _:
            held = _ground(layer, model.shapes[layer.id])
            is_whole = held["buildings"] > 0
    if not held["n"]:
        return Standing(layer, "missing", {})
    return Standing(layer, "there" if is_whole else "partial", held)


def _areas(layer: Layer, model: ReadModel) -> dict[str, float]:
    """Count areas, those without outline, and those that hang under nothing."""
    tree = model.areas
    own = [index for index, area in enumerate(tree.areas) if area.level == layer.level]
    top = layer.level == LEVELS[0]
    loose = 0 if top else sum(tree.areas[index].parent is None for index in own)
    return {"n": len(own), "blank": len({*own} & {*model.unoutlined}), "loose": loose}


def _people(people: People, tree: AreaTree) -> dict[str, float]:
    """Count the communities of which the latest year tells any people, themselves or by groups."""
    if not people.years:
        return {"n": 0, "told": 0, "of": 0, "year": 0}
    year = people.years[0]
    told = {index for index, told_year, _ in people.told if told_year == year}
    levels = {area.level for area in tree.areas}
    level = next(one for one in ("community", "district", "group") if one in levels)
    asked = [index for index, area in enumerate(tree.areas) if area.level == level]
    codes = (tree.areas[index].code for index in asked)
    having = sum(not told.isdisjoint(tree.descendants([code])) for code in codes)
    return {"n": len(told), "told": having, "of": len(asked), "year": year}


def _streets(streets: Shapes) -> dict[str, float]:
    """Measure the streets, and the share of their length that has a name."""
    length_m = lengths_m(streets)
    named = np.array([bool(name) for name in streets.names], dtype=np.bool_)
    whole_m = float(length_m.sum())
    return {
        "n": len(streets),
        "km": whole_m / 1000,
        "named": len({*streets.names} - {""}),
        "named_share": float(length_m[named].sum()) / whole_m if whole_m else 0.0,
    }


def _ground(layer: Layer, ground: Shapes) -> dict[str, float]:
    kinds = layer.classes.ids if layer.classes else ()
    buildings = kinds.index(BUILDING) if BUILDING in kinds else None
    count = 0 if buildings is None else int(np.count_nonzero(ground.classes == buildings))
    return {"n": len(ground), "buildings": count, "others": len(ground) - count}
