"""What is said of a data folder that cannot be used: in both languages, with the same values."""

import re
from pathlib import Path
from string import Formatter

import pytest
import yaml

from geodata.errors import FullError
from geodata.storage import words
from geodata.storage.words import LANGUAGES, PARTS, TEXTS, refusal

DECLARED = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
CALLED = re.compile(r"refusal\(\s*\"(\w+)\"")
STORAGE = Path(words.__file__).parent


def _names(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("reason", DECLARED)
def test_every_part_is_said_in_both_languages_with_the_same_values(reason: str) -> None:
    for part in PARTS:
        texts = DECLARED[reason][part]
        assert set(texts) == set(LANGUAGES)
        assert _names(texts["zh"]) == _names(texts["en"])
        assert re.search(r"[\u4e00-\u9fff]", texts["zh"])
        assert not re.search(r"[\u4e00-\u9fff]", texts["en"])


def test_whatever_is_refused_has_its_words() -> None:
    called = {
        reason
        for path in STORAGE.glob("*.py")
        for reason in CALLED.findall(path.read_text(encoding="utf-8"))
    }
    assert called
    assert called <= set(DECLARED)


def test_an_error_is_of_the_kind_asked_for() -> None:
    error = refusal("full", FullError, path="/data", said="5 MiB free")
    assert isinstance(error, FullError)
    assert "磁盘已满" in error.found
    assert "5 MiB free" in error.found
