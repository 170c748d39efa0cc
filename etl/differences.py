"""What a ledger changes, in lines a clerk reads: which record, which field, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from etl.reasons import line
from geodata.catalogue.model import Value
from geodata.facts import differences, plain_of, shown_of, title_of
from geodata.storage.changes import read_changes
from geodata.viewer import OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodata.catalogue import Layer
    from geodata.catalogue.model import Field
    from geodata.facts import Plain
    from geodata.storage.changes import ChangedRecord, Kind
    from geodata.storage.store import Transaction

MOST_TOLD: Final = 200
"""Records of a kind told in a report; the page 台账 pages through all of a batch."""


POSITION: Final = "position"
"""Stands for the field where a record moved."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record, masked; for an ended record nothing but its name.

    Parameters
    ----------
    number, title
        Of the record, as the map knows and calls it.
    field
        Its id, or `POSITION`; '' where only personal fields changed, or the record ends.
    before, after
        As `geodata.facts.plain_of` gives them, to be said in the reader's language; None for blank.
    """

    kind: Kind
    number: int
    title: str
    field: str = ""
    before: Plain = None
    after: Plain = None

    def to_line(self, layer: Layer) -> str:
        """Say it in one line, Chinese and English."""
        told = layer.by_field.get(self.field)
        name = told.name.zh if told else line("position")
        states = {
            "before": _text(self.before, told, layer),
            "after": _text(self.after, told, layer),
        }
        kind = f"{self.kind}_{'field' if self.field else 'record'}"
        return line(kind, title=self.title, field=name, **states)


def told_changes(transaction: Transaction, layer: Layer, batch: int) -> tuple[Change, ...]:
    """Return what a batch changed and ended, records in the order of their numbers.

    None of a layer that is only counted: what became of a person is told to nobody.
    """
    if layer.counted_only:
        return ()
    return (
        *(
            change
            for record in read_changes(transaction, layer, batch, "changed", limit=MOST_TOLD)
            for change in _of_record(record, layer)
        ),
        *(
            Change("ended", record.number, _title(record, layer))
            for record in read_changes(transaction, layer, batch, "ended", limit=MOST_TOLD)
        ),
    )


def _of_record(record: ChangedRecord, layer: Layer) -> Iterator[Change]:
    title, told = _title(record, layer), differences(record.before, record.after, layer, OFFICE)
    if not told:
        yield Change("changed", record.number, title)
    for one in told:
        name = one.field.id if one.field else POSITION
        states = plain_of(one.before), plain_of(one.after)
        yield Change("changed", record.number, title, name, *states)


def _title(record: ChangedRecord, layer: Layer) -> str:
    return title_of(record.after, layer, OFFICE) or ""


def _text(plain: Plain, field: Field | None, layer: Layer) -> str:
    value = shown_of(plain, field, layer) if field else plain
    if value is None:
        return ""
    return value.name.zh if isinstance(value, Value) else str(value)
