"""The CRS of one file while it is read: said, declared, remembered, recognised, or asked."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from etl.area_codes import AreaCodes
from etl.datum.recognise import recognise
from etl.datum.said import crs_said, datum_said
from etl.datum.settle import CLAIMED, Judge, Settled, Told, evidence_told, names_of, settle
from etl.datum.surroundings import RowWords, Surroundings
from etl.parents import Parents
from etl.reasons import Said, note
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import parse_crs
from geodata.coordinates.crs_names import Crs

Floats = NDArray[np.float64]
WordsAt = Callable[[int], RowWords]
ROWS_ASKED = 500
"""So many rows, spread through the first block, are looked at to tell a CRS."""


class Background(NamedTuple):
    """What the database knows of where a ledger belongs.

    Parameters
    ----------
    judge
        Recognises numbers among what is known of the sub-district.
    remembered
        The CRS confirmed for this source before; None for none.
    parents
        Keeps count of whose areas it holds; one that knows of no sub-district where None.
    codes
        Gives areas without codes theirs; one that knows of no area where None.
    """

    judge: Judge
    remembered: Crs | None = None
    parents: Parents | None = None
    codes: AreaCodes | None = None


def judge_by_bounds(bounds: Bounds | None) -> Judge:
    """Make a judge that knows the extent of the sub-district at most."""
    around = Surroundings(bounds)
    return lambda first, second, words, named: recognise(first, second, words, around, named)


class FileCrs:
    """Settles the CRS of one file on its first rows.

    Parameters
    ----------
    name
        Of the file, for messages.
    said
        What the caller says it is: taken without a look at the evidence. None to go by the file.
    background
        What it is recognised by.
    """

    def __init__(self, name: str, said: str | None, background: Background) -> None:
        self.name, self.judge = name, background.judge
        self.crs: Crs | None = parse_crs(said) if said else None
        self.is_said = self.crs is not None
        remembered = background.remembered
        self.remembered = Told("remembered", remembered) if remembered else Told()
        self.told = self.remembered
        self.settled: Settled | None = None

    @property
    def declared(self) -> Crs | None:
        """The CRS a map file declares for itself, where the caller said none."""
        return self.told.crs if self.told.basis == "declared" and not self.is_said else None

    def doubt(self) -> None:
        """Take what the map file declares for no more than a claim, unless its source kept it."""
        kept = self.remembered.crs == self.told.crs
        self.told = self.remembered if kept else self.told._replace(basis=CLAIMED)

    def begin_map(self, declared: str | None) -> None:
        """Take what the next sheet of a map file declares."""
        self.told = Told("declared", parse_crs(declared)) if declared else self.remembered
        self._begin_anew()

    def begin_table(self, headings: Iterable[str]) -> None:
        """Take the CRS or datum the headings of the coordinates name; else go on as before."""
        headings = tuple(headings)
        code, datum = crs_said(headings), datum_said(headings)
        if code is not None or datum is not None:
            self.told = Told("headings", parse_crs(code) if code else None, datum)
            self._begin_anew()

    def settle(self, x: Floats, y: Floats, usable: NDArray[np.intp], words: WordsAt) -> Crs:
        """Return the CRS of the numbers; one that was only assumed is looked at again.

        Parameters
        ----------
        x, y
            The columns as they stand.
        usable
            Places of the rows that have both.
        words
            What a row says besides, by its place.

        Raises
        ------
        AskedError
            Where it is not said and the evidence does not tell.
        LedgerError
            Where the numbers are in no CRS we know.
        """
        if self.crs is None or (self.settled and self.settled.basis == "assumed"):
            steps = np.linspace(0, len(usable) - 1, min(len(usable), ROWS_ASKED))
            rows = usable[steps.round().astype(int)]
            row_words = [words(int(row)) for row in rows]
            self.settled = settle(
                self.judge, x[rows], y[rows], row_words, self.told, name=self.name
            )
            self.crs = self.settled.crs
        return self.crs

    def to_json(self) -> dict[str, Any] | None:
        """Say how it was settled and by which evidence; None where there was nothing to settle."""
        if self.settled is not None:
            return self.settled.to_json()
        return {"basis": "said" if self.is_said else "declared"} if self.crs else None

    def notes(self) -> list[Said]:
        """Say what was decided without being said."""
        settled = self.settled
        if settled is None or settled.basis not in {"recognised", "assumed"}:
            return []
        if settled.basis == "assumed":
            return [note("crs_assumed")]
        evidence = evidence_told(settled.recognition.candidates[0])
        return [note("crs_recognised", crs=names_of(settled.crs), evidence=evidence)]

    def _begin_anew(self) -> None:
        if not self.is_said:
            self.crs, self.settled = None, None
