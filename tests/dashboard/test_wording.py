from datetime import UTC, date, datetime

import pytest

from dashboard.texts import Language, read_texts
from dashboard.wording import number_text, percent_text, period_text, size_text, value_text
from geodata.catalogue.model import Field, Value, Words
from geodata.periods import Period, Preset, preset_period

CHINESE, ENGLISH = read_texts(Language.CHINESE), read_texts(Language.ENGLISH)
TODAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("number", "text"),
    [(3176, "3,176"), (0, "0"), (-12, "−12"), (4.5, "4.5"), (4.0, "4"), (1234.567, "1,234.57")],
)
def test_numbers_are_written_with_thousands_and_a_true_minus(number: float, text: str) -> None:
    assert number_text(number) == text


def test_shares_have_one_decimal() -> None:
    assert percent_text(-0.0702) == "7.0"


def test_a_whole_year_is_told_by_its_number() -> None:
    whole = Period(date(2025, 1, 1), date(2026, 1, 1))
    assert period_text(CHINESE, whole, TODAY) == "2025 年（01-01 至 12-31）"


def test_a_named_period_is_told_by_its_name_and_its_months() -> None:
    last_month = preset_period(Preset.LAST_MONTH, TODAY)
    assert period_text(CHINESE, last_month, TODAY) == "上月（2025-12）"


def test_a_period_of_ones_own_is_told_by_its_days_the_last_counted() -> None:
    own = Period(date(2025, 3, 2), date(2025, 3, 9))
    assert period_text(ENGLISH, own, TODAY) == "2025-03-02 – 2025-03-08"


def field(**more: object) -> Field:
    return Field.model_validate({"id": "f", "name": {"zh": "项", "en": "Item"}, **more})


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12, "套", "12 套"),
        (True, None, "是"),
        (date(2025, 12, 11), None, "2025-12-11"),
        (datetime(2025, 12, 10, 16, 30, tzinfo=UTC), None, "2025-12-11 00:30"),
        (Value(id="a", name=Words(zh="瓶装", en="Bottled")), None, "瓶装"),
        ("A{{7*7}}B", None, "A{{7*7}}B"),
    ],
)
def test_a_value_is_written_after_its_kind(value: object, unit: str | None, text: str) -> None:
    assert value_text(CHINESE, field(unit=unit), value) == text  # type: ignore[arg-type]


def test_units_of_declarations_are_translated() -> None:
    assert value_text(ENGLISH, field(unit="人"), 21) == "21 people"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 KB"),
        (5 * 2**10, "5 KB"),
        (2**20, "1 MB"),
        (300 * 2**20, "300 MB"),
        (1536 * 2**20, "1.5 GB"),
        (2**41, "2,048.0 GB"),
    ],
)
def test_sizes_read_as_where_one_looks_at_files(size: int, text: str) -> None:
    assert size_text(size) == text
