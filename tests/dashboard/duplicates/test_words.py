"""Evidence in words a clerk can check, what weighs most first."""

import numpy as np
import pytest

from dashboard.duplicates.listed import Listed
from dashboard.duplicates.words import (
    evidence_of,
    gap_text,
    lead_text,
    reason_text,
    state_text,
    sure_text,
    words_of,
)
from dashboard.texts import Language, read_texts
from geodata.results.duplicates import FEATURES, UNKNOWN, Pairs
from tests.geodata.making import CATALOGUE

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
    assert [sure_text(bits) for bits in (-1.0, 0.0, 7.0, 60.0)] == ["33 %", "50 %", "99 %", "99 %"]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 分钟"), (3_540, "59 分钟"), (3_600, "1 小时"), (9_000, "2.5 小时")]
)
def test_gaps(seconds: float, text: str) -> None:
    assert gap_text(WORDS, seconds) == text


def test_the_reason_is_what_was_shown_and_what_somebody_added() -> None:
    said = evidence_of(WORDS, _pair(address="same", place="near"), 0)
    assert reason_text(WORDS, said, "") == "同一门牌；位置相近（相距 12 米）"
    assert reason_text(WORDS, said, "已电话核实").endswith("备注：已电话核实")


def test_what_was_never_compared_is_not_said_to_be_without_duplicates() -> None:
    texts = read_texts(Language.CHINESE)
    leads = [
        lead_text(WORDS, texts, CATALOGUE, listed)
        for listed in (
            Listed(None, {}, []),
            Listed(3, {}, []),
            Listed(3, {"incident": _pair(place="near")}, []),
        )
    ]
    assert leads[0].startswith("正在比对")
    assert leads[1].startswith("没有待核对的重复记录")
    assert leads[2] == "可能重复的记录 1 对（事故案件 1 对），请逐对核对"


def test_it_is_said_when_the_data_are_newer_than_the_list_and_when_the_list_is_cut() -> None:
    now, cut = Listed(3, {}, []), Listed(3, {}, [], is_cut=True)
    assert state_text(WORDS, now, 3) == WORDS("hint")
    assert state_text(WORDS, now, 4) == WORDS("stale")
    assert state_text(WORDS, cut, 3).endswith("只列出把握最大的。")
