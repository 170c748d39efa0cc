import pytest

from dashboard.components.refused import refused_lines, refused_lines_for
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


def test_who_may_not_read_a_ledger_is_told_what_is_not_of_it_and_whom_to_ask() -> None:
    texts = read_texts(Language.ENGLISH)
    of_ledger, of_program = (
        one.to_kept() for one in (refusal("empty_file", name="a.csv"), job_refusal("died"))
    )
    assert refused_lines_for(texts, of_program, may_read=False) == refused_lines(texts, of_program)
    (line,) = refused_lines_for(texts, of_ledger, may_read=False)
    assert "a.csv" not in line
    assert "clerk" in line
    assert refused_lines_for(texts, of_ledger, may_read=True) == refused_lines(texts, of_ledger)


def test_what_says_nothing_is_no_line() -> None:
    assert refused_lines(read_texts(Language.ENGLISH), {}) == []
