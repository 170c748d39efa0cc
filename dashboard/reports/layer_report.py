"""A layer as it is filtered, with all that has to stand beside it in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.reports.notes import made_text, notes_of
from dashboard.reports.words import refusal, report_texts
from geodata.analysis.counts import count_rows
from geodata.frames import chosen_columns, in_crs, to_frames
from geodata.storage.reads import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dashboard.reports.notes import Note
    from dashboard.reports.order import Order
    from dashboard.texts import Texts
    from geodata.analysis.counts import LayerCount
    from geodata.catalogue.model import Layer
    from geodata.coordinates.crs_names import Crs
    from geodata.frames import Frame
    from geodata.readmodel import ReadModel
    from geodata.storage.store import Storage


@dataclass(frozen=True)
class LayerReport:
    """What is written to a file.

    Parameters
    ----------
    order
        What was wanted, by whom, when.
    layer
        Its declaration.
    frame
        The records, as `geodata.frames.to_frames` gives them, in `crs`; of a part, its own.
    count
        Of all records, whatever part this is.
    texts
        Words of the language chosen.
    notes
        What the file says about itself.
    sample
        Whether it is sample data.
    """

    order: Order
    layer: Layer
    frame: Frame
    count: LayerCount
    texts: Texts
    notes: tuple[Note, ...]
    sample: bool

    @property
    def crs(self) -> Crs:
        """Of the coordinates."""
        return self.order.crs

    @property
    def made_at(self) -> datetime:
        """The instant it is made, aware."""
        return self.order.now

    @property
    def mark(self) -> str:
        """What marks every printed sheet: who took it away, and when."""
        return " · ".join(part for part in (self.order.by, made_text(self.made_at)) if part)

    def marked(self, name: str) -> str:
        """Return a name, with the mark of sample data where it is."""
        return f"{name}_{self.texts('notes.sample')}" if self.sample else name


def layer_reports(
    storage: Storage,
    model: ReadModel,
    order: Order,
    *,
    most: int | None = None,
    part: int | None = None,
) -> Iterator[LayerReport]:
    """Yield the report that is ordered, whole or in parts, at least one.

    Parameters
    ----------
    storage
        The database `model` was built from.
    most
        Records there may be; None for any number.
    part
        Records of a part at most; None for all in one.

    Raises
    ------
    ExportError
        For a layer that holds no places or incidents, and for more records than there may be.
    CrsError
        Where the CRS does not reach the records.
    StorageError
        Where the data changed meanwhile.
    """
    if order.layer not in model.columns:
        raise refusal("layer", layer=order.layer, layers=" ".join(sorted(model.columns)))
    texts, layer = report_texts(order.language), model.catalogue.by_layer[order.layer]
    chosen = chosen_columns(model, order.layer, order.selection, order.viewer)
    count = count_rows(chosen, np.ones(len(chosen), dtype=np.bool_))
    if most is not None and count.records > most:
        raise refusal("too_many", n=count.records, most=most)
    with storage.reading() as transaction:
        batches = read_sources(transaction, layer, chosen.number.tolist())
        notes = notes_of(texts, model, order, count=count, batches=batches)
        for frame in to_frames(
            transaction,
            model,
            chosen,
            order.viewer,
            most=part or max(len(chosen), 1),
            naming=texts.name,
        ):
            moved = in_crs(frame, order.crs)
            yield LayerReport(order, layer, moved, count, texts, notes, model.sample)
