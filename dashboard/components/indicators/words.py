"""An indicator in words: its number, what may be said of its change, why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.texts import Language
from dashboard.wording import MINUS, number_text, percent_text
from geodata.analysis.change import FEWEST

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.analysis.change import Change
    from geodata.analysis.indicators.value import IndicatorValue
    from geodata.catalogue.model import Indicator, Layer

PER_CENT: Final = 100.0
"""Scale of the shares, which have one decimal everywhere."""


def is_known(measured: IndicatorValue) -> bool:
    """Say whether there is a number: a ledger came, it may belong here, and tells it."""
    return measured.data_date is not None and measured.belongs and measured.value is not None


def value_text(view: View, indicator: Indicator, measured: IndicatorValue) -> str:
    """Write the number as `shown_text`; a dash for none."""
    if not is_known(measured) or measured.value is None:
        return view.texts("cards.blank")
    return shown_text(view, indicator, measured.value)


def shown_text(view: View, indicator: Indicator, number: float) -> str:
    """Write a value, now or before; nothing small of harmed people on a shared screen."""
    if indicator.harm and view.session.presenting and 0 < number < FEWEST:
        return view.texts("cards.fewer", n=FEWEST)
    return figure_text(indicator, number)


def figure_text(indicator: Indicator, number: float) -> str:
    """Write a value of an indicator; what is per cent or per 10,000 with one decimal."""
    if indicator.scale == PER_CENT:
        return percent_text(number / PER_CENT)
    return number_text(round(number, 1) if indicator.rate and indicator.scale > 1 else number)


def counted_unit(texts: Texts, indicator: Indicator, number: str) -> str:
    """Write the unit behind a number as `value_text` writes it: 1 fire, 2 fires."""
    one = indicator.unit.one
    is_one = number == "1" and texts.language is Language.ENGLISH
    return one if is_one and one else texts.name(indicator.unit)


def short_change_text(texts: Texts, change: Change, unit: str) -> str:
    """Write the percentage alone where there is one; else why there is none."""
    if change.share is None or change.points:
        return change_text(texts, change, unit)
    return f"{_signed(change.share)} %"


def change_text(texts: Texts, change: Change, unit: str, *, records: str | None = None) -> str:
    """Return what may be said of two numbers: an arrow only where there is evidence for it.

    Parameters
    ----------
    unit, records
        What the difference is counted in, and the records behind it where that is not the same.
    """
    if change.share is None:
        if change.verdict == "few":
            return texts("cards.small", unit=records or unit)
        return texts("cards.base_zero", n=number_text(change.difference), unit=unit)
    share = _signed(change.share)
    if change.points:
        return texts(f"cards.points_{change.verdict}", share=percent_text(change.share))
    if change.low is None or change.high is None or change.verdict == "no_evidence":
        return texts(f"cards.{change.verdict}", share=share)
    low, high = (_signed(bound, decimals=0) for bound in (change.low, change.high))
    return texts(f"cards.{change.verdict}", share=share, low=low, high=high)


def silence_text(
    texts: Texts, indicator: Indicator, measured: IndicatorValue, layer: Layer
) -> str | None:
    """Return why there is no number, no share or no comparison; None where there is."""
    name = texts.name(layer.name)
    if measured.unreadable or measured.data_date is None:
        return texts("cards.unreadable" if measured.unreadable else "cards.no_ledger", layer=name)
    if measured.lacks_schools or measured.pending:
        return texts("cards.no_schools" if measured.lacks_schools else "cards.pending")
    if not measured.belongs:
        return texts("cards.foreign")
    if indicator.share_of_layer and measured.denominator == 0:
        return texts("cards.none", layer=name)
    if measured.value is None:
        return _unknown_text(texts, measured, texts.name(layer.unit))
    return texts("cards.state_only") if measured.state_only else None


def _unknown_text(texts: Texts, measured: IndicatorValue, unit: str) -> str:
    if measured.untold:
        return texts("cards.untold", n=number_text(measured.untold), unit=unit)
    key = "no_base" if measured.told != 0 else "not_told"
    return texts(f"cards.{key}", n=number_text(measured.records), unit=unit)


def _signed(share: float, *, decimals: int = 1) -> str:
    """Write a relative change in per cent with its sign; a true minus."""
    text = f"{abs(share) * 100:.{decimals}f}"
    return f"{MINUS if share < 0 else '+'}{text}" if float(text) else text
