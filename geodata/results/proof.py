"""What shows whether the hotspot list is any good: the back-test, and sites that were treated.

Plain values as the worker writes and the server reads them; no personal data.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from geodata.results.monthlist import Units
from geodata.results.schemas import SCHEMAS

SCHEMA = SCHEMAS["hotspot_proof"]

FEWEST_JUDGED = 30
"""With fewer later incidents a hit rate says nothing: its interval is wider than 35 points."""

State = Literal["known", "too_soon", "no_history", "no_street"]


@dataclass(frozen=True, slots=True)
class Judged:
    """How one kind of incident was foreseen, over all looks back.

    Parameters
    ----------
    kind, units
        As in a month's list.
    share
        Of all street (or cells) that was chosen.
    later
        Incidents of the times judged, also those on no street.
    hits, plain_hits, oracle_hits
        Found of them by our list, by the plain count, and by a choice made with hindsight.
    low, high
        Exact 95 % interval of our hit rate.
    attainable
        Hit rate of somebody who knew the true rates (simulated); None without incidents.
    """

    kind: str
    units: Units
    share: float
    later: int
    hits: int
    plain_hits: int
    oracle_hits: int
    low: float
    high: float
    attainable: float | None

    @property
    def hit_rate(self) -> float | None:
        """Share of later incidents found; None where too few were judged."""
        return self.hits / self.later if self.later >= FEWEST_JUDGED else None

    @property
    def plain_rate(self) -> float | None:
        """The same of the plain count."""
        return self.plain_hits / self.later if self.later >= FEWEST_JUDGED else None

    @property
    def pai(self) -> float | None:
        """Predictive accuracy index (Chainey, Tompson and Uhlig 2008, Security Journal 21)."""
        return None if self.hit_rate is None else self.hit_rate / self.share

    @property
    def pei(self) -> float | None:
        """Predictive efficiency index: against hindsight (Hunt 2016)."""
        enough = self.hit_rate is not None and self.oracle_hits
        return self.hits / self.oracle_hits if enough else None


@dataclass(frozen=True, slots=True)
class Treated:
    """A place where something was done, and what came of it.

    Parameters
    ----------
    number
        Of its record.
    name
        What was done.
    kind
        Kind of incident it is meant for, as in a month's list.
    area
        Code of the smallest area it lies in; None where none is known.
    done
        The day, ISO.
    state
        ``known``; ``too_soon`` where less than six months have passed; ``no_history`` where less
        than a year before it is known; ``no_street`` where no street is near.
    before, after
        Incidents counted within the window, before it (at most 36 months) and since.
    days_before, days_after
        Lengths of both times.
    expected
        Incidents that were to be expected since, had nothing been done; None unless known.
    ratio, low, high
        Counted to expected, with its 95 % interval.
    """

    number: int
    name: str
    kind: str
    area: str | None
    done: str
    state: State
    before: int = 0
    after: int = 0
    days_before: int = 0
    days_after: int = 0
    expected: float | None = None
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """Both, as of a data version.

    Parameters
    ----------
    end
        First day of the month after the last one looked at, ISO.
    learn_months, folds
        From how many months each list was learned, and how many lists were judged, each by the
        `judge_months` after it. No folds: the ledgers do not reach back far enough.
    since
        Day of the first incident there is, ISO; None without any.
    """

    version: int
    sample: bool
    end: str
    since: str | None
    learn_months: int
    judge_months: int
    folds: int
    tested: tuple[Judged, ...]
    treated: tuple[Treated, ...]


def to_bytes(proof: Proof) -> bytes:
    """Write it as JSON."""
    return json.dumps({"schema": SCHEMA} | asdict(proof), ensure_ascii=False).encode()


def parse_proof(content: bytes) -> Proof:
    """Read it back, the other way of `to_bytes`.

    Raises
    ------
    ValueError
        Where it is of a schema this program does not know.
    """
    given: dict[str, Any] = json.loads(content)
    schema = given.pop("schema")
    if schema != SCHEMA:
        raise ValueError(f"back-test of schema {schema}, expected {SCHEMA}")
    tested = tuple(Judged(**one) for one in given.pop("tested"))
    treated = tuple(Treated(**one) for one in given.pop("treated"))
    return Proof(**given, tested=tested, treated=treated)
