"""Job: pairs of records that may tell of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from geodata.addresses.reading import AddressReader
from geodata.analysis.duplicates.pair_making import compared, fields_compared, tell_records
from geodata.analysis.duplicates.proposing import propose_pairs
from geodata.analysis.hotspots.street_map import STREET
from geodata.build import build_read_model
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import local_metric_crs
from geodata.localtime import local_date
from geodata.results.duplicates import Duplicates, to_bytes
from geodata.results.kept_results import DUPLICATES, NOW
from geodata.storage.results import keep_result
from geodata.storage.values import BATCH, NUMBER, PRECISION, read_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.worker.work import Work
    from geodata.catalogue.model import Layer
    from geodata.readmodel import ReadModel
    from geodata.results.duplicates import Pairs

SEED: Final = 1969
"""Any: the same data give the same proposals."""


def make_duplicates(work: Work) -> Mapping[str, Any]:
    """Compare, layer by layer, and keep what came out for this data version."""
    work.progress("read")
    model = build_read_model(work.storage, work.catalogue)
    work.progress("compare")
    layers = [layer for layer in work.catalogue.listed_layers if layer.id in model.columns]
    pairs = {} if model.extent is None else {la.id: _compare(work, model, la) for la in layers}
    made, now = Duplicates(model.version, pairs), work.clock()
    keep_result(work.storage, DUPLICATES.kind, NOW, model.version, to_bytes(made), now=now)
    return {"pairs": sum(one.found for one in pairs.values())}


def _compare(work: Work, model: ReadModel, layer: Layer) -> Pairs:
    columns = compared(model.columns[layer.id], layer, local_date(work.clock()))
    wanted = [*fields_compared(layer), PRECISION, BATCH]
    with work.storage.reading() as connection:
        values = read_values(connection, layer, wanted)
    # a page may have merged some since the model was read
    columns = columns.take(np.isin(columns.number, values[NUMBER]))
    crs = local_metric_crs(Bounds(*(model.extent or ())))
    told = tell_records(columns, values, layer, crs, precision=PRECISION, batch=BATCH)
    return propose_pairs(told, layer.id, _reader(model), events=columns.events, seed=SEED)


def _reader(model: ReadModel) -> AddressReader:
    streets = model.shapes[STREET].names if STREET in model.shapes else ()
    named = {level: [a.name for a in model.areas.areas if a.level == level] for level in _LEVELS}
    return AddressReader(filter(None, streets), named["community"], named["district"])


_LEVELS: Final = ("community", "district")
