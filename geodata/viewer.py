"""Who is looking: the scope every read, route, export and cached function takes."""

import json
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Viewer:
    """What one person may see.

    Parameters
    ----------
    areas
        Codes of the areas seen, each with all below it; None means every area, an empty set none.
    projects
        Promotion projects seen; None means every project, an empty set none.
    masked
        Whether names, phones, ID numbers and door numbers are masked.
    """

    areas: frozenset[str] | None
    projects: frozenset[str] | None
    masked: bool = True

    @property
    def scope_key(self) -> str:
        """Twelve hex digits, equal for equal scopes in every process: for cache keys and URLs.

        It tells scopes apart; it is no secret and grants nothing.
        """
        scope = (_listed(self.areas), _listed(self.projects), self.masked)
        return sha256(repr(scope).encode()).hexdigest()[:12]


def viewer_text(viewer: Viewer) -> str:
    """Write a masked viewer as it is handed to another process; `parse_viewer` reads it."""
    return json.dumps([_listed(viewer.areas), _listed(viewer.projects)])


def parse_viewer(text: str) -> Viewer:
    """Read who looks, as a page hands it on: always masked.

    Raises
    ------
    ValueError
        Where the text is none of `viewer_text`.
    """
    areas, projects = json.loads(text)
    return Viewer(_named(areas), _named(projects))


def _named(names: list[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


def _listed(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


OFFICE = Viewer(areas=None, projects=None, masked=True)
"""The viewer without limits: everything, masked."""
