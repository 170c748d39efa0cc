"""The records of a file until they are published: packed, some 100 bytes instead of 1,000 each."""

import pickle
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from geodata.records import Occurrence, Position, Record

FAST = 1
"""The level of compression: the records of a ledger say much the same, and little is left."""

Part = Position | Occurrence
PARTS: dict[str, type[Part]] = {"position": Position, "occurrence": Occurrence}
"""Fields of a record that are tuples themselves; the first member of each is never None."""


class PackedRecords:
    """Records in the order of the file, as often as they are wanted; they are unpacked by block.

    Columns are packed, not rows: texts, numbers and instants alone take a third of the time.
    """

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._count = 0

    def __len__(self) -> int:
        """Count the records."""
        return self._count

    def __iter__(self) -> Iterator[Record]:
        """Give the records, one block of them in memory at a time."""
        for block in self._blocks:
            # our own bytes, which never left this process
            columns = pickle.loads(zlib.decompress(block))  # noqa: S301
            for name, part in PARTS.items():
                columns[name] = _joined(columns[name], part)
            yield from map(Record._make, zip(*columns.values(), strict=True))

    def add(self, records: Sequence[Record]) -> None:
        """Add a block of records, whose attributes and personal fields are plain dicts."""
        if not records:
            return
        columns: dict[str, Any] = dict(zip(Record._fields, zip(*records, strict=True), strict=True))
        for name, part in PARTS.items():
            nothing = (None,) * len(part._fields)
            filled = (value or nothing for value in columns[name])
            columns[name] = list(zip(*filled, strict=True))
        self._blocks.append(zlib.compress(pickle.dumps(columns, pickle.HIGHEST_PROTOCOL), FAST))
        self._count += len(records)


def _joined(columns: list[tuple[Any, ...]], part: type[Part]) -> list[Part | None]:
    rows = zip(*columns, strict=True)
    return [None if values[0] is None else part._make(values) for values in rows]
