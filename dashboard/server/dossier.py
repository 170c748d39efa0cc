"""What is known of one record, gathered from read model and storage for one viewer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard.server.corrected import correction_form, standing_corrections
from dashboard.server.correcting import END
from dashboard.server.errors import NotThereError
from dashboard.server.facts import (
    NEARBY_M,
    actions,
    change_text,
    chips,
    detail_text,
    fields,
    has_masked,
    history_section,
    nearby_section,
    source_text,
    subtitle_text,
    title_text,
    unmask_words,
)
from dashboard.server.merged import merged_section
from dashboard.wording import short_period_text
from geodata.around import count_by_class, within
from geodata.columns import mask
from geodata.criteria import to_criteria
from geodata.facts import changed_fields, facts_of
from geodata.localtime import local_date
from geodata.masking import scrub_text
from geodata.storage.duplicates import read_merged
from geodata.storage.ledgers import read_batch
from geodata.storage.reads import read_history, read_record, read_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dashboard.server.facts import Json
    from dashboard.server.live import Live
    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer
    from geodata.readmodel import ReadModel
    from geodata.selection import Selection
    from geodata.storage.reads import PastVersion, StoredRecord
    from geodata.viewer import Viewer


@dataclass(frozen=True)
class Reader:
    """Who reads what in which language.

    Parameters
    ----------
    live, model
        The opened data folder, and its read model in one data version.
    texts
        Words of the language asked for.
    viewer
        Who asks; decides what exists and what is masked.
    may_unmask
        Whether the personal data may be asked for, with a reason.
    may_print
        Whether the facts may be taken away on paper.
    may_correct
        Whether the record may be corrected.
    """

    live: Live
    model: ReadModel
    texts: Texts
    viewer: Viewer
    may_unmask: bool = False
    may_print: bool = False
    may_correct: bool = False

    def names(self, layer: Layer, numbers: Sequence[int]) -> list[Json]:
        """Return what records are called, with date, number and place, to tell them apart.

        Numbers of no record there is for this viewer are passed over.
        """
        seen = self.model.columns_for(layer.id, self.viewer).number
        theirs = [
            number for number in numbers if number in seen[np.searchsorted(seen, number) :][:1]
        ]
        with self.live.storage.reading() as connection:
            records = read_records(connection, layer, theirs)
        return [
            {
                "number": record["id"],
                "title": title_text(self.texts, layer, record, self.viewer),
                "detail": detail_text(
                    self.texts, layer, record, facts_of(record, layer, self.viewer)
                ),
            }
            for record in records
        ]

    def facts(self, layer: Layer, number: int, selection: Selection) -> Json:
        """Return all there is to show of a record; incidents around it are those chosen.

        Raises
        ------
        NotThereError
            Where there is no such record for this viewer.
        """
        texts, row = self.texts, self.row_of(layer, number)
        record = self._record(layer, number)
        columns = self.model.columns[layer.id]
        told = facts_of(record, layer, self.viewer)
        area = area_text(self.model, int(columns.areas[row]))
        return {
            "title": title_text(texts, layer, record, self.viewer),
            "subtitle": subtitle_text(texts, layer, record, told, area),
            "symbol": {
                "layer": layer.id,
                "grade": int(columns.grades[row]),
                "status": int(columns.statuses[row]),
            },
            "chips": chips(texts, layer, record, sample=self.live.is_sample()),
            "fields": fields(texts, told),
            "nearby": self._nearby(layer, row, selection),
            "history": self._history(layer, record),
            "merged": self._merged(layer, number),
            "source": source_text(texts, record, self._ledger(record)),
            "corrected": standing_corrections(texts, layer, record),
            "correct": correction_form(texts, layer, record) if self.may_correct else None,
            "actions": actions(texts, may_print=self.may_print, may_correct=self.may_correct),
            "unmask": unmask_words(texts) if self.may_unmask and has_masked(layer) else None,
        }

    def row_of(self, layer: Layer, number: int) -> int:
        """Return where a record is in the whole columns, if the viewer may see it.

        Raises
        ------
        NotThereError
            Where there is no such record for this viewer.
        """
        seen = self.model.columns_for(layer.id, self.viewer).number
        whole = self.model.columns[layer.id].number
        if number not in seen[np.searchsorted(seen, number) :][:1]:
            raise NotThereError(
                f"{layer.id} {number}", "a record there is", "It may have ended; choose again."
            )
        return int(np.searchsorted(whole, number))

    def _record(self, layer: Layer, number: int) -> StoredRecord:
        with self.live.storage.reading() as connection:
            record = read_record(connection, layer, number)
        if record is None:  # ended since the read model was built
            raise NotThereError(f"{layer.id} {number}", "a record there is", "Choose again.")
        return record

    def _nearby(self, layer: Layer, row: int, selection: Selection) -> Json | None:
        incidents = next(
            (la for la in self.model.catalogue.listed_layers if la.record == "incident"), None
        )
        here = self.model.columns[layer.id]
        if incidents is None or not here.placed[row]:
            return None
        around = self.model.columns_for(incidents.id, self.viewer)
        centre = (int(here.x[row]), int(here.y[row]))
        close = within(around.x, around.y, centre=centre, radius_m=NEARBY_M)
        criteria = to_criteria(selection, self.model.catalogue, self.model.areas)
        close = close[mask(around, criteria)[close]]
        if layer.id == incidents.id:
            close = close[around.number[close] != here.number[row]]
        return nearby_section(
            self.texts,
            count_by_class(around.classes[close], incidents.classes),
            total=len(close),
            period=short_period_text(self.texts, selection.period, self.live.today()),
            layer=incidents.id,
            narrowed=criteria.narrows(incidents.id),
        )

    def _history(self, layer: Layer, record: StoredRecord) -> Json:
        with self.live.storage.reading() as connection:
            past = read_history(connection, layer, record["id"])
        changes: list[tuple[date, str]] = []
        after: StoredRecord = record
        for version in past:
            changes.append((local_date(version.changed_at), self._change(layer, version, after)))
            after = version.before
        return history_section(self.texts, changes, since=record["valid_from"])

    def _change(self, layer: Layer, version: PastVersion, after: StoredRecord) -> str:
        """Say what changed then; why, only to those who may correct and see no personal data."""
        names = [self.texts.name(f.name) for f in changed_fields(version.before, after, layer)]
        if any(version.before.get(name) != after.get(name) for name in ("lng", "lat")):
            names.append(self.texts("correct.position"))
        if END not in layer.by_column and _ended(version.before) != _ended(after):
            names.append(self.texts(f"correct.{END}"))
        reason = scrub_text(version.reason) if version.reason and self.may_correct else None
        by_hand = version.actor is not None
        return change_text(self.texts, names, by_hand=by_hand, reason=reason)

    def _merged(self, layer: Layer, number: int) -> Json | None:
        """Return the records it stands for as well: each the viewer would see by itself."""
        merged = self.model.columns_for(layer.id, self.viewer).merged
        if merged is None:
            return None
        with self.live.storage.reading() as connection:
            found = read_merged(connection, layer, number)
        shown = [one for one in found if one["id"] in merged.columns.number]
        ledgers = {one["batch"]: self._ledger(one) for one in shown}
        return merged_section(self.texts, layer, shown, ledgers, self.viewer)

    def _ledger(self, record: StoredRecord) -> str:
        with self.live.storage.reading() as connection:
            batch = read_batch(connection, record["batch"])
        return scrub_text(batch.file_name) if batch else ""


def _ended(state: Mapping[str, object]) -> str:
    """Return the day a record ended, of now or as the history holds it; '' for none."""
    return str(state.get(END) or "")


def area_text(model: ReadModel, index: int) -> str:
    """Return community and resident group of an area's index, in words; '' for none."""
    return " ".join(area.name for area in model.areas.path(index) if area.level != "district")
