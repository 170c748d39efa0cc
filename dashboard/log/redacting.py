"""Taking out of a line of a log whatever may be somebody's name, number or secret.

Our own log lines are English and name things by identifiers. So what is Chinese, stands in
quotation marks or is a long number came from the data, and goes: rather too much than one name too
many (Personal Information Protection Law of the People's Republic of China, Art. 51).
"""

from __future__ import annotations

import re
from typing import Final

GONE: Final = "…"
MOST_LETTERS: Final = 2_000

_QUOTED: Final = re.compile(r"'([^'\n]*)'|\"([^\"\n]*)\"|“[^”\n]*”|‘[^’\n]*’")
_IDENTIFIER: Final = re.compile(r"[a-z_][a-z0-9_.]{0,60}", re.ASCII)
_HAN: Final = r"\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE: Final = re.compile(f"[{_HAN}][{_HAN}·•\\w]*")
_ADDRESSED: Final = re.compile(r"[^\s'\"]*@[^\s'\"]*")
"""Mail addresses, and addresses of databases with the password in them."""
_NUMBER: Final = re.compile(r"\d(?:[ \-]?\d){6,}[Xx]?")  # phones, ID numbers, days of birth


def redact(text: str) -> str:
    """Return a text without what may be personal, and not longer than a log needs."""
    shown = _QUOTED.sub(_kept_identifier, text)
    for pattern in (_ADDRESSED, _CHINESE, _NUMBER):
        shown = pattern.sub(GONE, shown)
    return shown if len(shown) <= MOST_LETTERS else shown[:MOST_LETTERS] + GONE


def _kept_identifier(found: re.Match[str]) -> str:
    inner = found[1] if found[1] is not None else found[2]
    return found[0] if inner is not None and _IDENTIFIER.fullmatch(inner) else f"'{GONE}'"
