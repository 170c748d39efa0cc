"""Reasons are kept as a rule and what it names, and said in the reader's language."""

import json
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from etl.reasons import LANGUAGES, SHAPE, TEXTS, _texts, column_told, note, refusal, refused, told
from geodata.records import Problem
from geodata.storage.ledgers import read_notes
from geodata.storage.store import Storage
from tests.etl.conftest import Import
from tests.etl.making import write_csv
from tests.source import ROOT

CHINESE = range(0x4E00, 0x9FFF)


def names(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_refusals_and_notes_name_the_same_values_in_both_languages() -> None:
    texts = _texts()
    told = [{"zh": "|".join(t["zh"]), "en": "|".join(t["en"])} for t in texts["files"].values()]
    for both in (*told, *texts["notes"].values()):
        assert names(both["zh"]) == names(both["en"])
        assert not any(ord(letter) in CHINESE for letter in both["en"])
    assert all(len(t[lang]) == 3 for t in texts["files"].values() for lang in LANGUAGES)


def test_a_refused_file_and_what_was_assumed_of_another_are_said_in_either_language() -> None:
    error = refusal(
        "missing_columns", name="a.csv", missing={"zh": "套数", "en": "Units"}, recognised="名称"
    )
    chinese, english = "a.csv 缺少必填列：套数", "a.csv lacks required columns: Units"
    assert error.found == f"{chinese}；已认出：名称  {english}; recognised: 名称"
    kept = json.loads(json.dumps(error.to_kept()))
    assert refused(kept["rule"], kept["named"], "en")[0] == f"{english}; recognised: 名称"
    assert note("ends_many", ending=2, held=6).text("en").startswith("2 of 6 records would end")
    assert note("swapped").in_both().startswith("坐标两列按互换读取")


@pytest.mark.parametrize("rule", sorted(_texts()["rows"]))
def test_both_languages_name_the_same_values_and_somebody_gives_the_reason(rule: str) -> None:
    texts = _texts()["rows"][rule]
    assert names(texts["zh"]) == names(texts["en"])
    assert not any(ord(letter) in CHINESE for letter in texts["en"])
    sources = [*(ROOT / "etl").rglob("*.py"), *(ROOT / "geodata" / "storage").rglob("*.py")]
    assert any(f'"{rule}"' in path.read_text(encoding="utf-8") for path in sources)


def test_a_stored_reason_is_said_in_either_language(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    rows = [["房屋编码", "房屋地址", "套数", "手机"], ["A", "", "很多", "138123"]]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "rental")
    assert report.batch is not None
    with storage.reading() as connection:
        notes = read_notes(connection, report.batch, "rejected")
    assert [n.problem for n in notes] == [p for row in report.rejected for p in row.problems]
    assert [told(n.problem) for n in notes][:2] == ["“很多”不是数字", "必填，但为空"]
    assert [told(n.problem, "en") for n in notes][:2] == [
        "'很多' is no number",
        "required but empty",
    ]
    assert all(n.problem.reason == "" for n in notes)
    reasons = [p["reason"] for row in report.to_json()["rejected"] for p in row["problems"]]
    assert reasons[1] == {"zh": "必填，但为空", "en": "required but empty"}
    assert json.dumps(reasons)


def test_a_rule_of_a_layer_brings_its_own_words(tmp_path: Path, bring_in: Import) -> None:
    rows: list[list[Any]] = [
        ["编号", "名称", "类型", "有效面积", "总面积"],
        ["A", "甲", "紧急", "90", "20"],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "shelter")
    (problem,) = (p for row in report.warned for p in row.problems)
    assert problem.rule == "effective_within_total"
    assert told(problem, "en") == "Effective area exceeds the site area"
    assert told(problem) == "有效避难面积大于总用地面积"


def test_what_only_warns_in_a_refused_row_says_so_and_older_words_stay() -> None:
    aside = Problem("手机", "odd_phone", {"found": "1"}, aside=True)
    assert told(aside, "en").endswith("(a warning, not why the row was rejected)")
    assert told(Problem("手机", "odd_phone", reason="以前的话"), "en") == "以前的话"
    assert (column_told(SHAPE), column_told(SHAPE, "en"), column_told("套数", "en")) == (
        "图形",
        "geometry",
        "套数",
    )
    assert TEXTS.is_file()


@pytest.mark.parametrize(
    ("kind", "area", "people", "is_noted"),
    [("紧急", 50, 100, False), ("紧急", 50, 101, True), ("固定", 50, 26, True), ("", 1, 99, False)],
)
def test_a_capacity_too_large_for_the_area_is_noted_and_comes_in(
    tmp_path: Path,
    bring_in: Import,
    kind: str,
    area: int,
    people: int,
    is_noted: bool,  # noqa: FBT001 - expected
) -> None:
    rows: list[list[Any]] = [
        ["编号", "名称", "类型", "有效面积", "容纳人数"],
        ["A", "甲", kind, area, people],
    ]
    report = bring_in(write_csv(tmp_path / "a.csv", rows), "shelter")
    assert (report.counts.new, report.counts.warned) == (1, int(is_noted))
    reasons = [told(p) for row in report.warned for p in row.problems]
    assert all("可容纳人数偏大" in text for text in reasons)
