"""A layer as it is filtered, taken away as a file that a process of its own makes.

The libraries that write maps and tables cost the serving process half a second and 70 MB, and a
million records a minute of work: so they never come near it.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode
from uuid import uuid4

from anyio import to_thread
from starlette.responses import FileResponse

from dashboard.reports.order import BY_INPUT, FORMATS
from dashboard.server.asked import asked_selection, current_model, known, viewer_of
from dashboard.server.errors import TakeawayError
from dashboard.texts import LANGUAGE, parse_language, read_texts
from geodata.accounts import actor_of
from geodata.selection import to_query
from geodata.settings import CHECKOUT
from geodata.viewer import viewer_text

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

    from dashboard.server.live import Live
    from geodata.readmodel import ReadModel

_log = logging.getLogger(__name__)

MOST_S: Final = 3_600
"""Seconds a file may take."""

FOLDER: Final = "takeaway"


class Takeaways:
    """The endpoint that makes files; what an earlier process left behind goes.

    Files lie in the data folder, for the program's account alone, until they are sent.
    """

    def __init__(self, live: Live) -> None:
        self._live, self._folder = live, live.folder / FOLDER
        rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700)

    def take(self, request: Request) -> Response:
        """Answer the file asked for, or why there is none; the audit has it before."""
        model = current_model(self._live, request)
        layer = known(request.path_params["layer"], model.columns, "layer")
        kind = known(request.path_params["kind"], FORMATS, "kind of file")
        path = self._folder / uuid4().hex / f"{layer}.{kind}"
        path.parent.mkdir(mode=0o700)
        try:
            told = _told(self._asked(request, model, layer, path))
        except BaseException:
            rmtree(path.parent)
            raise
        headers = {"x-records": str(told["records"]), "cache-control": "no-store"}
        return _FileOnce(path, filename=path.name, headers=headers)

    def _asked(self, request: Request, model: ReadModel, layer: str, path: Path) -> list[str]:
        """Return what the command is told to write, for the one who asks and as they see it."""
        session = request.state.session
        selection = to_query(asked_selection(self._live, request, model))
        del selection["layers"]
        language = parse_language(request.query_params.get(LANGUAGE))
        given = {
            "layer": layer,
            "data": self._live.folder,
            "select": urlencode(selection),
            "lang": language.value[:2],
            "viewer": viewer_text(viewer_of(self._live, request)),
            "by": actor_of(session).to_text(),
            "mark": read_texts(language)(
                "table.taken_by", name=session.account.name, login=session.account.login
            ),
            "version": model.version,
        }
        return [
            *("export", "--json"),
            *(["--sample"] if self._live.is_sample() else []),
            *(f"--{name}={value}" for name, value in given.items()),
            *("--", str(path)),
        ]


class _FileOnce(FileResponse):
    """A file that is sent once and then gone, whether or not it arrived."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await to_thread.run_sync(rmtree, Path(self.path).parent)


def _told(asked: list[str]) -> dict[str, object]:
    """Run the command that writes files and return what it says of the one it wrote.

    Whoever lists this machine's processes reads their arguments, so ours go by standard input.

    Raises
    ------
    TakeawayError
        Where it wrote none.
    """
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", "dashboard.reports", BY_INPUT],
            input=json.dumps(asked).encode(),
            cwd=CHECKOUT,
            capture_output=True,
            timeout=MOST_S,
            check=False,
        )
        told = json.loads(ended.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError) as error:
        # What it wrote of its end may hold text of a ledger, so the log has only the kind.
        _log.error("no file to take away: %s", type(error).__name__)
        raise TakeawayError("", "", "") from None
    if "refused" in told:
        raise TakeawayError(**told["refused"])
    return dict(told)
