"""What is known of an indicator under a selection."""

from dataclasses import dataclass
from datetime import date

from geodata.analysis.change import Change
from geodata.analysis.indicators.rates import Base
from geodata.periods import Period


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """An indicator under a selection.

    Parameters
    ----------
    id
        Of its declaration.
    value
        The count, the sum of a measure, or the rate, in the indicator's unit; None where no record
        tells its measure, or its denominator is not known.
    records, placed, unplaced
        How many records it is made of, with and without a position.
    told
        How many of them tell its measure; None where it has none.
    period
        What it counts; a running period counts as far as its days have come.
    data_date
        The day up to which it is true: that of the source which lags most among those that
        reported any of it, now or in the period compared with; None before the first import.
    numerator, denominator
        What is divided, and by what: see `base`; of a share of its layer the records under the same
        selection without the indicator's own choice of classes, grades and statuses. None where it
        is no share.
    base
        The denominator of a rate, with the people's kinds and year.
    against, earlier, change
        The period compared with, the value in it, and what may be said; all None where nothing is
        compared. `earlier` alone is None where the ledger does not reach back so far, or its
        denominator then is not known. `change` is there for periods of equal length only.
    belongs
        False where none of the chosen projects declares what is counted and no record is linked to
        them: then 0 is no finding, and nothing is shared or compared.
    state_only
        True where it would be compared, but statuses narrow it: they are known as they are now, so
        that the older of two periods always has more that is closed.
    untold
        Records of which nobody can tell whether they count: near a school at an unknown hour.
    pending
        True where the worker is still at what it needs of the newest data.
    lacks_schools
        True where it cannot be told for want of a ledger of schools.
    unreadable
        True where records it needs are there and cannot be read: nothing is known then.
    """

    id: str
    value: float | None
    records: int
    placed: int
    unplaced: int
    period: Period
    data_date: date | None
    told: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    base: Base | None = None
    against: Period | None = None
    earlier: float | None = None
    change: Change | None = None
    belongs: bool = True
    state_only: bool = False
    untold: int = 0
    pending: bool = False
    lacks_schools: bool = False
    unreadable: bool = False
