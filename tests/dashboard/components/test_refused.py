import pytest

from dashboard.components.refused import refused_lines
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
