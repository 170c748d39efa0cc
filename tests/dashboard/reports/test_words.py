import string

import pytest

from dashboard.reports.words import TEXTS, in_both, report_texts
from dashboard.texts import Language, read_texts

CHINESE, ENGLISH = (read_texts(language, TEXTS) for language in Language)


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}


def test_both_languages_say_the_same() -> None:
    assert set(CHINESE.by_key) == set(ENGLISH.by_key)
    for key, text in CHINESE.by_key.items():
        assert text
        assert places(text) == places(ENGLISH.by_key[key])


@pytest.mark.parametrize("language", Language)
def test_no_text_of_reports_hides_one_of_the_pages(language: Language) -> None:
    own, pages = read_texts(language, TEXTS).by_key, read_texts(language).by_key
    assert not own.keys() & pages.keys()
    assert report_texts(language)("period.this_year")


def test_what_both_languages_say_alike_is_said_once() -> None:
    assert in_both("refused.file_kind.found", name="a.pdf") == "a.pdf"
