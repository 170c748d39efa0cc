"""Which error is which HTTP status, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse

from geodata.errors import RightsError, SafetyMapError, SelectionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response


class NotThereError(SafetyMapError):
    """A layer, record or shape that does not exist, or not for this viewer."""


class OutdatedError(SafetyMapError):
    """A data version that is no longer the current one."""


class TakeawayError(SafetyMapError):
    """A file that could not be made: the words of the program that should have made it, or none."""


class CorrectionError(SafetyMapError):
    """What is asked of a record cannot be; said in the words of whoever asks."""


class OvertakenError(SafetyMapError):
    """Somebody else has changed the record since it was read."""


class UpstreamError(SafetyMapError):
    """Another server does not answer, or with nothing of use."""


STATUS: Final[dict[type[SafetyMapError], int]] = {
    NotThereError: 404,
    OutdatedError: 409,
    OvertakenError: 409,
    CorrectionError: 400,
    SelectionError: 400,
    RightsError: 403,
    TakeawayError: 422,
    UpstreamError: 502,
}


def answer_errors(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Let an endpoint raise our errors: they become JSON with the status of the table.

    An error the table lacks is no answer to anybody: it may name paths. It goes on to the gate,
    which answers with a number.
    """

    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except tuple(STATUS) as error:
            return told_error(error)

    return answer


def told_error(error: SafetyMapError) -> Response:
    """Return one of our errors as JSON, with the status of the table."""
    told = {"found": error.found, "expected": error.expected, "remedy": error.remedy}
    return JSONResponse(told, STATUS[type(error)], headers={"cache-control": "no-store"})
