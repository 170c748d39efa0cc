"""Cells that say that there is nothing to say."""

from etl.words import lead, plain, read_words
from geodata.catalogue import Field

LONGEST_NOTHING = 12
"""No cell with more letters, blanks among them, says that there is nothing to say."""

PICTURE_IN_CELL = "=DISPIMG("
"""What WPS writes into a cell that holds a photograph."""

MEASURING = frozenset({"integer", "number", "date", "time", "datetime"})
IDENTIFYING = frozenset({"person", "phone", "id_number"})
"""Types of what tells a person or reaches one."""

NAMES = frozenset({"name", "community", "group", "grid"})
CODES = frozenset({"code", "case_number", "parent"})
"""Core columns of what a place is called, and is known by."""


def is_nothing(text: str, field: Field) -> bool:
    """Tell whether a cell says that there is nothing to say: —, 不详; 无, 0 where that is one."""
    if len(text) > LONGEST_NOTHING:
        return text.startswith(PICTURE_IN_CELL)
    words = read_words()
    if lead(text) not in words.leads_of_nothing:
        return False
    word = plain(text)
    if word in words.nothing or words.strokes.issuperset(word):
        return True
    if word in words.unnamed:
        return field.type in IDENTIFYING | {"address"} or field.column in NAMES
    return word == words.none_word and _has_none(field)


def _has_none(field: Field) -> bool:
    """Tell whether 无 in a field is nothing: no code is called so, a shop or a remark may be."""
    if field.type in IDENTIFYING | MEASURING:
        return True
    return field.column in (NAMES | CODES) - {"name"}
