"""Forms that a page of ours sends: short, and read with a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from geodata.errors import RightsError

if TYPE_CHECKING:
    from starlette.requests import Request

Form = dict[str, list[str]]

MOST_REASON: Final = 200
MOST_BYTES: Final = 8_192
MOST_FIELDS: Final = 10


async def read_form(request: Request) -> Form:
    """Return the fields of a form, each with its values in order.

    Raises
    ------
    RightsError
        For a body longer than a form of ours can be, with more fields, or none at all.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise RightsError("a long text", f"{MOST_REASON} letters", "Write it shorter.")
    try:
        return parse_qs(body.decode("utf-8"), max_num_fields=MOST_FIELDS)
    except ValueError:
        raise RightsError("no form", "a reason", "Write the reason.") from None


async def read_reason(request: Request) -> str:
    """Return the reason a form gives; as `read_form`."""
    return reason_of(await read_form(request))


def last_of(form: Form, name: str) -> str:
    """Return the last value of a field, without blanks around it; '' where it is not there."""
    return form.get(name, [""])[-1].strip()


def reason_of(form: Form) -> str:
    """Return the reason a form gives, cut to `MOST_REASON` letters."""
    return last_of(form, "reason")[:MOST_REASON]
