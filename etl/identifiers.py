"""Texts that identify: names and codes as they are, telephone numbers, ID numbers.

What is said of a personal number never repeats it: reasons are shown to whoever may import.
"""

import re
import unicodedata

from etl.troubles import Trouble, trouble
from etl.words import plain
from geodata.masking import mask_id, mask_phone

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_LAND_LINE = re.compile(r"(?:0\d{2,3})?[2-9]\d{6,7}(?:(?:转|ext|#)?\d{1,6})?|[48]00\d{7}|1\d{2,4}")
_PHONE_MARKS = re.compile(r"[\s\-()]+")
_EXTENSION = re.compile(r"((?:0\d{2,3}[-\s]?)?[2-9]\d{6,7})\s*-\s*(\d{1,6})")
_ID_NUMBER = re.compile(r"\d{15}|\d{17}[\dX]|[A-Z]{1,2}\d{6,10}(?:\([\dA]\))?", re.IGNORECASE)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
PERSONAL_NUMBER_DIGITS = 18

LONGEST_TEXT = 2_000
"""Characters of the longest text a ledger means, such as what happened in a case."""


def parse_text(text: str) -> str | Trouble:
    """Keep a text as it is; an identifier that lost its digits, or a whole page, is told."""
    if _SCIENTIFIC.fullmatch(text):
        return trouble("lost_digits", found=text)
    if len(text) > LONGEST_TEXT:
        return trouble("long_text", rejects=False, value=text, length=len(text))
    return text


def parse_phone(text: str) -> str | Trouble:
    """Accept mobile numbers, land lines and short service numbers; several may stand in a cell."""
    if _SCIENTIFIC.fullmatch(text):
        return trouble("lost_digits", rejects=False, found=mask_id(text))
    written = unicodedata.normalize("NFKC", text)
    parts = [part for part in re.split(r"[/,、;;\n]+", written) if part.strip()]
    bare = [number for part in parts for number in _numbers(part)]
    sound = all(map(_is_number, bare))
    kept = "/".join(bare)
    if sound:
        return kept
    return trouble("odd_phone", rejects=False, value=kept, found=mask_phone(text))


def _numbers(part: str) -> list[str]:
    """Take the marks out of a number, or of several that only blanks divide.

    What a dash puts behind a land line is dialled after it: 82345678-801 is 82345678转801.
    """
    part = _EXTENSION.sub(r"\1转\2", part) if _EXTENSION.fullmatch(part.strip()) else part
    whole = _PHONE_MARKS.sub("", part)
    several = [_PHONE_MARKS.sub("", word) for word in part.split()]
    return several if not _is_number(whole) and all(map(_is_number, several)) else [whole]


def _is_number(bare: str) -> bool:
    return bool(_MOBILE.fullmatch(bare) or _LAND_LINE.fullmatch(bare))


def parse_id_number(text: str) -> str | Trouble:
    """Check the digits of an ID number; the check digit of 18 is that of GB 11643."""
    if _SCIENTIFIC.fullmatch(text):
        return trouble("lost_digits", rejects=False, found=mask_id(text))
    number = plain(text).upper()
    sound = _ID_NUMBER.fullmatch(number) is not None
    if sound and len(number) == PERSONAL_NUMBER_DIGITS:
        sound = check_digit(number[:17]) == number[17]
    return number if sound else trouble("odd_id_number", rejects=False, value=number)


def check_digit(body: str) -> str:
    """Return the last character of an ID number by the 17 digits before it (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]
