"""What a ledger changes, in lines a clerk reads: which record, which field, from what to what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from etl.reasons import line
from geodata.catalogue.model import Value
from geodata.facts import differences, title_of
from geodata.storage.changes import read_changes
from geodata.viewer import OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geodata.catalogue import Layer
    from geodata.facts import Shown
    from geodata.storage.changes import ChangedRecord, Kind
    from geodata.storage.store import Transaction

MOST_TOLD: Final = 200
"""Records of a kind told in a report; the page 台账 pages through all of a batch."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record, masked; for an ended record nothing but its name.

    Parameters
    ----------
    number, title
        Of the record, as the map knows and calls it.
    field
        As the layer names it; '' where only personal fields changed, or the record ends.
    before, after
        '' for blank.
    """

    kind: Kind
    number: int
    title: str
    field: str = ""
    before: str = ""
    after: str = ""


def told_changes(transaction: Transaction, layer: Layer, batch: int) -> tuple[Change, ...]:
    """Return what a batch changed and ended, records in the order of their numbers."""
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
        name = one.field.name.zh if one.field else line("position")
        yield Change("changed", record.number, title, name, _text(one.before), _text(one.after))


def _title(record: ChangedRecord, layer: Layer) -> str:
    return title_of(record.after, layer, OFFICE) or ""


def _text(value: Shown | None) -> str:
    if value is None:
        return ""
    return value.name.zh if isinstance(value, Value) else str(value)
