"""What is looked for in the audit: on the page, and in the query of the file that is taken away."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from geodata.localtime import to_instant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

MOST_ENTRIES: Final = 100_000
"""Of one file that is taken away; the newest. More are taken away day by day."""

MOST_LETTERS: Final = 64
MOST_DAY: Final = 10


@dataclass(frozen=True, slots=True)
class AuditAsked:
    """Words, an action, the first and the last local day, as they were typed; '' for any."""

    text: str = ""
    action: str = ""
    since: str = ""
    until: str = ""

    def wrong_days(self) -> list[str]:
        """Return what was typed for a day and is none."""
        days = (self.since.strip(), self.until.strip())
        return [day for day in days if day and parse_instant(day) is None]

    def terms(self) -> dict[str, Any]:
        """Return it as `geodata.storage.audit.read_audit` takes it; a wrong day is left out."""
        return {
            "text": self.text.strip() or None,
            "action": self.action or None,
            "since": parse_instant(self.since),
            "until": parse_instant(self.until, after=True),
        }

    def to_query(self, **more: str) -> str:
        """Return it as the query of an address; what is not asked for is left out."""
        told = {name: value.strip() for name, value in asdict(self).items()}
        return urlencode({name: value for name, value in {**told, **more}.items() if value})


def parse_audit(query: Mapping[str, str]) -> AuditAsked:
    """Read what `AuditAsked.to_query` wrote; anything else in it is not looked at."""
    most = {"text": MOST_LETTERS, "action": MOST_LETTERS, "since": MOST_DAY, "until": MOST_DAY}
    return AuditAsked(**{name: query.get(name, "")[:letters] for name, letters in most.items()})


def parse_instant(text: str, *, after: bool = False) -> datetime | None:
    """Read a local day as its first instant, or the first one after it; None for no day."""
    try:
        day = date.fromisoformat(text.strip())
        return to_instant(day + timedelta(days=int(after)), 0)
    except (ValueError, OverflowError):
        return None
