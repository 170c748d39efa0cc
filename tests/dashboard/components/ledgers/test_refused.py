import pytest

from dashboard.components.ledgers.refused import refused_lines, refused_to_outsider
from dashboard.texts import Language, read_texts
from dashboard.worker.words import refusal as job_refusal
from etl.reasons import refusal
from geodata.errors import CrsError, SafetyMapError


@pytest.mark.parametrize(
    ("error", "chinese", "english"),
    [
        (refusal("empty_file", name="a.csv"), "a.csv 是空文件", "a.csv is empty"),
        (job_refusal("died"), "后台任务三次中途中断", "the job broke off three times"),
        (CrsError("火星", "one we know", "look"), "火星", "火星"),
    ],
)
def test_why_something_was_refused_is_said_in_the_language_of_the_page(
    error: SafetyMapError, chinese: str, english: str
) -> None:
    for language, begins in zip(Language, (chinese, english), strict=True):
        found, _, _ = refused_lines(read_texts(language), error.to_kept())
        assert found == begins


def test_what_says_nothing_is_no_line() -> None:
    assert refused_lines(read_texts(Language.ENGLISH), {}) == []


def test_what_was_expected_is_said_to_be_that() -> None:
    kept = refusal("empty_file", name="a.csv").to_kept()
    _, expected, _ = refused_lines(read_texts(Language.CHINESE), kept)
    assert expected == "应为：含表头和数据的台账"


def test_whoever_may_not_read_the_ledger_is_told_what_is_wrong_with_the_file() -> None:
    chinese = read_texts(Language.CHINESE)
    kept = refusal("unknown_format", name="现场照片.xlsx").to_kept()
    assert refused_to_outsider(chinese, kept) == refused_lines(chinese, kept)


@pytest.mark.parametrize(
    "kept", [{}, refusal("broken_file", name="a.csv", why="张三 13800138000").to_kept()]
)
def test_what_may_repeat_the_ledger_is_left_to_those_who_may_read_it(
    kept: dict[str, object],
) -> None:
    (line,) = refused_to_outsider(read_texts(Language.CHINESE), kept)
    assert "经办人的账号" in line
    assert "张三" not in line
