"""Which promotion projects a record belongs to, as a bit for each project.

By an explicit link where it has one, and then by that alone; else an incident by the project's
incident types, or by those of a zone it lies in; anything by its layer and class being among the
project's, or among those of a zone it lies in; in the project's areas where it names some. Classes
and types stand for those below them too.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.areas import AreaTree
from geodata.catalogue.model import Catalogue, Layer, LayerPart, Project, ZonePart
from geodata.criteria import project_bits, value_indices
from geodata.viewer import Viewer
from geodata.zones import rows_within

Bits = NDArray[np.uint64]
Table = NDArray[np.bool_]
Origins = Mapping[str, NDArray[np.object_]]


class Rows(NamedTuple):
    """The records of a layer, arrays of one length; `number` ascends, no position is NaN."""

    number: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    areas: NDArray[np.uint16]
    lng: NDArray[np.float64]
    lat: NDArray[np.float64]


def belonging_bits(
    layer: Layer,
    catalogue: Catalogue,
    tree: AreaTree,
    rows: Rows,
    *,
    links: Mapping[int, Sequence[str]],
    origins: Origins,
) -> Bits:
    """Return uint64, one for each of the rows.

    Parameters
    ----------
    links
        Ids of projects by record number; ids not in the catalogue have no bit.
    origins
        By id, of each zone that projects name: the geometries it is measured from, in WGS84.
    """
    bits = np.zeros(len(rows.number), dtype=np.uint64)
    for place, project in enumerate(catalogue.projects):
        chosen = _class_table(project, layer)[rows.classes]
        chosen |= _in_zones(project, layer, catalogue, rows, origins)
        if project.areas and chosen.any():
            chosen &= np.isin(rows.areas, tree.descendants(project.areas))
        bits |= chosen.astype(np.uint64) << np.uint64(place)
    _set_links(bits, rows.number, links, catalogue)
    return bits


def projects_in_effect(chosen: Sequence[str], viewer: Viewer) -> tuple[str, ...]:
    """Return the projects that records must belong to: those chosen, else all the viewer sees.

    None of either is no limit.
    """
    return tuple(chosen or sorted(viewer.projects or ()))


def may_belong(
    layer: Layer, catalogue: Catalogue, projects: Sequence[str], classes: Sequence[str] = ()
) -> bool:
    """Say whether any of the projects declares the layer, or one of these classes of it.

    Where none does, that no record belongs to them is no finding. No project chosen: all may.
    """
    wanted = _table_of(layer, tuple(classes))
    chosen = [project for project in catalogue.projects if project.id in projects]
    declared = (bool((_declared_table(project, layer) & wanted).any()) for project in chosen)
    return not projects or any(declared)


def depends_on_zones(layer: Layer, catalogue: Catalogue) -> bool:
    """Say whether records of a layer may belong to a project by where they are."""
    parts = (part for project in catalogue.projects for part in project.zones)
    return any(_zone_table(part, layer).any() for part in parts)


def _declared_table(project: Project, layer: Layer) -> Table:
    """Say for each class index whether it may belong to the project, anywhere or in a zone."""
    table = _class_table(project, layer)
    for part in project.zones:
        table |= _zone_table(part, layer)
    return table


def _zone_table(part: ZonePart, layer: Layer) -> Table:
    """Say for each class index whether a record in the zone belongs to the project."""
    if layer.record == "incident":
        return _table_of(layer, part.incident_types)
    return _parts_table(part.layers, layer)


def _class_table(project: Project, layer: Layer) -> Table:
    """Say for each class index (255 for none) whether the project intervenes on it."""
    table = _parts_table(project.layers, layer)
    if layer.record == "incident" and project.incident_types:
        table |= _table_of(layer, project.incident_types)
    return table


def _parts_table(parts: Sequence[LayerPart], layer: Layer) -> Table:
    table = np.zeros(256, dtype=np.bool_)
    for part in parts:
        if part.layer == layer.id:
            table |= _table_of(layer, part.classes)
    return table


def _table_of(layer: Layer, classes: tuple[str, ...]) -> Table:
    """Say for each class index whether it is one of the classes; all are where none is named."""
    table = np.zeros(256, dtype=np.bool_)
    table[list(value_indices(layer, "classes", classes)) if classes else slice(None)] = True
    return table


def _in_zones(
    project: Project, layer: Layer, catalogue: Catalogue, rows: Rows, origins: Origins
) -> Table:
    """Say for each row whether it lies in a zone of the project and is of what belongs there."""
    found = np.zeros(len(rows.number), dtype=np.bool_)
    for part in project.zones:
        wanted = np.flatnonzero(_zone_table(part, layer)[rows.classes])
        if not len(wanted):
            continue
        distance_m = catalogue.by_zone[part.zone].distance_m
        lng, lat = rows.lng[wanted], rows.lat[wanted]
        found[wanted] |= rows_within(lng, lat, origins[part.zone], distance_m)
    return found


def _set_links(
    bits: Bits,
    number: NDArray[np.uint32],
    links: Mapping[int, Sequence[str]],
    catalogue: Catalogue,
) -> None:
    linked = np.array(sorted(links), dtype=np.uint32)
    linked = linked[np.isin(linked, number)]
    rows = np.searchsorted(number, linked)
    chosen = (project_bits(catalogue, frozenset(links[n])) for n in linked.tolist())
    bits[rows] = np.fromiter(chosen, dtype=np.uint64, count=len(linked))
