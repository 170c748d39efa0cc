"""The way to the office's provider and back, on the one open path there is.

Back is ``/login?state=…&code=…``, which shows a page that sends both on as a form: coming from
another site, the browser keeps our cookies, all of them SameSite=Strict, to itself.
"""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.responses import RedirectResponse, Response

from dashboard.accounts.desk import Opened, Refused
from dashboard.accounts.oidc import LASTS
from dashboard.server.gate.cookies import FLOW, cookie_name, drop_cookie, set_flow_cookie
from dashboard.server.gate.rules import LOGIN
from dashboard.server.signin.answers import Form, opened, refused, shown_of
from dashboard.texts import LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from dashboard.accounts.by_provider import ProviderDesk
    from dashboard.accounts.desk import Client
    from dashboard.server.gate.asked import Asked
    from dashboard.server.signin.page import Shown

Result = TypeVar("Result")

AT_ONCE: Final = 2
"""Asked at once of the provider; whoever signs in by password never waits for it."""
MOST_WAITING: Final = 20
MOST_THERE: Final = 1_500
"""Letters of an address to go on to: a browser keeps no cookie above 4,096."""
ANSWER: Final = ("state", "code", "error")


class ProviderRoutes:
    """What `SignIn` hands on where an office has a provider."""

    def __init__(self, desk: ProviderDesk) -> None:
        self._desk = desk
        self._threads = CapacityLimiter(AT_ONCE)

    @property
    def name(self) -> str:
        """What its button says."""
        return self._desk.party.provider.name

    async def start(self, shown: Shown, asked: Asked) -> Response:
        """Send the browser to the provider, with a sealed flow to bring back."""
        there = shown.there if len(shown.there) <= MOST_THERE else "/"
        carried = {"next": there, LANGUAGE: str(shown.language)}
        work = partial(self._desk.begin, f"{asked.base}{LOGIN}", carried)
        begun = await self._ask(work)
        if isinstance(begun, Refused):
            return refused(begun, shown, asked)
        address, sealed = begun
        answer = RedirectResponse(address, HTTPStatus.SEE_OTHER)
        lasts_s = int(LASTS.total_seconds())
        answer.headers["set-cookie"] = set_flow_cookie(asked, sealed, lasts_s=lasts_s)
        return answer

    async def finish(self, request: Request, form: Form, client: Client, asked: Asked) -> Response:
        """Open a session for whoever came back; the flow is over, however it ends."""
        sealed = request.cookies.get(cookie_name(asked, FLOW), "")
        flow = self._desk.party.read_flow(sealed)
        result = await self._ask(partial(self._desk.finish, flow, answer_in(form), client))
        shown = shown_of(flow.carried if flow else form, self.name)
        if isinstance(result, Opened):
            answer = opened(result, shown, asked)
        else:
            answer = refused(result, shown, asked)
        answer.headers.append("set-cookie", drop_cookie(asked, FLOW))
        return answer

    async def _ask(self, work: partial[Result]) -> Result | Refused:
        if self._threads.statistics().tasks_waiting >= MOST_WAITING:
            return Refused("busy")
        return await to_thread.run_sync(work, limiter=self._threads)


def answer_in(values: Mapping[str, str]) -> Form:
    """Return what the provider sent the browser back with."""
    return {name: values[name] for name in ANSWER if name in values}
