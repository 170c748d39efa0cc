"""What records of a layer are called, as one text that is searched at once.

A database reads every row of a table to find a piece of text in the middle of a column; one text in
memory is gone through in some tens of milliseconds for a million records. It holds the columns that
are searched and nothing personal.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BETWEEN = "\x1f"
"""Stands before and after each value; the control character is in no text of a ledger."""

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class SearchText:
    """Values of records, folded (`str.casefold`), one record after the other.

    Parameters
    ----------
    number
        uint32, ascending.
    starts
        int64 of each record: the byte where it begins in `text`.
    text
        UTF-8; of each record `BETWEEN`, its values, `BETWEEN` after each, and a line's end.
    """

    number: NDArray[np.uint32]
    starts: NDArray[np.int64]
    text: bytes

    def find(self, words: Sequence[str], seen: NDArray[np.uint32], most: int) -> list[int]:
        """Return the numbers of records that hold every word in one of their values.

        Parameters
        ----------
        words
            Folded; none of them is an expression.
        seen
            Numbers of the records that may be found: the others take no room.

        Returns
        -------
        list of int
            Those one value of which equals the first word, then those that begin with it, then
            the rest; within each by number; at most `most`.
        """
        if not words:
            return []
        rows, ranks = self._ranked(words[0])
        for word in words[1:]:
            others, _ = self._ranked(word)
            both = np.isin(rows, others)
            rows, ranks = rows[both], ranks[both]
        may = np.isin(self.number[rows], seen)
        rows, ranks = rows[may], ranks[may]
        best = np.argsort(ranks, kind="stable")[:most]
        return [int(number) for number in self.number[rows[best]]]

    def _ranked(self, word: str) -> tuple[Rows, Rows]:
        """Return the rows that hold a word, ascending, and their ranks: 0, 1, 2, the best first."""
        piece = word.encode()
        places = np.fromiter(_places(self.text, piece), dtype=np.int64)
        letters = np.frombuffer(self.text, dtype=np.uint8)
        begins = letters[places - 1] == ord(BETWEEN)
        equals = begins & (letters[places + len(piece)] == ord(BETWEEN))
        within = np.searchsorted(self.starts, places, side="right") - 1
        rows, first = np.unique(within, return_index=True)
        if not len(rows):
            return rows, rows
        return rows, np.minimum.reduceat(2 - begins.astype(np.intp) - equals, first)


def build_search_text(blocks: Iterable[tuple[NDArray[np.uint32], str]]) -> SearchText:
    """Put blocks of records, ordered by number, into one text.

    Parameters
    ----------
    blocks
        Numbers of some records, and of each in turn a line, ended: `BETWEEN`, then its values with
        `BETWEEN` after each. An empty value is none.
    """
    numbers, texts = [np.empty(0, dtype=np.uint32)], list[bytes]()
    for number, lines in blocks:
        numbers.append(number)
        texts.append(lines.casefold().encode())
    text = b"".join(texts)
    ends = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == ord("\n"))
    return SearchText(np.concatenate(numbers), np.concatenate([[0], ends + 1])[:-1], text)


def _places(text: bytes, piece: bytes) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)
