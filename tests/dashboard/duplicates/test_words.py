"""Evidence in words a clerk can check, what weighs most first."""

import numpy as np
import pytest

from dashboard.duplicates.words import evidence_of, gap_text, reason_text, sure_text, words_of
from dashboard.texts import Language
from geodata.duplicates import FEATURES, UNKNOWN, Pairs

WORDS = words_of(Language.CHINESE)


def _pair(**levels: str) -> Pairs:
    told = {name: FEATURES[name].index(levels.get(name, UNKNOWN)) for name in FEATURES}
    bits = {name: (-2.0 if levels.get(name) == "other" else 1.0 + len(name)) for name in FEATURES}
    return Pairs(
        layer="incident",
        found=1,
        one=np.array([1], np.uint32),
        other=np.array([2], np.uint32),
        bits=np.array([3], np.float32),
        metres=np.array([12.4], np.float32),
        gap_s=np.array([np.nan if "time" not in levels else 600], np.float32),
        levels={name: np.array([number], np.uint8) for name, number in told.items()},
        weights={name: np.array([bit], np.float32) for name, bit in bits.items()},
    )


def test_only_what_is_known_is_said_with_its_figures() -> None:
    said = evidence_of(WORDS, _pair(place="within", time="minutes", **{"class": "other"}), 0)
    assert [one.text for one in said] == [
        "位置重合（相距 12 米）",
        "时间相隔 10 分钟",
        "类别不同",
    ]
    assert [one.bits > 0 for one in said] == [True, True, False]


@pytest.mark.parametrize("language", Language)
def test_every_way_to_compare_has_words(language: Language) -> None:
    words = words_of(language)
    for feature, levels in FEATURES.items():
        for level in levels[1:]:
            (one,) = evidence_of(words, _pair(**{feature: level}), 0)
            assert one.text
            assert "{" not in one.text


def test_nothing_is_said_to_be_certain() -> None:
    assert [sure_text(bits) for bits in (-1.0, 0.0, 7.0, 60.0)] == ["33%", "50%", "99%", "99%"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 分钟"), (3_540, "59 分钟"), (3_600, "1 小时"), (9_000, "2.5 小时")]
)
def test_gaps(seconds: float, text: str) -> None:
    assert gap_text(WORDS, seconds) == text


def test_the_reason_is_what_was_shown_and_what_somebody_added() -> None:
    said = evidence_of(WORDS, _pair(address="same", place="near"), 0)
    assert reason_text(WORDS, said, "") == "同一门牌；位置相近（相距 12 米）"
    assert reason_text(WORDS, said, "已电话核实").endswith("备注：已电话核实")
