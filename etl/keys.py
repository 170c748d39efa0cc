"""What tells a row from every other: its natural key, or else what it says."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from types import NoneType
from typing import Any

from geodata.catalogue import Layer
from geodata.repeated import made_once

MARK_OF_CONTENT = "#"
DIGEST_BYTES = 12
ESCAPES = str.maketrans({"\\": "\\\\", "|": "\\|"})

Values = Mapping[str, Any]
Place = tuple[str, int]


class Keys:
    """Gives each row of one file its key and remembers those given.

    Parameters
    ----------
    layer
        Its `key` fields make the key where all are filled, else its `fallback_key` fields, else
        what the row says, with its occurrence number in the file (the third of three rows that
        say the same has number 3): so equal rows stay several records, and the same file gives
        the same keys.
    """

    def __init__(self, layer: Layer) -> None:
        self.natural = [fields for fields in (layer.key, layer.fallback_key) if fields]
        self.by_column = {column: field.id for column, field in layer.by_column.items()}
        # by sheet and key in UTF-8: a text in Chinese takes twice as much, a place each still more
        self.rows: dict[str, dict[bytes, int]] = {}
        self.seen: Counter[bytes] = Counter()

    def natural_keys(self, values: Mapping[str, list[Any]], count: int) -> list[str | None]:
        """Return the keys rows have of their own; None for a row that has none.

        Parameters
        ----------
        values
            By field id the values of the rows.
        count
            How many rows there are.
        """
        keys: list[str | None] = [None] * count
        for fields in self.natural:
            if values.keys() >= set(fields):
                parts = zip(*(_parts(values[field]) for field in fields), strict=True)
                keys = [
                    "|".join(row) if key is None and None not in row else key
                    for key, row in zip(keys, parts, strict=True)
                ]
        return keys

    def content_key(self, written: Values, where: object, source: object = None) -> str:
        """Return the key of a row that has none of its own.

        An incident is told by when (to the minute), where and what it was: a ledger that comes
        again with a column more or less, or read in another CRS, brings the same incidents.
        Without time of day or place these are too few to tell two incidents apart, and all that
        is written counts, as it does for every other layer.

        Parameters
        ----------
        written
            The row's values by field id, without those given for the whole file.
        where
            What is written of its position, in whatever CRS.
        source
            Who reported it, written or given for the file: two offices may see the same.
        """
        said = self._event(written, where) or sorted(
            (name, value) for name, value in written.items() if value is not None
        )
        content = repr((said, where, source)).encode("utf-8", "surrogatepass")
        digest = blake2b(content, digest_size=DIGEST_BYTES)
        self.seen[digest.digest()] += 1
        return f"{MARK_OF_CONTENT}{digest.hexdigest()}.{self.seen[digest.digest()]}"

    def take_all(self, keys: Sequence[str], places: Sequence[Place]) -> list[Place | None]:
        """Give keys to the rows at some places of one sheet, as `take` does one by one."""
        new = dict(zip(map(_in_bytes, keys), (row for _, row in places), strict=True))
        if len(new) < len(keys) or not all(map(new.keys().isdisjoint, self.rows.values())):
            return [*map(self.take, keys, places)]
        for sheet, _ in places[:1]:
            self.rows.setdefault(sheet, {}).update(new)
        return [None] * len(keys)

    def take(self, key: str, place: Place) -> Place | None:
        """Give a key to the row at a place; where another row has it already, return its place."""
        sheet, row = place
        taken = _in_bytes(key)
        for earlier, rows in self.rows.items():
            if taken in rows:
                return earlier, rows[taken]
        self.rows.setdefault(sheet, {})[taken] = row
        return None

    def _event(self, written: Values, where: object) -> list[object]:
        """Give when, where and what an incident was; nothing where that is not exactly written."""
        when, at, address, what, number = (
            written.get(self.by_column.get(column, ""))
            for column in ("occurred", "occurred_time", "address", "class", "case_number")
        )
        is_exact = when is not None and (when[1] or at) is not None
        return [when, at, address, what, number] if is_exact and (address or where) else []


def _in_bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _parts(values: Sequence[Any]) -> list[Any]:
    """Write the values of a field as parts of keys; None stays."""
    if set(map(type, values)) <= {str, NoneType}:
        return made_once(_part_or_none, values)
    return [*map(_part_or_none, values)]


def _part_or_none(value: object) -> str | None:
    return None if value is None else _part(value)


def _part(value: object) -> str:
    """Even out width and outer blanks; a bar inside is escaped, as it divides the parts."""
    text = str(value).strip()
    if text.isalnum() and text.isascii():  # as most keys are: nothing to even out
        return text
    return unicodedata.normalize("NFKC", text).strip().translate(ESCAPES)
