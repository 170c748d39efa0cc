"""Ending the records that a complete ledger no longer names."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, or_, select, update

from geodata.errors import StorageError
from geodata.storage.past import keep_before_images
from geodata.storage.tables import batches, ground, incidents, places, streets

MOST_SHARE: Final = 0.2
"""Share of the records a ledger speaks for that it may end without being asked a second time."""
CHUNK: Final = 5_000


class EndsManyError(StorageError):
    """A complete ledger would end more of the records than it may without a second question."""

    def __init__(self, ending: int, held: int) -> None:
        super().__init__(
            f"{ending} of {held} records no longer in the ledger",
            f"at most {MOST_SHARE:.0%}",
            f"If they are really gone, import it again and confirm that {ending} end.",
        )
        self.ending, self.held = ending, held


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a complete ledger speaks for: records of a layer in these sub-districts.

    Of incidents it speaks for its sources alone, from its first occurrence to its last; of ground
    and streets for what came from its source, where one is named.
    """

    layer: str
    districts: frozenset[str]
    sources: frozenset[str | None] = frozenset()
    first: datetime | None = None
    last: datetime | None = None


def end_missing(
    connection: Connection,
    table: Table,
    spoken: Spoken,
    named: Collection[int],
    *,
    batch: int,
    day: date,
    now: datetime,
    may_end: int | None,
) -> int:
    """End the records that a complete ledger speaks for and does not name.

    A place ends on the day the ledger is true up to, unless it ended before or its end was
    corrected by hand; what else there is no longer is there at all. Both keep their history, and
    are back as soon as a ledger names them again. What stands for a record of another ledger as
    well stands as long as that is named.

    Parameters
    ----------
    named
        Numbers of the records it names besides those it wrote.
    may_end
        How many may end although they are more than `MOST_SHARE` of all; None for not asked.

    Returns
    -------
    int
        How many ended.

    Raises
    ------
    EndsManyError
        Where they are more, and another number than `may_end`.
    """
    columns = (table.c.id, table.c.batch, table.c.corrected)
    held = connection.execute(select(*columns).where(*_standing(table, spoken, day))).all()
    missing = [
        row.id
        for row in held
        if row.batch != batch and row.id not in named and not _is_kept(row.corrected)
    ]
    if len(missing) > MOST_SHARE * len(held) and len(missing) != may_end:
        raise EndsManyError(len(missing), len(held))
    ended = {"valid_to": day} if table is places else {"retired_at": now}
    for start in range(0, len(missing), CHUNK):
        part = missing[start : start + CHUNK]
        keep_before_images(connection, table, part, batch=batch, changed_at=now)
        # an empty fingerprint: whatever ledger names it next is taken to say something new
        values = {**ended, "ended_by": batch, "row_hash": b"", "version": table.c.version + 1}
        connection.execute(update(table).where(table.c.id.in_(part)).values(values))
    return len(missing)


def _standing(table: Table, spoken: Spoken, day: date) -> list[ColumnElement[bool]]:
    merged, told = table.c.merged_into, table.alias()
    also_told = select(told.c.merged_into).where(
        told.c.layer == spoken.layer, told.c.merged_into.is_not(None), told.c.ended_by.is_(None)
    )
    rules = [
        table.c.layer == spoken.layer,
        table.c.district.in_(spoken.districts),
        or_(table.c.retired_at.is_(None), merged.is_not(None) & table.c.ended_by.is_(None)),
        table.c.id.not_in(also_told),
        or_(table.c.valid_to.is_(None), table.c.valid_to > day),
    ]
    if table is incidents:
        named = [source for source in spoken.sources if source is not None]
        rules += [
            or_(table.c.source.in_(named), table.c.source.is_(None))
            if None in spoken.sources
            else table.c.source.in_(named),
            table.c.occurred_at.between(spoken.first, spoken.last),
        ]
    elif table in (ground, streets) and spoken.sources:
        own = select(batches.c.id).where(batches.c.source.in_(spoken.sources))
        rules.append(table.c.batch.in_(own))
    return rules


def _is_kept(corrected: dict[str, object] | None) -> bool:
    return corrected is not None and "valid_to" in corrected
