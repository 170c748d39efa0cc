"""Which promotion projects a record belongs to, as a bit for each project.

By an explicit link where it has one, and then by that alone; else an incident by the project's
incident types, anything by its layer and class being among the project's; in the project's areas
where it names some. Classes and types stand for those below them too.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from geodata.areas import AreaTree
from geodata.catalogue.model import Catalogue, Layer, Project
from geodata.criteria import project_bits, value_indices

Bits = NDArray[np.uint64]


def belonging_bits(
    layer: Layer,
    catalogue: Catalogue,
    tree: AreaTree,
    *,
    number: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    areas: NDArray[np.uint16],
    links: Mapping[int, Sequence[str]],
) -> Bits:
    """Return uint64 of the length of `number`, which ascends.

    Parameters
    ----------
    links
        Ids of projects by record number; ids not in the catalogue have no bit.
    """
    bits = np.zeros(len(number), dtype=np.uint64)
    for place, project in enumerate(catalogue.projects):
        table = _class_table(project, layer)
        if table.any():
            chosen = table[classes]
            if project.areas:
                chosen &= np.isin(areas, tree.descendants(project.areas))
            bits |= chosen.astype(np.uint64) << np.uint64(place)
    _set_links(bits, number, links, catalogue)
    return bits


def _class_table(project: Project, layer: Layer) -> NDArray[np.bool_]:
    """Say for each class index (255 for none) whether the project intervenes on it."""
    table = np.zeros(256, dtype=np.bool_)
    for part in project.layers:
        if part.layer == layer.id:
            chosen = list(value_indices(layer, "classes", part.classes))
            table[chosen if part.classes else slice(None)] = True
    if layer.record == "incident":
        table[list(value_indices(layer, "classes", project.incident_types))] = True
    return table


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
