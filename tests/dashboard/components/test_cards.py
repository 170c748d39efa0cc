import pytest

from dashboard.components.indicators.words import change_text, counted_unit
from dashboard.components.view import View
from dashboard.texts import Language, read_texts
from geodata.analysis.change import compare_counts
from tests.geodata.making import CATALOGUE


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (159, 171, "≈ −7.0 %，无显著变化"),
        (171, 159, "≈ +7.5 %，无显著变化"),
        (171, 171, "≈ 0.0 %，无显著变化"),
        (4, 6, "••• 不足 5 起，不计百分比"),
        (8, 0, "基期为 0，增加 8 起"),
        (0, 0, "••• 不足 5 起，不计百分比"),
    ],
)
def test_no_arrow_stands_without_evidence(view: View, now: int, before: int, text: str) -> None:
    assert change_text(view.texts, compare_counts(now, before), "起") == text


def test_evidence_has_an_arrow_its_interval_and_a_true_minus(view: View) -> None:
    fall = change_text(view.texts, compare_counts(120, 200), "起")
    assert fall.startswith("▼ −40.0 %（区间 −")
    rise = change_text(view.texts, compare_counts(200, 120), "起")
    assert rise.startswith("▲ +66.7 %（区间 +")


@pytest.mark.parametrize(
    ("language", "number", "unit"),
    [
        (Language.ENGLISH, "1", "fire"),
        (Language.ENGLISH, "0", "fires"),
        (Language.ENGLISH, "21", "fires"),
        (Language.CHINESE, "1", "起"),
    ],
)
def test_one_is_counted_as_one(language: Language, number: str, unit: str) -> None:
    fires = next(one for one in CATALOGUE.indicators if one.id == "fires")
    assert counted_unit(read_texts(language), fires, number) == unit
