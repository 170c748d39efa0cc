"""What map and numbers read: every layer in memory, of one data version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from geodata.areas import AreaTree
from geodata.catalogue.model import Catalogue
from geodata.columns import Columns, scoped
from geodata.columns import to_arrays as column_arrays
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.mercator import to_lnglat
from geodata.packing import digest
from geodata.people import People
from geodata.shapes import Shapes
from geodata.shapes import to_arrays as shape_arrays
from geodata.viewer import Viewer

BlockKind = Literal["columns", "shapes"]
Block = tuple[dict[str, object], dict[str, NDArray[Any]]]
"""Header and arrays, as `geodata.packing` packs them."""


@dataclass(frozen=True)
class ReadModel:
    """Everything of one data version; never changed, only replaced.

    Parameters
    ----------
    version
        The data version.
    sample
        Whether all of it is the sample town 示例数据.
    layer_versions
        The data version of each layer's last change.
    data_dates
        The day up to which each layer is true, for layers that were ever imported.
    coverage
        By layer, the day up to which each of its feeders is true; see `Columns.feeders`.
    columns
        By layer id, of every declared layer of places or incidents whose records may be seen.
    people
        By layer id, of every layer of population.
    counted
        Of those that are `counted_only`. Nothing but `geodata.analysis.small_cells` may read them.
    broken
        By layer id, why the records of a layer could not be read: nothing is known of them.
    credits
        Who is named as the source of areas, ground and streets: to be said wherever they are shown.
    shapes
        By layer id: areas, ground, streets, parts (gates) as points, and the polygons of layers
        of places that have any.
    """

    version: int
    sample: bool
    layer_versions: Mapping[str, int]
    data_dates: Mapping[str, date]
    catalogue: Catalogue
    areas: AreaTree
    columns: Mapping[str, Columns]
    shapes: Mapping[str, Shapes]
    coverage: Mapping[str, tuple[date, ...]] = field(default_factory=dict)
    counted: Mapping[str, Columns] = field(default_factory=dict)
    people: Mapping[str, People] = field(default_factory=dict)
    broken: Mapping[str, Exception] = field(default_factory=dict)
    credits: tuple[str, ...] = ()

    @property
    def data_date(self) -> date | None:
        """The latest of the layers' data dates; None before the first import."""
        return max(self.data_dates.values(), default=None)

    def columns_for(self, layer: str, viewer: Viewer) -> Columns:
        """Return the columns of a layer as far as the viewer may see them; KeyError for none."""
        return scoped(self.columns[layer], viewer, self.catalogue, self.areas)

    def shapes_for(self, layer: str, viewer: Viewer) -> Shapes:
        """Return the shapes of a layer as far as the viewer may see them; KeyError for none.

        Areas, ground and streets are public. Polygons and parts of places go with the places.
        """
        shapes = self.shapes[layer]
        declared = self.catalogue.by_layer[layer]
        owner = {"place": layer, "part": declared.parent_layer}.get(declared.record)
        if owner is None or owner not in self.columns:
            return shapes
        seen = self.columns_for(owner, viewer)
        if seen is self.columns[owner]:
            return shapes
        return shapes.take(np.isin(shapes.number, seen.number))

    def block(self, kind: BlockKind, layer: str, viewer: Viewer) -> Block:
        """Return what travels to the viewer's browser of a layer; KeyError for none."""
        if kind == "columns":
            columns = self.columns_for(layer, viewer)
            names = {} if columns.names is None else {"names": columns.names.tolist()}
            return {"layer": layer, "count": len(columns), **names}, column_arrays(columns)
        shapes = self.shapes_for(layer, viewer)
        return {"layer": layer, "count": len(shapes), "names": shapes.names}, shape_arrays(shapes)

    def block_versions(self, viewer: Viewer) -> Mapping[str, str]:
        """Return by kind and layer (``columns/rental``) what addresses of the viewer's blocks bear.

        It is of the content, another one once anything in the block changes. So what an import
        leaves alone is not fetched again; and a data version, which comes again after a backup was
        restored, would tell a browser that what it kept of then is of now.
        """
        scope = viewer.scope_key
        if scope not in self._block_versions:
            held: dict[BlockKind, Iterable[str]] = {"columns": self.columns, "shapes": self.shapes}
            self._block_versions[scope] = {
                f"{kind}/{layer}": digest(*self.block(kind, layer, viewer))
                for kind, layers in held.items()
                for layer in layers
            }
        return self._block_versions[scope]

    @cached_property
    def _block_versions(self) -> dict[str, Mapping[str, str]]:
        return {}

    @cached_property
    def extent(self) -> Bounds | None:
        """Extent of the sub-districts, else of all that is placed; None where nothing is."""
        drawn = [s for name, s in self.shapes.items() if self._is_district(name) and len(s)]
        held: list[Shapes | Columns] = [*drawn] or [*self.shapes.values(), *self.columns.values()]
        extents = [Bounds.around(*to_lnglat(one.x, one.y)) for one in held]
        found = [extent for extent in extents if extent is not None]
        if not found:
            return None
        west, south, east, north = zip(*found, strict=True)
        return Bounds(min(west), min(south), max(east), max(north))

    @cached_property
    def unoutlined(self) -> tuple[int, ...]:
        """Indices of the areas without an outline: what lies in them is told by words only."""
        areas = [s for name, s in self.shapes.items() if self.catalogue.by_layer[name].level]
        drawn = {index for shapes in areas for index in shapes.areas.tolist()}
        return tuple(index for index in range(len(self.areas.areas)) if index not in drawn)

    def _is_district(self, layer: str) -> bool:
        return self.catalogue.by_layer[layer].level == "district"
