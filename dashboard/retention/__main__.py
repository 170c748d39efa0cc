"""See what is past its time, and let it go: ``python -m dashboard.retention [--yes]``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.keeping.console import opened_data, running, say_lines, say_waiting
from dashboard.retention.policy import days_of, read_retention_policy
from dashboard.retention.purging import look, purge
from dashboard.retention.trust import require_right_clock
from dashboard.retention.words import in_both, kind_name, since_text, words_of
from dashboard.texts import Language
from dashboard.wording import size_text
from geodata.catalogue.load import read_catalogue_of
from geodata.settings import read_settings

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from geodata.catalogue.model import Catalogue
    from geodata.retention import Due

LANGUAGE: Final = Language.CHINESE
BETWEEN: Final = "  "


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 with the reason on standard error."""
    return running(lambda: show_or_purge(_parser().parse_args(arguments)))


def show_or_purge(wanted: Namespace) -> int:
    """Tell what is past its time; with ``--yes`` let it go."""
    data, now = wanted.data or read_settings().data_folder / "own", datetime.now(UTC)
    catalogue = read_catalogue_of(data)
    days = days_of(catalogue, read_retention_policy(data))
    if wanted.yes:
        say_waiting(data)
    with opened_data(data, now=now) as storage:
        if wanted.yes and not wanted.clock_is_right:
            require_right_clock(storage, now=now)
        work = purge if wanted.yes else look
        found = work(storage, catalogue, days, now=now)
    any_due = any(one.count for one in found)
    say_lines(_table(catalogue, found))
    if wanted.yes:
        say_lines([in_both("command.done" if any_due else "command.none")])
        say_lines([in_both("command.in_backups")] if any_due else [])
        say_lines([in_both("command.broken_chain")] if len(found) < len(days) else [])
    else:
        say_lines([in_both("command.only_looked" if any_due else "command.none")])
    return 0


def _table(catalogue: Catalogue, found: Sequence[Due]) -> Iterator[str]:
    words = words_of(LANGUAGE)
    yield in_both("command.heading")
    for one in found:
        oldest = one.oldest.isoformat() if one.oldest else "-"
        size = size_text(one.size) if one.size else "-"
        rule = {"since": since_text(words, catalogue, one.kind), "days": one.days}
        cells = (f"{one.count:>9,}", f"{oldest:10}", f"{size:>9}", one.kind.ljust(19))
        name = kind_name(words, catalogue, one.kind)
        yield BETWEEN.join((*cells, words("named_rule", name=name, rule=words("rule", **rule))))


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="run.py purge", description=in_both("command.about"))
    parser.add_argument("--yes", action="store_true", help=in_both("command.really"))
    parser.add_argument(
        "--clock-is-right", action="store_true", help=in_both("command.clock_is_right")
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help=in_both("command.data"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
