"""One spelling for what offices write in many: full width, numerals, marks, synonyms."""

import re
import unicodedata
from typing import Final

from geodata.addresses.words import any_of, read_words

_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_TENS: Final = {"十": 10, "百": 100}
_NUMBERS: Final = frozenset([*_DIGITS, *_TENS, *"0123456789"])
_NUMERAL: Final = re.compile(rf"(?<!\d)[{''.join([*_DIGITS, *_TENS])}]+(?!\d)", re.ASCII)
_NOISE: Final = re.compile(r"[\s,，.。、;；:：\"'“”‘’()（）\[\]【】{}<>《》*]+")
_LEADING_ZEROS: Final = re.compile(r"(?<!\d)0+(?=\d)", re.ASCII)
_MOST_DIGITS: Final = 4
"""Longer numbers are no house numbers: a code or a telephone stays as it is."""


def plain_address(text: str) -> str:
    """Write an address in one spelling; writing what is written so changes nothing.

    Full-width forms become plain ones, marks and blanks go, letters are small, Chinese numerals
    become digits (中山二路 is 中山2路 wherever it stands), and declared synonyms one word.

    >>> plain_address("新庄社区居委会 布岭二巷 １２号之一（３幢）")
    '新庄社区布岭2巷12号之1 3栋'
    """
    written = _NOISE.sub(_to_blank, unicodedata.normalize("NFKC", text).casefold())
    while (again := _SYNONYMS.sub(_to_first, written)) != written:
        written = again  # 门牌楼 is 号楼 is 栋
    return _LEADING_ZEROS.sub("", _NUMERAL.sub(_to_digits, written))


def _to_blank(found: re.Match[str]) -> str:
    """Leave one blank between two numbers and nothing elsewhere."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return " " if before in _NUMBERS and after in _NUMBERS and before and after else ""


def _to_digits(found: re.Match[str]) -> str:
    """Read 十二, 一百零三 or 一二三; what is neither stays as it is."""
    written = found[0]
    if not any(c in _TENS for c in written):
        return written if len(written) > _MOST_DIGITS else "".join(str(_DIGITS[c]) for c in written)
    parts = re.fullmatch(r"(?:(.)?百)?(?:零)?(?:(.)?十)?(.)?", written)
    if parts is None or any(c in _TENS for c in filter(None, parts.groups())):
        return written
    hundreds, tens, ones = parts.groups()
    value = sum(
        size * (_DIGITS[said] if said else 1)
        for said, size, mark in ((hundreds, 100, "百"), (tens, 10, "十"))
        if mark in written
    )
    return str(value + (_DIGITS[ones] if ones else 0))


def _synonyms() -> tuple[re.Pattern[str], dict[str, str]]:
    words = read_words()
    lists = (words.house, words.building, words.one_of, words.community, words.junction)
    first = {spelling: of[0] for of in lists for spelling in of}
    return re.compile(any_of(tuple(first))), first


_SYNONYMS, _FIRST = _synonyms()


def _to_first(found: re.Match[str]) -> str:
    return _FIRST[found[0]]
