"""A layer as it is filtered, with all that has to stand beside it in a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.reports.notes import notes_of
from dashboard.reports.words import refusal, report_texts
from geodata.crs_names import WGS84
from geodata.frames import in_crs, to_frame

if TYPE_CHECKING:
    from datetime import datetime

    from dashboard.reports.notes import Note
    from dashboard.texts import Language, Texts
    from geodata.catalogue.model import Layer
    from geodata.crs_names import Crs
    from geodata.frames import Frame
    from geodata.readmodel import ReadModel
    from geodata.selection import Selection
    from geodata.storage.store import Storage
    from geodata.viewer import Viewer


@dataclass(frozen=True)
class LayerReport:
    """What is written to a file.

    Parameters
    ----------
    layer
        Its declaration.
    frame
        The records, as `geodata.frames.to_frame` gives them, in `crs`.
    crs
        Of the coordinates.
    texts
        Words of the language chosen.
    notes
        What the file says about itself.
    made_at
        The instant it is made, aware.
    sample
        Whether it is sample data.
    """

    layer: Layer
    frame: Frame
    crs: Crs
    texts: Texts
    notes: tuple[Note, ...]
    made_at: datetime
    sample: bool

    def marked(self, name: str) -> str:
        """Return a name, with the mark of sample data where it is."""
        return f"{name}_{self.texts('notes.sample')}" if self.sample else name


def build_layer_report(
    storage: Storage,
    model: ReadModel,
    layer: str,
    selection: Selection,
    viewer: Viewer,
    *,
    language: Language,
    now: datetime,
    crs: Crs = WGS84,
) -> LayerReport:
    """Gather what a viewer sees of a layer under a selection.

    Parameters
    ----------
    storage
        The database `model` was built from.
    layer
        Id of a layer of places or incidents.
    now
        Aware instant, told in the file.
    crs
        What the coordinates shall be in.

    Raises
    ------
    ExportError
        For any other layer.
    CrsError
        Where the CRS does not reach the records.
    StorageError
        Where the data changed meanwhile.
    """
    if layer not in model.columns:
        raise refusal("layer", layer=layer, layers=" ".join(sorted(model.columns)))
    texts, declared = report_texts(language), model.catalogue.by_layer[layer]
    with storage.reading() as transaction:
        frame = to_frame(transaction, model, layer, selection, viewer, naming=texts.name)
    frame = in_crs(frame, crs)
    notes = notes_of(texts, model, declared, selection, viewer, frame=frame, crs=crs, now=now)
    return LayerReport(declared, frame, crs, texts, notes, now, model.sample)
