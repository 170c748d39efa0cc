"""Which incidents are listed together, and whether they happen outdoors or inside."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.catalogue.model import IncidentType
from geodata.results.monthlist import INDOORS, OUTDOORS


@dataclass(frozen=True, slots=True)
class Kind:
    """Incidents listed together.

    Parameters
    ----------
    id
        As `geodata.results.monthlist.KindList.kind`.
    classes
        Places of its types in the list of types.
    inside
        Whether they are counted in cells, else on pieces of street.
    untyped
        Whether incidents of no type are among them.
    """

    id: str
    classes: tuple[int, ...]
    inside: bool
    untyped: bool = False

    def holds(self, classes: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Say which incidents are of this kind, by the place of each one's type (255 for none)."""
        chosen = np.zeros(256, dtype=np.bool_)
        chosen[list(self.classes)] = True
        chosen[255] = self.untyped
        return np.asarray(chosen[classes])


def kinds_of(types: Sequence[IncidentType]) -> tuple[Kind, ...]:
    """List all kinds: outdoors, inside, then every type with those below it.

    A type is inside where it is declared `off_street`, or where all types below it are.
    """
    inside = [_is_inside(kind, types) for kind in types]
    everywhere = range(len(types))
    together = (
        Kind(OUTDOORS, tuple(n for n in everywhere if not inside[n]), inside=False, untyped=True),
        Kind(INDOORS, tuple(n for n in everywhere if inside[n]), inside=True),
    )
    single = (
        Kind(
            kind.id,
            tuple(n for n, other in enumerate(types) if kind.id in (other.id, other.parent)),
            inside=inside[place],
        )
        for place, kind in enumerate(types)
    )
    return (*together, *single)


def _is_inside(kind: IncidentType, types: Sequence[IncidentType]) -> bool:
    below = [other.off_street for other in types if other.parent == kind.id]
    return kind.off_street or (bool(below) and all(below))
