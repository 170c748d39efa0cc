import string
from typing import get_args

from dashboard.accounts.__main__ import TEXTS
from dashboard.accounts.desk import Why
from dashboard.accounts.passwords import Weakness
from dashboard.texts import Language, read_texts

CHINESE, ENGLISH = (read_texts(language, TEXTS) for language in Language)


def places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}


def test_both_languages_say_the_same() -> None:
    assert set(CHINESE.by_key) == set(ENGLISH.by_key)
    for key, text in CHINESE.by_key.items():
        assert text
        assert places(text) == places(ENGLISH.by_key[key])


def test_every_reason_to_refuse_has_words() -> None:
    reasons = {*get_args(Why), *get_args(Weakness)}
    assert reasons <= set(CHINESE.group("refused"))
