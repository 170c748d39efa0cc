"""What tells a row from every other: its natural key, or else its content."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from geodata.catalogue import Layer

MARK_OF_CONTENT = "#"
DIGEST_BYTES = 12

Values = Mapping[str, Any]


class Keys:
    """Gives each row of one file its key and remembers those given.

    Parameters
    ----------
    layer
        Its `key` fields make the key where all are filled, else its `fallback_key` fields, else
        the row's content with its occurrence number in the file (the third of three equal rows
        has number 3): so equal rows stay several records, and the same file gives the same keys.
    """

    def __init__(self, layer: Layer) -> None:
        self.natural = [fields for fields in (layer.key, layer.fallback_key) if fields]
        self.rows: dict[str, int] = {}
        self.seen: Counter[bytes] = Counter()

    def key_of(self, values: Values, where: object) -> str:
        """Return the key of a row.

        Parameters
        ----------
        values
            The row's values by field id.
        where
            What it says of its position.
        """
        for fields in self.natural:
            parts = [values.get(field) for field in fields]
            if None not in parts:
                return "|".join(map(_part, parts))
        said = sorted((name, value) for name, value in values.items() if value is not None)
        content = repr((said, where)).encode("utf-8", "surrogatepass")
        digest = blake2b(content, digest_size=DIGEST_BYTES)
        self.seen[digest.digest()] += 1
        return f"{MARK_OF_CONTENT}{digest.hexdigest()}.{self.seen[digest.digest()]}"

    def take(self, key: str, row: int) -> int | None:
        """Give a key to a row; where another row has it already, return that row's number."""
        earlier = self.rows.setdefault(key, row)
        return None if earlier == row else earlier


def _part(value: object) -> str:
    """Even out width and outer blanks; a bar inside is doubled, as it divides the parts."""
    return unicodedata.normalize("NFKC", str(value)).strip().replace("|", "||")
