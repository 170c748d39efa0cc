"""Incidents on the ground they happened on: pieces of street, and cells for what happens inside."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.analysis.hotspots.lattice import CELL_M, Lattice, cells_around
from geodata.analysis.hotspots.street_map import StreetMap, areas_at, draw
from geodata.analysis.hotspots.units import Units, point_units
from geodata.areas import NO_AREA
from geodata.columns import Columns
from geodata.coordinates.crs import from_metres
from geodata.coordinates.mercator import to_world
from geodata.readmodel import ReadModel
from geodata.results.monthlist import Drawn
from geodata.results.monthlist import Units as UnitName

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
World = NDArray[np.uint32]


@dataclass(frozen=True)
class Ground:
    """What incidents are put on; nothing in it depends on any incident.

    Parameters
    ----------
    street_map
        The streets.
    lattice
        Cells of 100 m through which a street runs or in which a place stands.
    cells
        What is known of them; their size is the number of places in each.
    """

    street_map: StreetMap
    lattice: Lattice
    cells: Units

    def world(self, xy: Floats) -> tuple[World, World]:
        """Turn metres, shape (points, 2), into world coordinates."""
        return to_world(*from_metres(xy[:, 0], xy[:, 1], self.street_map.crs))

    def drawn(self, model: ReadModel) -> dict[UnitName, Drawn]:
        """Return the outlines of pieces and cells, with the areas they lie in."""
        network, middles = self.street_map.streets.network, self.lattice.middles
        half = CELL_M / 2.0
        squares = shapely.box(*(middles - half).T, *(middles + half).T)
        crs = self.street_map.crs
        pieces = areas_at(model, *self.world(network.middles))
        return {
            "pieces": draw(network.lines, crs, pieces),
            "cells": draw(
                np.asarray(squares), crs, areas_at(model, *self.world(self.lattice.middles))
            ),
        }


@dataclass(frozen=True)
class Located:
    """Where incidents lie; arrays of one length.

    Parameters
    ----------
    xy
        Metres, shape (incidents, 2), NaN for one that is not placed.
    piece, cell
        -1 for none.
    """

    xy: Floats
    piece: Integers
    cell: Integers


def lay_ground(model: ReadModel, street_map: StreetMap, *, day: int) -> Ground:
    """Lay cells over the streets and over the places that stand on a day."""
    standing = [_standing(columns, day) for columns in model.columns.values() if not columns.events]
    homes = np.concatenate([street_map.metres(c.x, c.y) for c in standing] or [np.empty((0, 2))])
    lattice = cells_around(np.concatenate([street_map.streets.network.middles, homes]))
    number = np.bincount(lattice.cell_of(homes), minlength=len(lattice))
    return Ground(street_map, lattice, point_units(lattice.middles, number))


def locate(ground: Ground, columns: Columns) -> Located:
    """Put incidents on pieces and cells."""
    xy = ground.street_map.metres(columns.x, columns.y)
    piece = ground.street_map.snapper.snap(xy).piece
    return Located(xy, piece, ground.lattice.cell_of(xy))


def area_codes(model: ReadModel, areas: Integers) -> list[str | None]:
    """Return the codes of areas by their index; None for `NO_AREA`."""
    return [None if index == NO_AREA else model.areas.areas[index].code for index in areas]


def _standing(columns: Columns, day: int) -> Columns:
    return columns.take((columns.placed == 1) & (columns.from_day <= day) & (columns.to_day > day))
