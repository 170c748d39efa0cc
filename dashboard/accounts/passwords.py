"""Passwords: hashed with argon2id, compared in one time, and not easily guessed."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST: Final = 10
LONGEST: Final = 200
"""Letters; longer ones only keep the processor busy."""
STRONG: Final = 3
"""Of zxcvbn's 0 to 4: withstands about 10^8 guesses (Wheeler, USENIX Security 2016)."""
EASY_WORDS: Final = Path(__file__).with_name("easy_words.txt")
CLEAR_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters nobody reads as another one."""

Weakness = Literal["short", "long", "guessable"]

_hasher: Final = PasswordHasher()
"""The library's own choice: the second of RFC 9106, 64 MiB and 3 rounds."""
_NOBODYS: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$bm9ib2R5cy1wYXNzd29yZA$"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""Compared with where an account has no password or does not exist: it takes as long."""


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    return _hasher.hash(_same(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Say whether it is the password; None, nobody's hash, is never right and takes as long."""
    try:
        return _hasher.verify(password_hash or _NOBODYS, _same(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Say whether a hash was made in another way than they are today."""
    return _hasher.check_needs_rehash(password_hash)


def weakness(password: str, *, known: Iterable[str] = ()) -> Weakness | None:
    """Return why a new password will not do; None where it will.

    Parameters
    ----------
    known
        Words whoever guesses would try first: login, name.
    """
    same = _same(password)
    if len(same) < SHORTEST:
        return "short"
    if len(same) > LONGEST:
        return "long"
    return None if _score(same, known) >= STRONG else "guessable"


def random_password() -> str:
    """Return a password of 20 letters in five groups, some 10^29 of them."""
    groups = ("".join(secrets.choice(CLEAR_LETTERS) for _ in range(4)) for _ in range(5))
    return "-".join(groups)


def _score(password: str, known: Iterable[str]) -> int:
    from zxcvbn import zxcvbn  # noqa: PLC0415 - 13 MB of word lists, for whoever sets a password

    easy = EASY_WORDS.read_text(encoding="utf-8").split()
    words = [form for word in known for form in _forms(word)] + easy
    return int(zxcvbn(password, user_inputs=words, max_length=LONGEST)["score"])


def _forms(word: str) -> set[str]:
    """Return how a login is written in a password: chen.li, chenli, chen and li."""
    parts = re.findall(r"\w+", word.replace("_", " "))
    return {word, "".join(parts), *parts}


def _same(password: str) -> str:
    """Return it as one way of writing: input methods turn letters into full-width ones."""
    return normalize("NFKC", password)
