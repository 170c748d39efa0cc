"""How clerks write cells: dates in many ways, units beside numbers, full-width digits, blanks."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import SupportsInt

import numpy as np
from numpy.typing import NDArray

from etl.town.office import Cell

Days = NDArray[np.datetime64]
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
MINUTES_AN_HOUR = 60


def dotted(day: date) -> str:
    """Write 2025.3.5."""
    return f"{day.year}.{day.month}.{day.day}"


def in_words(day: date) -> str:
    """Write 2025年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def dates_as_kept(days: Days, rng: np.random.Generator) -> list[Cell]:
    """Write days as three clerks would: most as real dates, some dotted, some in words.

    Days that are not given stay blank.
    """
    styles = rng.choice(3, len(days), p=(0.62, 0.24, 0.14))
    written: list[Cell] = []
    for day, style in zip(days.astype("datetime64[D]").tolist(), styles, strict=True):
        real = None if day is None else (day, dotted(day), in_words(day))[style]
        written.append(real)
    return written


def iso_dates(days: Days) -> list[Cell]:
    """Write days as 2025-03-05; blank where not given."""
    return [
        None if day is None else day.isoformat() for day in days.astype("datetime64[D]").tolist()
    ]


def clock(minute: int) -> str:
    """Write a minute of the day as 8:05."""
    return f"{minute // MINUTES_AN_HOUR}:{minute % MINUTES_AN_HOUR:02d}"


def moments(days: Days, minutes: NDArray[np.int64], *, words: bool = False) -> list[Cell]:
    """Write day and time in one cell; the day alone where the minute is -1."""
    written: list[Cell] = []
    for day, minute in zip(days.astype("datetime64[D]").tolist(), minutes.tolist(), strict=True):
        spelled = in_words(day) if words else dotted(day)
        written.append(spelled if minute < 0 else f"{spelled} {clock(minute)}")
    return written


def stamps(days: Days, minutes: NDArray[np.int64]) -> list[Cell]:
    """Give day and time as one date cell, as a spreadsheet does; minutes -1 become midnight."""
    base = days.astype("datetime64[D]").astype("datetime64[m]") + np.maximum(minutes, 0)
    return [datetime.fromisoformat(str(moment)) for moment in base]


def with_unit(numbers: Sequence[SupportsInt], unit: str, marked: NDArray[np.bool_]) -> list[Cell]:
    """Write a unit behind the marked numbers, as in 35㎡; the others stay numbers."""
    return [
        f"{int(number)}{unit}" if with_it else int(number)
        for number, with_it in zip(numbers, marked, strict=True)
    ]


def full_width(texts: Sequence[str], marked: NDArray[np.bool_]) -> list[Cell]:
    """Write the digits of the marked texts in full width, as some keyboards do."""
    return [
        text.translate(_WIDE) if wide else text for text, wide in zip(texts, marked, strict=True)
    ]


def given(cells: Sequence[Cell], marked: NDArray[np.bool_]) -> list[Cell]:
    """Leave cells blank where not marked."""
    return [cell if there else None for cell, there in zip(cells, marked, strict=True)]


def yes_no(marked: NDArray[np.bool_]) -> list[Cell]:
    """Write 是 and 否."""
    return ["是" if there else "否" for there in marked]
