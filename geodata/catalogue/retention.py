"""How long something is kept, and what for."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from geodata.catalogue.declaration import Declaration, Id, Words

LEAST_DAYS: Final = 30
"""Below it a person could not even mend what was brought in wrongly."""

MOST_DAYS: Final = 36_500

Days = Annotated[int, Field(ge=LEAST_DAYS, le=MOST_DAYS)]


class PersonalRetention(Declaration):
    """What the personal fields of a layer are for, and how long they are needed after the end.

    Of a place time runs from the day it ended, of an event from the event. While a place is there
    its personal fields stay (Personal Information Protection Law, Art. 6, 19 and 47).
    """

    days: Days
    purpose: Words


class KeptKind(Declaration):
    """Something that is kept for a time, besides the personal fields of records.

    An office may set other days, but not fewer than `least`.
    """

    id: Id
    name: Words
    since: Words
    days: int
    least: int
    reason: Words
