"""Lists of areas of several sub-districts: whose are taken, and what speaks against them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from etl.reasons import SHAPE, Said, note, refusal
from etl.troubles import trouble

if TYPE_CHECKING:
    from collections.abc import Collection

    from etl.columns import Columns
    from etl.locate import Placed
    from geodata.catalogue import Layer
    from geodata.coordinates.bounds import Bounds

ALL = "all"
"""Said in place of a code where the areas of every sub-district are wanted."""

COMMUNITY = "community"
PARENT_NAME = "parent_name"
"""Id of the field that names the area above: for whoever is asked, nothing is told by it."""

PARENTS_SAID = 5
MOST_PARENTS = 300
"""So many are offered: a city has some 200."""


class Parents:
    """Keeps count of what the areas of one file belong to, and refuses those that are not wanted.

    Parameters
    ----------
    layer
        Whose records are read; nothing is asked of any but communities.
    only
        Code of the sub-district whose rows are taken, `ALL`, or None where nobody was asked.
    districts
        Codes of those that are known.
    bounds
        Of the only one there is, in degrees; None where there is none, or several.
    """

    def __init__(
        self,
        layer: Layer,
        only: str | None = None,
        districts: Collection[str] = (),
        bounds: Bounds | None = None,
    ) -> None:
        self.only, self.districts = only, frozenset(districts)
        asks = layer.level == COMMUNITY
        self.parent = layer.by_column["parent"].id if asks else None
        self.code = layer.by_column["code"].id if asks else ""
        self.alone = next(iter(districts)) if asks and len(districts) == 1 else None
        self.bounds = bounds if asks else None
        self.counts: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        self.elsewhere = self.others = 0
        self.is_assumed = False

    @property
    def is_open(self) -> bool:
        """Whether it is a question whose rows are wanted: several, and not all of them known."""
        return len(self.counts) > 1 and not self.districts.issuperset(self.counts)

    def default(self, fields: Collection[str]) -> dict[str, str]:
        """Give the area above by field id, where no column has it and only one is there."""
        if self.parent is None or self.alone is None or self.parent in fields:
            return {}
        return {self.parent: self.alone}

    def asked(self) -> tuple[tuple[str, int, str], ...]:
        """Give code, rows and name of each where it is a question; '' where the list has no name.

        The known come first, then the largest.
        """
        if not self.is_open:
            return ()
        counts = self.counts.items()
        ranked = sorted(counts, key=lambda one: (one[0] not in self.districts, -one[1], one[0]))
        return tuple((code, rows, self.names.get(code, "")) for code, rows in ranked[:MOST_PARENTS])

    def check(self, columns: Columns) -> None:
        """Count the areas of a block, and refuse those of others than the one that was said."""
        if self.parent is None or self.parent not in columns.values:
            return
        parents = columns.values[self.parent]
        written = columns.written.get(self.parent, [])
        self.counts.update(filter(None, written))
        for code, name in zip(written, columns.written.get(PARENT_NAME, []), strict=False):
            if code and name:
                self.names.setdefault(code, name)
        self.is_assumed |= not written and set(parents) == {self.alone}
        for place, parent in enumerate(parents):
            if parent is not None and self.only not in {None, ALL, parent}:
                self.others += 1
                found = trouble("other_parent", found=parent, wanted=self.only)
                columns.add(place, self.parent, found)

    def check_places(self, columns: Columns, placed: Placed) -> None:
        """Doubt areas that lie outside the sub-district, or whose code begins with another's."""
        if self.parent is None:
            return
        parents = columns.values.get(self.parent, [])
        codes = columns.values.get(self.code, [])
        for place, (code, parent) in enumerate(zip(codes, parents, strict=False)):
            if self.only not in {None, ALL, parent}:
                continue
            position = placed.positions[place]
            if position and self.bounds and not self.bounds.contains(position.lng, position.lat):
                found = trouble("outside_boundary", rejects=False)
                columns.add(place, SHAPE, found)
            elif _is_of_another(code, parent):
                found = trouble("code_elsewhere", rejects=False, found=code, parent=parent)
                columns.add(place, self.code, found)
            else:
                continue
            self.elsewhere += 1

    def require_one(self, name: str) -> None:
        """Ask whose rows are wanted.

        Raises
        ------
        LedgerError
            Where that is a question nobody has answered.
        """
        if self.only is None and self.is_open:
            listed = (
                f"{code} {self.names.get(code, '')}".strip() + f" ({n})"
                for code, n in self.counts.most_common(PARENTS_SAID)
            )
            more = "……" if len(self.counts) > PARENTS_SAID else ""
            raise refusal(
                "several_parents",
                name=name,
                count=len(self.counts),
                parents="、".join(listed) + more,
                code=next(iter(self.counts)),
            )

    def notes(self) -> list[Said]:
        """Say how many areas are not taken or seem to be another's, and whose all are taken for."""
        said = (
            (self.others, note("other_parents", count=self.others, only=self.only)),
            (self.elsewhere, note("areas_elsewhere", count=self.elsewhere)),
            (self.is_assumed, note("parent_assumed", parent=self.alone)),
        )
        return [one for is_so, one in said if is_so]


def _is_of_another(code: object, parent: object) -> bool:
    """Say whether two official codes, all digits, do not go together (GB/T 10114: 9 digits + 3)."""
    both = (str(code), str(parent))
    official = all(one.isascii() and one.isdigit() for one in both)
    return official and len(both[0]) > len(both[1]) and not both[0].startswith(both[1])
