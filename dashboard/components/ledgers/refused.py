"""Why a file did not come in or a job was not done, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.worker.words import OF_JOBS, PARTS, TROUBLE, said
from etl.reasons import refused
from geodata.masking import scrub_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dashboard.texts import Texts

OF_THE_FILE: Final = frozenset({"name", "size", "most", "count", "ratio", "row", "line"})
"""What a reason may name without repeating a cell of the ledger."""


def refused_lines(texts: Texts, kept: Mapping[str, Any]) -> list[str]:
    """Say what was found, what was expected and what to do.

    Parameters
    ----------
    kept
        As `geodata.errors.SafetyMapError.to_kept` gives it. What has no rule is said in the words
        of whoever met it. Text of a ledger may be in it: to be shown as plain text only.
    """
    lines = _parts(texts, kept)
    if len(lines) == len(PARTS) and not kept.get("rule", "").startswith(TROUBLE):
        lines[1] = texts("ledgers.expected", what=lines[1])
    return lines


def refused_to_outsider(texts: Texts, kept: Mapping[str, Any]) -> list[str]:
    """Say what repeats no cell of the ledger to whoever may not read it, else who may.

    Parameters
    ----------
    kept
        As `refused_lines` takes it.
    """
    rule: str = kept.get("rule", "")
    if rule and (rule.startswith(OF_JOBS) or OF_THE_FILE.issuperset(kept["named"])):
        return [scrub_text(line) for line in refused_lines(texts, kept)]
    return [texts("ledgers.reasons_for_clerks")]


def _parts(texts: Texts, kept: Mapping[str, Any]) -> list[str]:
    rule: str = kept.get("rule", "")
    if not rule:
        return [str(kept[part]) for part in PARTS if part in kept]
    if rule.startswith(OF_JOBS):
        return said(rule, kept["named"], texts.language)
    return list(refused(rule, kept["named"], texts.language.value[:2]))
