"""Undoing an import, and who did so in the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from etl.reasons import LANGUAGES, Said, note, refusal
from geodata.storage import audit
from geodata.storage.ledgers import read_batch
from geodata.storage.undo import undo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geodata.catalogue import Catalogue
    from geodata.storage.audit import Entry, Result
    from geodata.storage.store import Storage
    from geodata.storage.undo import Later, Undone

BETWEEN: Final = {"zh": "；", "en": "; "}
MOST_NAMED: Final = 10
"""Records and batches named of those that stand in the way."""


def undo_batch(storage: Storage, catalogue: Catalogue, number: int, entry: Entry) -> Undone:
    """Undo a batch and write it into the audit, in one transaction.

    Parameters
    ----------
    entry
        Who does so and when; what became of it is added.

    Raises
    ------
    LedgerError
        Where there is no such batch, it was undone before, the personal data from before was
        purged, or anybody has built on it since: names what.
    """
    with storage.writing() as connection:
        batch = read_batch(connection, number)
        if batch is None or not batch.stands:
            raise refusal("not_standing", batch=number)
        done = undo(connection, number, catalogue.by_layer, now=entry.at)
        told = {"restored": done.restored, "removed": done.removed}
        told |= {"in_the_way": len(done.later)}
        purged = {"purged": done.purged, "without_personal": done.without_personal}
        told |= {name: count for name, count in purged.items() if count}
        result: Result = "refused" if done.later or done.purged else "done"
        audit.note(connection, replace(entry, result=result, details=told))
    if done.later:
        raise refusal("built_upon", batch=number, count=len(done.later), later=_named(done.later))
    if done.purged:
        raise refusal("images_purged", batch=number, count=done.purged)
    return done


def _named(later: Sequence[Later]) -> dict[str, str]:
    """Name by language the first of what stands in the way."""
    said = [_of(one) for one in later[:MOST_NAMED]]
    return {lang: BETWEEN[lang].join(one.text(lang) for one in said) for lang in LANGUAGES}


def _of(one: Later) -> Said:
    if one.number is None:
        return note("later_batch", batch=one.batch)
    if one.batch is None:
        return note("later_correction", number=one.number)
    return note("later_change", number=one.number, batch=one.batch)
