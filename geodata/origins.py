"""What the zones of projects are measured from, out of the database."""

import numpy as np
from numpy.typing import NDArray

from geodata.catalogue.model import Catalogue, Layer, Zone
from geodata.shapes import to_geometry
from geodata.storage import bulk
from geodata.storage.store import Transaction


def measured_layers(catalogue: Catalogue) -> frozenset[str]:
    """Return the ids of the layers on which the zones of projects depend."""
    zones = _zones_of_projects(catalogue)
    parts = {layer.id for zone in zones for layer in _parts_of(zone, catalogue)}
    return frozenset(parts | {zone.layer for zone in zones})


def read_origins(transaction: Transaction, catalogue: Catalogue) -> dict[str, NDArray[np.object_]]:
    """Read the geometries from which each zone that projects name is measured.

    Returns
    -------
    :
        By zone id, shapely geometries in WGS84: points of the gates; polygons, with points for
        the places that have none; or points of the places.
    """
    return {
        zone.id: _origins_of(zone, transaction, catalogue) for zone in _zones_of_projects(catalogue)
    }


def _zones_of_projects(catalogue: Catalogue) -> list[Zone]:
    named = {part.zone for project in catalogue.projects for part in project.zones}
    return [zone for zone in catalogue.zones if zone.id in named]


def _origins_of(zone: Zone, transaction: Transaction, catalogue: Catalogue) -> NDArray[np.object_]:
    gates = zone.measured_from == "gate"
    layers = _parts_of(zone, catalogue) if gates else [catalogue.by_layer[zone.layer]]
    found = [np.empty(0, dtype=np.object_)]
    for layer in layers:
        raw = bulk.read_shapes(transaction, layer, area_index={})
        boundaries = raw.geometry if zone.measured_from == "boundary" else [None] * len(raw.number)
        found.append(to_geometry(boundaries, raw.lng, raw.lat))
    return np.concatenate(found)


def _parts_of(zone: Zone, catalogue: Catalogue) -> list[Layer]:
    """Return the layers of gates, for a zone measured from them."""
    if zone.measured_from != "gate":
        return []
    return [la for la in catalogue.layers if la.record == "part" and la.parent_layer == zone.layer]
