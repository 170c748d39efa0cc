"""Numbers, periods and values as the pages write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from geodata.catalogue.model import Value
from geodata.localtime import LOCAL_TIME
from geodata.periods import Period, name_of

if TYPE_CHECKING:
    from dashboard.texts import Texts
    from geodata.catalogue.model import Field
    from geodata.facts import Shown

MONTH_LETTERS = 7
"""Of an ISO date: 2025-12."""

MINUS = "−"
"""The true minus sign, as wide as a digit."""


def number_text(number: float) -> str:
    """Write a number with thousands separated, at most two decimals and a true minus."""
    rounded = round(number, 2)
    text = f"{abs(rounded):,.2f}".rstrip("0").rstrip(".") if rounded % 1 else f"{abs(rounded):,.0f}"
    return f"{MINUS}{text}" if rounded < 0 else text


def size_text(size: float) -> str:
    """Write bytes as KB, MB or GB, of 2^10 and its powers, as file managers do."""
    if size >= 2**30:
        return f"{size / 2**30:,.1f} GB"
    return f"{size / 2**20:,.0f} MB" if size >= 2**20 else f"{size / 2**10:,.0f} KB"


def percent_text(share: float) -> str:
    """Write a share (0 to 1, or a change) as per cent with one decimal, without the sign."""
    return f"{abs(share) * 100:,.1f}"


def local_text(at: datetime) -> str:
    """Write an aware instant as local day and minute."""
    return f"{at.astimezone(LOCAL_TIME):%Y-%m-%d %H:%M}"


def period_text(texts: Texts, period: Period, today: date) -> str:
    """Write a period by its name, a whole year by its number, with its days or whole months."""
    start, last = period.start, period.last_day
    if period == Period(date(start.year, 1, 1), date(start.year + 1, 1, 1)):
        short = texts("period.days", start=f"{start:%m-%d}", end=f"{last:%m-%d}")
        return texts("period.named", name=texts("period.year", year=start.year), days=short)
    name = name_of(period, today)
    days = _days_text(texts, period)
    return days if name is None else texts("period.named", name=texts(f"period.{name}"), days=days)


def short_period_text(texts: Texts, period: Period, today: date) -> str:
    """Write a period where there is little room: its name, else its days."""
    name = name_of(period, today)
    return _days_text(texts, period) if name is None else texts(f"period.{name}")


def _days_text(texts: Texts, period: Period) -> str:
    first, last = period.start.isoformat(), period.last_day.isoformat()
    if period.start.day == 1 and period.end.day == 1:
        first, last = first[:MONTH_LETTERS], last[:MONTH_LETTERS]
    return first if first == last else texts("period.days", start=first, end=last)


def value_text(texts: Texts, field: Field, value: Shown) -> str:
    """Write one value of a record, with its unit."""
    if isinstance(value, Value):
        return texts.name(value.name)
    if isinstance(value, bool):
        return texts("facts.flag_yes" if value else "facts.flag_no")
    if isinstance(value, (int, float)):
        text = number_text(value)
        return f"{text} {unit_text(texts, field.unit)}" if field.unit else text
    if isinstance(value, datetime):
        return local_text(value)
    return value.isoformat() if isinstance(value, date) else value


def unit_text(texts: Texts, unit: str) -> str:
    """Write a unit of a declaration, which stands there in Chinese, in the language at hand."""
    return texts.by_key.get(f"units.{unit}", unit)
