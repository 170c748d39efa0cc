"""Files for the browser, served under addresses that change with their content."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from os import PathLike, stat_result
    from pathlib import Path

    from starlette.responses import Response
    from starlette.types import Scope

LASTING: Final = "private, max-age=31536000, immutable"
# A Windows registry may call scripts text/plain, which browsers then refuse to run.
TYPES: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class AssetFolder:
    """A folder of files and the address it is served at.

    Parameters
    ----------
    name
        First part of the address below ``/assets``.
    folder
        Where the files are.
    """

    name: str
    folder: Path

    @cached_property
    def prefix(self) -> str:
        """Address of the folder, with twelve digits that tell its content."""
        digest = sha256()
        for path in sorted(p for p in self.folder.rglob("*") if p.is_file()):
            digest.update(path.relative_to(self.folder).as_posix().encode())
            digest.update(path.read_bytes())
        return f"/assets/{self.name}-{digest.hexdigest()[:12]}"

    def mount(self) -> Mount:
        """Serve the files for ever: another content has another address."""
        return Mount(self.prefix, app=_LastingFiles(directory=self.folder))


def declare_types() -> None:
    """Say by hand what each kind of file is, whatever this machine believes."""
    for suffix, kind in TYPES.items():
        mimetypes.add_type(kind, suffix)


class _LastingFiles(StaticFiles):
    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = LASTING
        return response
