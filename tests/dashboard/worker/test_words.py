import string

from dashboard.texts import Language, read_texts
from dashboard.worker.words import TEXTS, refusal

CHINESE, ENGLISH = (read_texts(language, TEXTS) for language in Language)


def test_both_languages_say_the_same_of_the_same_values() -> None:
    assert set(CHINESE.by_key) == set(ENGLISH.by_key)
    for key, text in CHINESE.by_key.items():
        places = [
            {name for _, name, _, _ in string.Formatter().parse(words)}
            for words in (text, ENGLISH.by_key[key])
        ]
        assert places[0] == places[1]


def test_a_refusal_says_it_in_both_languages() -> None:
    error = refusal("unexpected", why="KeyError", incident="K7QM-2D4X")
    assert "意外中断：KeyError" in error.found
    assert "unexpectedly: KeyError" in error.found
