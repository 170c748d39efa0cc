"""Why a file did not come in or a job was not done, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.worker.words import OF_JOBS, PARTS, said
from etl.reasons import refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dashboard.texts import Texts


def refused_lines(texts: Texts, kept: Mapping[str, Any]) -> list[str]:
    """Say what was found, what was expected and what to do.

    Parameters
    ----------
    kept
        As `geodata.errors.SafetyMapError.to_kept` gives it. What has no rule is said in the words
        of whoever met it. Text of a ledger may be in it: to be shown as plain text only.
    """
    rule: str = kept.get("rule", "")
    if not rule:
        return [str(kept[part]) for part in PARTS if part in kept]
    if rule.startswith(OF_JOBS):
        return said(rule, kept["named"], texts.language)
    return list(refused(rule, kept["named"], texts.language.value[:2]))


def refused_lines_for(texts: Texts, kept: Mapping[str, Any], *, may_read: bool) -> list[str]:
    """Say as `refused_lines` why it was not done, to whoever may read of the ledger or may not.

    What is the program's own repeats nothing of it and is said to everybody.
    """
    if may_read or str(kept.get("rule", "")).startswith(OF_JOBS):
        return refused_lines(texts, kept)
    return [texts("ledgers.failed_unread")]
