"""Settling the CRS of a ledger: by what is declared, by the evidence, or by asking.

Whatever a file, its headings or an earlier confirmation say is held against the evidence too: a
ledger that says WGS84 and stands where only GCJ-02 makes sense is asked about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from etl.datum.candidates import Candidate, are_degrees
from etl.datum.recognise import Judged, Recognition
from etl.datum.said import is_on
from etl.datum.surroundings import RowWords
from etl.reasons import LANGUAGES, note, refusal
from geodata.coordinates.crs_names import BD09, GCJ02, WGS84, Crs
from geodata.errors import LedgerError

Floats = NDArray[np.float64]
Judge = Callable[[Floats, Floats, Sequence[RowWords], Crs | None], Recognition]
"""Recognises numbers among what is known of the sub-district; the CRS is one more to consider."""

CANDIDATES_SAID = 4
CLAIMED = "claimed"
DATUMS = {WGS84: "wgs84", GCJ02: "gcj02", BD09: "bd09"}
COMMA = {"zh": "，", "en": ", "}


class Told(NamedTuple):
    """What is said of a ledger's CRS other than by whoever imports it.

    Parameters
    ----------
    basis
        ``declared`` by the map file, ``claimed`` by one that says WGS84 of places in China, which
        counts only with evidence for it, ``headings``, ``remembered`` of its source, or ``''``.
    crs
        Which one, where it is named exactly.
    datum
        As `etl.datum.said.datum_said` gives it, where only that is named.
    """

    basis: str = ""
    crs: Crs | None = None
    datum: str | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """The CRS a ledger is read in, on which ground, and the evidence.

    `basis` is that of `Told`, or ``recognised`` by the evidence, or ``assumed`` where the numbers
    are outside the sub-district in every reading: then no record is placed by it.
    """

    crs: Crs
    basis: str
    recognition: Recognition

    def to_json(self) -> dict[str, Any]:
        """Give it as plain values, without a row's numbers or words."""
        return {"basis": self.basis, **self.recognition.to_json()}


class AskedError(LedgerError):
    """The CRS of a ledger is a question to whoever imports it; nothing was written.

    `recognition` has the candidates with their evidence.
    """

    def __init__(
        self, found: str, expected: str, remedy: str, recognition: Recognition | None = None
    ) -> None:
        super().__init__(found, expected, remedy)
        self.recognition = recognition or Recognition((), 0)

    def to_json(self) -> dict[str, Any]:
        """Give the question as plain values."""
        return {"basis": "asked", **self.recognition.to_json()}


def settle(
    judge: Judge,
    first: Floats,
    second: Floats,
    words: Sequence[RowWords],
    told: Told,
    *,
    name: str,
) -> Settled:
    """Settle what two columns of numbers are in.

    Parameters
    ----------
    judge
        As `etl.datum.recognise.recognise`, with the surroundings it compares with.
    first, second, words
        Some rows of the ledger.
    told
        What is said of it.
    name
        Of the file, for messages.

    Raises
    ------
    AskedError
        Where neither what is said nor the evidence settles it, or the two disagree.
    LedgerError
        Where the numbers are in no CRS we know.
    """
    found = judge(first, second, words, told.crs)
    expected = _expected(told, found)
    if expected is not None:
        if _is_contradicted(expected, found):
            raise _question("crs_contradicted", found, name=name, said=names_of(expected))
        if told.basis != CLAIMED:
            return Settled(expected, told.basis, found)
        if found.candidates and found.settled is None:
            raise _question("crs_claimed", found, name=name, said=names_of(expected))
        return Settled(expected, "declared", found)
    if found.settled is not None:
        return Settled(found.settled.crs, "recognised", found)
    if found.candidates:
        raise _question("crs_asked", found, name=name)
    if are_degrees(first, second):
        return Settled(WGS84, "assumed", found)
    raise refusal("crs_needed", name=name, x=first[0], y=second[0])


def evidence_told(judged: Judged) -> dict[str, str]:
    """Say by language what speaks for a candidate."""
    said = [
        note(f"clue_{one.kind}", hits=one.hits, of=one.of, chance=one.chance * one.of)
        for one in judged.evidence
    ]
    return {
        language: COMMA[language].join(one.text(language) for one in said or [note("no_clue")])
        for language in LANGUAGES
    }


def usual_told(crs: Crs) -> dict[str, str]:
    """Say by language who usually delivers degrees on a datum; '' of any other CRS."""
    datum = DATUMS.get(crs)
    return note(f"usual_{datum}").texts() if datum else dict.fromkeys(LANGUAGES, "")


def _told_with_sources(judged: Judged) -> dict[str, str]:
    """Say what speaks for a candidate, and who usually delivers it."""
    evidence, usual = evidence_told(judged), usual_told(judged.candidate.crs)
    return {lang: COMMA[lang].join(filter(None, (evidence[lang], usual[lang]))) for lang in usual}


def names_of(crs: Crs) -> dict[str, str]:
    """Name a CRS by language."""
    return {"zh": crs.zh, "en": crs.en}


def _expected(told: Told, found: Recognition) -> Crs | None:
    if told.crs is not None or told.datum is None:
        return told.crs
    fitting = [
        one.candidate.crs for one in found.candidates if is_on(one.candidate.crs, told.datum)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _is_contradicted(expected: Crs, found: Recognition) -> bool:
    """Say whether the rows stand somewhere else, or the evidence is enough for another CRS."""
    offered = [one.candidate.crs for one in found.candidates]
    settled: Candidate | None = found.settled
    lands = not offered or expected in offered
    return not lands or (settled is not None and settled.crs != expected)


def _question(rule: str, found: Recognition, **named: object) -> AskedError:
    said = [
        note(
            "candidate",
            crs=names_of(one.candidate.crs),
            code=one.candidate.crs.code,
            evidence=_told_with_sources(one),
        )
        for one in found.candidates[:CANDIDATES_SAID]
    ]
    candidates = {lang: "\n".join(one.text(lang) for one in said) for lang in LANGUAGES}
    code = found.candidates[0].candidate.crs.code
    told = refusal(rule, candidates=candidates, code=code, **named)
    asked = AskedError(told.found, told.expected, told.remedy, found)
    asked.rule, asked.named = told.rule, told.named
    return asked
