"""Keep a data folder safe: ``python -m dashboard.keeping backup``, ``key``, ``restore`` …."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.keeping.console import opened_data, running, say_lines, say_waiting
from dashboard.keeping.making import MEBIBYTE, keep_key, make_backup, on_same_disk
from dashboard.keeping.policy import read_backup_policy
from dashboard.keeping.restoring import newest_backup, put_back, restore
from dashboard.keeping.trying import try_newest
from dashboard.keeping.words import in_both
from dashboard.retention.policy import days_of, read_retention_policy
from dashboard.retention.purging import look
from dashboard.wording import local_text
from geodata.catalogue.load import read_catalogue_of
from geodata.errors import SafetyMapError
from geodata.results.kept_results import BACKUP, DRILL
from geodata.results.upkeep import to_bytes
from geodata.settings import read_settings
from geodata.storage.audit import entry_by, note, read_audit
from geodata.storage.audit_chain import check_chain

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from dashboard.keeping.restoring import Restored

TAKE_KEY: Final = "take_key"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return 0, or 1 with the reason on standard error."""
    wanted = _parser().parse_args(arguments)
    wanted.data = wanted.data or read_settings().data_folder / "own"
    return running(lambda: int(wanted.run(wanted)))


def back_up(wanted: Namespace) -> int:
    """Make a backup and say what is in it, and what is not safe yet."""
    policy, now = read_backup_policy(wanted.data), _now()
    if wanted.folder:
        policy = policy.model_copy(update={"folder": wanted.folder.absolute()})
    say_waiting(wanted.data)
    with opened_data(wanted.data, now=now) as storage:
        with storage.writing() as connection:
            note(connection, entry_by(None, now, "backup", "backup"))
        made = make_backup(storage, policy, clock=_now)
        BACKUP.keep(storage, to_bytes(made), now=_now())
        told = {
            "megabytes": round(made.file_bytes / MEBIBYTE, 1),
            "path": policy.folder / made.name,
        }
        counted = {"rows": made.rows, "uploads": made.uploads, "seconds": made.seconds}
        _say("made", **told, **counted)
        _say("kept", kept=made.kept)
        if made.same_disk:
            _say("same_disk")
        with storage.reading() as connection:
            if not read_audit(connection, action=TAKE_KEY, limit=1):
                _say("key_never")
    return 0


def take_key(wanted: Namespace) -> int:
    """Copy the key to where backups are not; nothing is backed up."""
    now = _now()
    with opened_data(wanted.data, now=now) as storage:
        path = keep_key(storage.folder, wanted.folder.absolute(), storage.seal)
        with storage.writing() as connection:
            note(connection, entry_by(None, now, TAKE_KEY, path.name))
        beside = on_same_disk(path, storage.folder)
    _say("key_kept", path=path)
    if beside:
        _say("key_same_disk")
    return 0


def put_in_place(wanted: Namespace) -> int:
    """Restore a backup, or put back a copy of the database made before an upgrade."""
    file, now = wanted.file.absolute(), _now()
    if file.is_dir():
        file = newest_backup(file, now=now)
    if ".sqlite" in file.suffixes:
        _say_aside(put_back(file, wanted.data.absolute(), now=now), "put_back")
        _say_past_time(wanted.data, now)
        return 0
    done = restore(file, wanted.data.absolute(), wanted.key, now=now)
    _say_aside(done, "restored")
    _say("signed_out")
    if done.missing:
        _say("left_out", names=", ".join(done.missing))
    _say_past_time(wanted.data, now)
    return 0


def try_backup(wanted: Namespace) -> int:
    """Try the newest backup; return 1 where it cannot be restored."""
    say_waiting(wanted.data)
    with opened_data(wanted.data, now=_now()) as storage:
        done = try_newest(storage, read_backup_policy(wanted.data), clock=_now)
        DRILL.keep(storage, to_bytes(done), now=_now())
    word = "tried_badly" if done.problem else "tried"
    _say(word, name=done.name, rows=done.rows, seconds=done.seconds, problem=done.problem)
    return int(bool(done.problem))


def check_audit(wanted: Namespace) -> int:
    """Check the audit's chain; return 1 where it is broken."""
    with opened_data(wanted.data, now=_now()) as storage:
        state = check_chain(storage)
    if state.fault is None:
        _say("chain_whole", links=state.links, entries=state.entries, waiting=state.waiting)
        if state.purged:
            _say("chain_purged", entries=state.purged)
        return 0
    fault = in_both(f"command.fault.{state.fault}")
    span = {"first": state.first, "last": state.last, "link": state.broken_link}
    _say("chain_broken", fault=fault, **span)
    return 1


def _say_aside(done: Restored, word: str) -> None:
    _say(word, made_at=local_text(done.made_at), rows=done.rows, seconds=done.seconds)
    if done.aside is not None:
        _say("aside", aside=done.aside)


def _say_past_time(data: Path, now: datetime) -> None:
    """Say how much of what a backup brought back was to be kept no longer."""
    try:
        with opened_data(data, now=now) as storage:
            catalogue = read_catalogue_of(data)
            days = days_of(catalogue, read_retention_policy(data))
            past = sum(one.count for one in look(storage, catalogue, days, now=now))
    except SafetyMapError as error:  # the restore itself is done
        _say("times_unknown", why=error.found)
        return
    if past:
        _say("came_back", n=past)


def _say(key: str, **values: object) -> None:
    say_lines([in_both(f"command.{key}", **values)])


def _now() -> datetime:
    return datetime.now(UTC)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="run.py", description=in_both("command.about"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run in COMMANDS.items():
        command = commands.add_parser(name, help=in_both(f"command.{name}"))
        command.set_defaults(run=run)
        command.add_argument("--data", type=Path, metavar="DIR", help=in_both("command.data"))
        for words, options in _options(name):
            command.add_argument(*words, type=Path, **options)  # type: ignore[arg-type] # by name
    return parser


def _options(name: str) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Give the paths a command is told."""
    if name == "backup":
        yield ("folder",), {"nargs": "?", "metavar": "FOLDER", "help": in_both("command.folder")}
    if name == "key":
        yield ("folder",), {"metavar": "FOLDER", "help": in_both("command.key_to")}
    if name == "restore":
        yield ("file",), {"metavar": "FILE", "help": in_both("command.file")}
        yield ("--key",), {"metavar": "FILE", "help": in_both("command.key_from")}


COMMANDS: Final = {
    "backup": back_up,
    "key": take_key,
    "restore": put_in_place,
    "drill": try_backup,
    "audit": check_audit,
}

if __name__ == "__main__":
    sys.exit(main())
