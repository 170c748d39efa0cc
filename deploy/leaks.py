"""Keys, tokens and passwords that stand where anybody may read them: in a file, or in its past.

The forms are those their issuers declare; what has none is found by its name and a quoted value. A
text that only looks like one says so once, on its line: ``# leak: `` and why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

ACCEPTED = "# leak: "
FORMS = {
    "private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "AWS key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "Alibaba Cloud key": r"\bLTAI[0-9A-Za-z]{12,24}\b",
    "Tencent Cloud key": r"\bAKID[0-9A-Za-z]{32}\b",
    "GitHub token": r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{40,})",
    "GitLab token": r"\bglpat-[0-9A-Za-z_-]{20}",
    "Slack token": r"\bxox[abprs]-[0-9A-Za-z-]{10,}",
    "Google key": r"\bAIza[0-9A-Za-z_-]{35}",
    "index token": r"\bpypi-AgE[0-9A-Za-z_-]{50,}",
    "signed token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "password in an address": r"://[^/\s:@\"'{}$<>]+:[^/\s:@\"'{}$<>]{3,}@[\w.-]+",
    "key of a map service": r"\b(?:tk|ak|key)=[0-9a-fA-F]{32}\b",
    "value of a secret": (
        r"(?i:\b(?:\w+[_-])?(?:password|passwd|secret|(?:api|access|private)_?key|auth_?token))"
        r"[\"']?\s*[:=]\s*[\"'](?=[^\"']*[0-9])(?=[^\"']*[a-z])[^\"'\s{}$<>]{12,}[\"']"
    ),
}
ANY = re.compile("|".join(FORMS.values()))
EACH = {name: re.compile(form) for name, form in FORMS.items()}


class Leak(NamedTuple):
    """What was found where; the text itself is not repeated."""

    place: str
    kind: str


def leaks_in(place: str, lines: Iterable[str], accepted: Collection[str] = ()) -> Iterator[Leak]:
    """Yield what stands in the lines of a file, each with its number.

    Parameters
    ----------
    accepted
        What `accepted_in` found.
    """
    for number, line in enumerate(lines, 1):
        for kind in kinds_of(line, accepted):
            yield Leak(f"{place}:{number}", kind)


def leaks_in_history(log: Iterable[str], accepted: Collection[str] = ()) -> Iterator[Leak]:
    """Yield what was added by any commit, once for each commit and file.

    Parameters
    ----------
    log
        Lines of ``git log -p --format="commit %h"``.
    accepted
        What `accepted_in` found.
    """
    commit = path = ""
    seen: set[Leak] = set()
    for line in log:
        if line.startswith("commit "):
            commit = line.split()[1]
        elif line.startswith("+++ "):
            path = line[4:].strip().removeprefix("b/")
        elif line.startswith("+"):
            found = {Leak(f"{commit}:{path}", kind) for kind in kinds_of(line, accepted)}
            yield from sorted(found - seen)
            seen |= found


def accepted_in(lines: Iterable[str]) -> set[str]:
    """Return what looks like a secret on lines that say that it is none."""
    return {text for line in lines if ACCEPTED in line for _, text in _looks(line)}


def kinds_of(line: str, accepted: Collection[str] = ()) -> list[str]:
    """Name what a line seems to hold."""
    return [kind for kind, text in _looks(line) if text not in accepted]


def _looks(line: str) -> Iterator[tuple[str, str]]:
    if ANY.search(line):
        for kind, form in EACH.items():
            yield from ((kind, found[0]) for found in form.finditer(line))
