"""Codes of areas whose ledger has no column for them: by name, else made, the same each time."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING

from etl.datum.surroundings import bare
from etl.reasons import Said, note
from etl.words import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.columns import Columns
    from geodata.catalogue import Layer

DIGEST_BYTES = 3
REFUSED = "-"
"""In place of a code in a row that lacks its name or the area above: it is refused for that."""


def makes_codes(layer: Layer) -> set[str]:
    """Return the id of the field that need not be given; none where areas have none above them."""
    if layer.record != "area" or "parent" not in layer.by_column:
        return set()
    return {layer.by_column["code"].id}


def make_code(parent: str, name: str) -> str:
    """Return the code of an area without an official one.

    That of the area above, a hyphen and six digits told by the name without the word for what it
    is: official codes have no hyphen, and the next ledger gives 新庄 and 新庄社区 the same.
    """
    return f"{parent}-{blake2b(bare(name).encode(), digest_size=DIGEST_BYTES).hexdigest()}"


class AreaCodes:
    """Gives the areas of one file their codes.

    Parameters
    ----------
    layer
        Whose records are read.
    areas
        Code, name, level and code of the area above of those that are there.
    """

    def __init__(
        self, layer: Layer, areas: Iterable[tuple[str, str, str, str | None]] = ()
    ) -> None:
        self.code = next(iter(makes_codes(layer)), None)
        if self.code is not None:
            self.name, self.parent = (layer.by_column[c].id for c in ("name", "parent"))
        there = [
            (parent, name, code)
            for code, name, level, parent in areas
            if level == layer.level and name
        ]
        alike = Counter((parent, bare(name)) for parent, name, _ in there)
        self.known = {
            (parent, bare(name)): code
            for parent, name, code in there
            if alike[parent, bare(name)] == 1
        }
        # 新庄社区 and 新庄村 may be two: then only the whole name tells which is meant
        self.by_whole_name = {(parent, plain(name)): code for parent, name, code in there}
        self.found = self.made = 0

    def fill(self, columns: Columns) -> None:
        """Give a block without a column of codes one, where names and areas above are there."""
        if self.code is None or self.code in columns.values:
            return
        names, parents = (columns.values.get(one) for one in (self.name, self.parent))
        if names is None or parents is None:
            return
        columns.values[self.code] = [
            self._code(parent, name) if parent and name else REFUSED
            for parent, name in zip(parents, names, strict=True)
        ]

    def notes(self) -> list[Said]:
        """Say how many were told by their name, and how many are new."""
        if not self.found + self.made:
            return []
        return [note("codes_made", found=self.found, made=self.made)]

    def _code(self, parent: str, name: str) -> str:
        whole = self.by_whole_name.get((parent, plain(name)))
        known = whole or self.known.get((parent, bare(name)))
        self.found += known is not None
        self.made += known is None
        return known or make_code(parent, name)
