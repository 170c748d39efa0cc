"""Building the read model from the database, layer by layer."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from geodata.areas import AreaTree, build_area_tree
from geodata.belonging import Rows, belonging_bits, depends_on_zones
from geodata.catalogue.model import Catalogue, Layer
from geodata.columns import NO_TIME, NOT_TOLD, SINCE_EVER, STILL, Columns
from geodata.coordinates.mercator import to_world
from geodata.coverage import true_until
from geodata.empty import empty_columns, empty_shapes
from geodata.errors import StorageError
from geodata.localtime import local_day, local_minute
from geodata.masking import mask_field, scrub_text
from geodata.merged import with_merged
from geodata.origins import measured_layers, read_origins
from geodata.people import People
from geodata.periods import DAY_ZERO
from geodata.readmodel import ReadModel
from geodata.shapes import Shapes, pack_shapes, to_geometry
from geodata.storage import bulk, versions
from geodata.storage.coverage import Feeder, read_coverage, read_credits
from geodata.storage.store import Storage, Transaction

Made = TypeVar("Made")

COUNTED = ("place", "incident")
BASE = ("area", "ground", "street")
DAY_ZERO64 = np.datetime64(DAY_ZERO, "D")


def build_read_model(
    storage: Storage,
    catalogue: Catalogue,
    earlier: ReadModel | None = None,
    *,
    broken: dict[str, Exception] | None = None,
) -> ReadModel:
    """Read everything into memory, from one state of the database.

    Parameters
    ----------
    earlier
        A model of the same database and catalogue: layers that have not changed since are taken
        from it.
    broken
        Takes up, by layer, why a layer cannot be read: it is without records then, and without a
        data date, as one that was never imported; the others are whole. None where all are
        needed: then the first such error is raised. Trouble with the disk is always raised.
    """
    apart = _Apart(broken)
    with storage.reading() as transaction:
        tree = build_area_tree(bulk.read_area_rows(transaction))
        changed_at = versions.read_layer_versions(transaction)
        coverage = read_coverage(transaction)
        if earlier is not None and earlier.areas != tree:
            earlier = None
        fresh = _Fresh(catalogue, changed_at, earlier)
        columns = {
            layer.id: {**earlier.columns, **earlier.counted}[layer.id]
            if earlier and not fresh.is_changed(layer)
            else apart.made(
                layer,
                partial(_build_columns, transaction, layer, catalogue, tree, coverage),
                empty_columns,
            )
            for layer in catalogue.layers
            if layer.record in COUNTED
        }
        shapes = {
            layer.id: earlier.shapes[layer.id]
            if earlier and not fresh.is_changed(layer)
            else apart.made(layer, partial(_build_shapes, transaction, layer, tree), empty_shapes)
            for layer in catalogue.layers
            if _is_drawn(layer)
        }
        people = {
            layer.id: People(bulk.read_people(transaction, layer, tree.index_of))
            for layer in catalogue.layers
            if layer.record == "population"
        }
        return ReadModel(
            version=versions.read_version(transaction),
            sample=versions.is_sample(transaction),
            layer_versions=changed_at,
            data_dates={
                layer: true_until(columns.get(layer), tuple(days.values()))
                for layer, days in coverage.items()
                if layer not in apart.broken
            },
            broken=dict(apart.broken),
            credits=tuple(map(scrub_text, read_credits(transaction))),
            coverage={layer: tuple(days.values()) for layer, days in coverage.items()},
            catalogue=catalogue,
            areas=tree,
            columns={i: held for i, held in columns.items() if not _is_counted_only(catalogue, i)},
            shapes=shapes,
            people=people,
            counted={i: held for i, held in columns.items() if _is_counted_only(catalogue, i)},
        )


class _Apart:
    """Makes each layer by itself."""

    def __init__(self, broken: dict[str, Exception] | None) -> None:
        self._tolerant, self.broken = broken is not None, {} if broken is None else broken

    def made(self, layer: Layer, make: Callable[[], Made], empty: Callable[[Layer], Made]) -> Made:
        """Return what is made of a layer, or nothing of it where it cannot be read."""
        try:
            return make()
        except StorageError:
            raise
        except Exception as error:
            if not self._tolerant:
                raise
            self.broken[layer.id] = error
            return empty(layer)


class _Fresh:
    """Tells the layers that have changed since an earlier model."""

    def __init__(
        self, catalogue: Catalogue, changed_at: dict[str, int], earlier: ReadModel | None
    ) -> None:
        self._catalogue = catalogue
        before = earlier.layer_versions if earlier else {}
        self._changed = {
            layer.id
            for layer in catalogue.layers
            if changed_at.get(layer.id) != before.get(layer.id)
            or (earlier is not None and layer.id in earlier.broken)
        }
        self._zones_changed = not self._changed.isdisjoint(measured_layers(catalogue))

    def is_changed(self, layer: Layer) -> bool:
        """Say so.

        A part also changes with the layer whose numbers it bears, incidents and places with the
        zones that make them belong to projects.
        """
        return (
            layer.id in self._changed
            or (layer.record == "part" and layer.parent_layer in self._changed)
            or (self._zones_changed and depends_on_zones(layer, self._catalogue))
        )


def _is_counted_only(catalogue: Catalogue, layer: str) -> bool:
    return catalogue.by_layer[layer].counted_only


def _is_drawn(layer: Layer) -> bool:
    if layer.counted_only:
        return False
    return layer.record in (*BASE, "part") or (
        layer.record == "place" and layer.geometry == "polygon"
    )


def _build_columns(
    transaction: Transaction,
    layer: Layer,
    catalogue: Catalogue,
    tree: AreaTree,
    coverage: Mapping[str, Mapping[Feeder, date]],
) -> Columns:
    feeders = tuple(coverage.get(layer.id, {}))
    links = bulk.read_links(transaction, layer.id)
    origins = read_origins(transaction, catalogue) if depends_on_zones(layer, catalogue) else {}

    def made_of(raw: bulk.RawLayer) -> Columns:
        rows = Rows(raw.number, raw.classes, raw.areas, raw.lng, raw.lat)
        bits = belonging_bits(layer, catalogue, tree, rows, links=links, origins=origins)
        return _to_columns(raw, layer, bits)

    present, merged = (
        bulk.read_layer(transaction, layer, tree.index_of, feeders, merged=gone)
        for gone in (False, True)
    )
    return with_merged(made_of(present), made_of(merged), merged.into)


def _to_columns(raw: bulk.RawLayer, layer: Layer, bits: NDArray[np.uint64]) -> Columns:
    x, y = to_world(raw.lng, raw.lat)
    return Columns(
        layer=layer.id,
        events=layer.record == "incident",
        number=raw.number,
        x=x,
        y=y,
        placed=((x != 0) | (y != 0)).astype(np.uint8),
        classes=raw.classes,
        grades=raw.grades,
        statuses=raw.statuses,
        **_days_of(raw, layer),
        projects=bits,
        areas=raw.areas,
        measures={name: _to_int32(values) for name, values in raw.measures.items()},
        names=None if raw.names is None else np.array(_told_names(layer, raw.names), dtype=object),
        feeders=raw.feeders,
        merged=None,
    )


def _days_of(raw: bulk.RawLayer, layer: Layer) -> dict[str, NDArray[np.uint16]]:
    if layer.record == "incident":
        minutes = np.where(raw.time_known, local_minute(raw.occurred_s), NO_TIME)
        return {
            "from_day": _to_days(local_day(raw.occurred_s)),
            "to_day": np.full(len(raw.number), STILL, dtype=np.uint16),
            "minutes": minutes.astype(np.uint16),
        }
    return {
        "from_day": _to_days(_day_numbers(raw.from_date, SINCE_EVER)),
        "to_day": _to_days(_day_numbers(raw.to_date, STILL)),
        "minutes": np.full(len(raw.number), NO_TIME, dtype=np.uint16),
    }


def _day_numbers(dates: NDArray[np.datetime64], missing: int) -> NDArray[np.int64]:
    days = (dates - DAY_ZERO64).astype(np.int64)
    return np.where(np.isnat(dates), missing, days)


def _to_days(days: NDArray[np.int64]) -> NDArray[np.uint16]:
    return np.clip(days, SINCE_EVER, STILL).astype(np.uint16)


def _to_int32(values: NDArray[np.float64]) -> NDArray[np.int32]:
    most = np.iinfo(np.int32).max
    whole = np.clip(np.rint(np.nan_to_num(values, nan=0.0)), -most, most)
    return np.where(np.isnan(values), NOT_TOLD, whole).astype(np.int32)


def _build_shapes(transaction: Transaction, layer: Layer, tree: AreaTree) -> Shapes:
    raw = bulk.read_shapes(transaction, layer, tree.index_of)
    geometry = to_geometry(raw.geometry, raw.lng, raw.lat)
    kept = np.array([one is not None for one in raw.geometry], dtype=np.bool_)
    if layer.record == "part":  # only parts are points; a place without polygon is in its columns
        kept[:] = True
    return pack_shapes(
        layer.id,
        geometry[kept],
        number=raw.number[kept],
        classes=raw.classes[kept],
        areas=raw.areas[kept],
        names=_told_names(layer, [n for n, keep in zip(raw.names, kept, strict=True) if keep]),
    )


def _told_names(layer: Layer, names: Iterable[str]) -> list[str]:
    """Mask what names of places hold of people, as their facts do: all that look share a model."""
    if layer.record in BASE:
        return list(names)
    field = layer.by_column.get("name")
    kind = field.type if field is not None and field.personal else "text"
    return [mask_field(kind, name) for name in names]
