"""Masks for personal data: what remains is enough to recognise, not enough to find somebody.

Everybody sees masked text unless a viewer may see more (Personal Information Protection Law of the
People's Republic of China, Art. 51; GB/T 35273-2020). The masks work on what offices really write:
full-width digits, blanks and dashes within numbers, several in one cell. What they do not
understand they show less of, not more; masking what is masked changes nothing.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from geodata.naming_cues import mask_named

HIDDEN = "******"
"""A value hidden as a whole: no words, so it needs no language, and no length."""

_PLAIN = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
"""Full-width forms to plain ones, one for one."""

_CJK = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_SPACE_IN_NAME = re.compile(rf"(?<={_CJK})\s+(?={_CJK})")
_BETWEEN_NAMES = re.compile(r"[、,;/|\s]+")

_GAP = "[-\u2010-\u2015\u2212\\s\u200b-\u200d\u2060\ufeff]"
_NAMED_ID = re.compile(
    rf"((?:身份证|证件)\D{{0,8}}?)[A-Za-z]{{0,2}}\d(?:{_GAP}?[\dXx]){{5,19}}", re.ASCII
)
_ID = re.compile(
    rf"(?<!\d)\d(?:{_GAP}?\d){{16}}{_GAP}?[\dXx](?![\dA-Za-z])|(?<!\d)\d{{15}}(?!\d)", re.ASCII
)
_MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)?86{_GAP}?|0)?(1{_GAP}?[3-9](?:{_GAP}?\d){{9}})(?!\d)", re.ASCII
)
_LANDLINE = re.compile(
    rf"(?<!\d)\(?(0(?:10|2\d|[3-9]\d\d))(?:\)|{_GAP}){_GAP}?\d{{3,4}}{_GAP}?(\d{{4}})(?!\d)",
    re.ASCII,
)
_MOST_GAPS, _ALL_GAPS = 3, 10
"""Blanks people put in a mobile number: 138 1234 5678, or one after every digit."""
_LONG_RUN = re.compile(r"\d{5,}", re.ASCII)
_SHORTEST_NUMBER = 7
"""Digits of the shortest number of which four may be shown."""
_OLD_ID_LENGTH = 15
_BIRTH_YEARS = range(1850, 2101)
"""No clock in here: whoever has an ID number was or will be born in these."""

_NUMBER = r"(?:\d+|[A-Za-z]\d*|[〇零一二三四五六七八九十百]+)\s*"
_ROOM = re.compile(rf"{_NUMBER}(?:号?\s*(?:房|室|铺|单元|梯)|层|楼)")
_BUILDING = re.compile(rf"{_NUMBER}(?:栋|幢|座|号楼|号院)")
_DOOR = re.compile(rf"{_NUMBER}号")
_LAST_NUMBER = re.compile(r"[-#\s]*\d{3,4}[A-Za-z]?\s*$")


def mask_name(text: str) -> str:
    """Keep the first character of each name: 张三 → 张**, 欧阳锋、李四 → 欧**、李**."""
    joined = _SPACE_IN_NAME.sub("", text.translate(_PLAIN))
    initials = (next(filter(str.isalnum, name), "") for name in _BETWEEN_NAMES.split(joined))
    return "、".join(f"{initial}**" for initial in initials if initial) or mask_id(text)


def mask_phone(text: str) -> str:
    """Keep the ends of each number of a phone cell: 138****5678, 020-****5678.

    Anything else in the cell is left out; a cell in which no number is found is `HIDDEN`.
    """
    masked = _without_landlines(_without_mobiles(text.translate(_PLAIN)))
    masked = _LONG_RUN.sub(_without_start, masked)
    numbers = (number for number in re.findall(r"[\d*][\d*-]*", masked) if "*" in number)
    return "、".join(numbers) or mask_id(text)


def mask_id(text: str) -> str:
    """Hide an ID number wholly; an empty cell stays empty."""
    return HIDDEN if text.strip() else ""


def mask_address(text: str) -> str:
    """Cut an address at its building: 新庄西街12号3栋502房 → 新庄西街12号3栋.

    Without a building it ends at the door number of the street, without that before the room.
    """
    plain = text.translate(_PLAIN)
    room = _ROOM.search(plain)
    whole = plain[: room.start()] if room else plain
    building = _BUILDING.search(whole) or _DOOR.search(whole)
    kept = whole[: building.end()] if building else _LAST_NUMBER.sub("", whole)
    return scrub_text(kept.strip(" -#,、("))


def scrub_text(text: str) -> str:
    """Mask ID, mobile and landline numbers and named people in any text; the rest stays.

    ID numbers are those of 18 digits with a right check digit and birth date (GB 11643-1999), of
    15 with a birth date (GB 11643-1989), and whatever number is called 身份证 or 证件. Full-width
    characters become plain ones only where something was masked.
    """
    plain = text.translate(_PLAIN)
    scrubbed = _NAMED_ID.sub(rf"\g<1>{HIDDEN}", mask_named(plain))
    scrubbed = _ID.sub(lambda number: HIDDEN if _is_id(_bare(number[0])) else number[0], scrubbed)
    scrubbed = _without_landlines(_without_mobiles(scrubbed))
    return text if scrubbed == plain else scrubbed


def mask_field(kind: str, text: str) -> str:
    """Mask a personal value by the type its layer declares; a type without a mask is scrubbed."""
    return _MASKS.get(kind, scrub_text)(text)


def _bare(number: str) -> str:
    return re.sub(r"[^\dXx]", "", number)


def _without_mobiles(text: str) -> str:
    def mask(number: re.Match[str]) -> str:
        digits = _bare(number[1])
        gaps = len(number[1]) - len(digits)
        usual = gaps <= _MOST_GAPS or gaps == _ALL_GAPS
        return f"{digits[:3]}****{digits[-4:]}" if usual else number[0]

    return _MOBILE.sub(mask, text)


def _without_landlines(text: str) -> str:
    return _LANDLINE.sub(r"\1-****\2", text)


def _without_start(run: re.Match[str]) -> str:
    return f"****{run[0][-4:]}" if len(run[0]) >= _SHORTEST_NUMBER else "****"


def _is_id(digits: str) -> bool:
    if len(digits) == _OLD_ID_LENGTH:
        return _is_birth_date(f"19{digits[6:12]}")
    checked = [10 if digit in "Xx" else int(digit) for digit in digits]
    weighed = sum(digit * 2 ** (17 - place) for place, digit in enumerate(checked))
    return weighed % 11 == 1 and _is_birth_date(digits[6:14])


def _is_birth_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in _BIRTH_YEARS
    except ValueError:
        return False


_MASKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"person": mask_name, "phone": mask_phone, "id_number": mask_id, "address": mask_address}
)
