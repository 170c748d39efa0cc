"""Names, intervals and verdicts as the page writes them."""

from dataclasses import replace

import pytest

from dashboard.hotspots.proof_words import judged_cells, proof_sentence, treated_cells
from dashboard.hotspots.words import (
    TEXTS,
    code_text,
    harm_text,
    interval_text,
    peak_text,
    place_text,
    streets_text,
    trend_text,
    words_of,
)
from dashboard.texts import Language, read_texts
from geodata.results.monthlist import OUTDOORS, SiteName, Spot
from geodata.results.proof import Judged, Proof, Treated
from tests.geodata.making import CATALOGUE

WORDS = words_of(Language.CHINESE)
CROSSING = SiteName("永岗大道", False, ("永岗大道", "永贤大道"), 7, True)  # noqa: FBT003
SPOT = Spot(
    number=1, band="A", rank_low=1, rank_high=3, name=CROSSING, area=None, x=1, y=1, count=19,
    last_year=5, year_before=8, per_year=5.86, low=4.12, high=8.14, times=5.3,
    graded={"death": 1, "serious": 2, "slight": 16, "none": 0}, ratio=0.6, ratio_low=0.2,
    ratio_high=1.9, arrow=0, peak=23, kind=None, cause=None,
)  # fmt: skip
TRAFFIC = Judged("traffic", "pieces", 0.05, 365, 186, 161, 346, 0.457, 0.562, 0.5662)


def proof(*judged: Judged, folds: int = 7) -> Proof:
    return Proof(1, True, "2026-01-01", "2023-01-01", 24, 3, folds, judged, ())  # noqa: FBT003


def test_both_languages_have_the_same_keys() -> None:
    chinese, english = (read_texts(language, TEXTS).by_key for language in Language)
    assert set(chinese) == set(english)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (CROSSING, "永岗大道 × 永贤大道路口"),
        (replace(CROSSING, at_junction=False), "永岗大道，近永岗大道 × 永贤大道路口"),
        (replace(CROSSING, crossing=("永岗大道",)), "永岗大道 8 号路口"),
        (replace(CROSSING, crossing=(), street=""), "8 号路口"),
        (SiteName("永岗大道", False, (), -1, False), "永岗大道"),  # noqa: FBT003
        (SiteName("永岗大道", True, (), -1, False), "永岗大道附近"),  # noqa: FBT003
        (SiteName("", False, (), -1, False), "无名道路"),  # noqa: FBT003
    ],
)
def test_a_site_has_a_name_people_know(name: SiteName, text: str) -> None:
    assert place_text(WORDS, name) == text


def test_figures_are_written_as_the_style_says() -> None:
    assert code_text(SPOT) == "A1"
    assert interval_text(WORDS, 5.86, 4.12, 8.14) == "5.9（4.1–8.1）"
    assert interval_text(WORDS, 17.8, 14.2, 21.6) == "18（14–22）"
    assert harm_text(SPOT) == "1 / 2 / 16"
    assert peak_text(WORDS, SPOT) == "23–2 时"
    assert peak_text(WORDS, replace(SPOT, peak=21)) == "21–24 时"
    assert peak_text(WORDS, replace(SPOT, peak=None)) == "不集中"


def test_an_arrow_needs_evidence() -> None:
    assert trend_text(WORDS, SPOT) == "≈ 无显著变化"
    fallen = replace(SPOT, arrow=-1, ratio_low=0.1, ratio_high=0.7)
    assert trend_text(WORDS, fallen) == "▼ 下降（0.1–0.7 倍）"
    assert trend_text(WORDS, replace(SPOT, arrow=1, ratio_high=None)) == "▲ 上升（0.2–— 倍）"


def test_the_finding_names_streets_of_several_sites_only() -> None:
    elsewhere = replace(SPOT, number=2, name=replace(CROSSING, street="a", crossing=("a", "b")))
    assert streets_text(WORDS, [SPOT, elsewhere]) == (0, "")
    again = replace(SPOT, number=3, name=replace(CROSSING, crossing=("永岗大道", "c")))
    assert streets_text(WORDS, [SPOT, elsewhere, again]) == (2, "永岗大道")


def test_one_sentence_says_how_good_the_list_is() -> None:
    said = proof_sentence(WORDS, CATALOGUE, proof(TRAFFIC), "traffic")
    assert said == (
        "前 5 % 的街道找到了后来 51 % 的道路交通事故（95 % 区间 46–56；随机 5 %；"
        "事先知道真实风险也只能到约 57 %）；只按数量排是 44 %"
    )
    assert proof_sentence(WORDS, CATALOGUE, proof(TRAFFIC), "crash_single") == said
    everything = replace(TRAFFIC, kind=OUTDOORS)
    named = said.replace("道路交通事故", "道路与户外的事故案件")
    assert proof_sentence(WORDS, CATALOGUE, proof(everything), OUTDOORS) == named


def test_where_nothing_can_be_said_it_says_why() -> None:
    few = replace(TRAFFIC, later=12)
    assert "只有 12 起" in proof_sentence(WORDS, CATALOGUE, proof(few), "traffic")
    assert "至少 12 个月" in proof_sentence(WORDS, CATALOGUE, proof(folds=0), "traffic")
    assert proof_sentence(WORDS, CATALOGUE, None, "traffic") == "检验正在后台计算"
    assert judged_cells(WORDS, CATALOGUE, few)[3:] == ["证据不足", "—", "—", "—", "—"]


def test_rows_of_the_proof_and_of_treatments() -> None:
    assert judged_cells(WORDS, CATALOGUE, TRAFFIC) == [
        "道路交通事故", "街道长度的 5 %", "365", "51 %（46–56）", "44 %", "57 %", "10", "0.54",
    ]  # fmt: skip
    lamp = Treated(1, "增设信号灯", "traffic", None, "2025-01-01", "known", 20, 4, 700, 365)
    known = replace(lamp, expected=8.2, ratio=0.49, low=0.18, high=1.2)
    assert treated_cells(WORDS, CATALOGUE, known)[3:] == ["20", "4", "8.2", "0.5（0.2–1.2）"]
    soon = treated_cells(WORDS, CATALOGUE, replace(lamp, state="too_soon"))
    assert soon[5:] == ["—", "完成不足半年"]
