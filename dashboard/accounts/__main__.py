"""Accounts on the command line: ``python -m dashboard.accounts COMMAND --data DIR``."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.accounts.issuing import (
    LINK_LASTS,
    add_administrator,
    add_with_passwords,
    issue_link,
    sample_accounts,
)
from dashboard.keeping.console import opened_data, running
from dashboard.texts import FOLDER, Language, read_texts
from geodata.catalogue import read_catalogue_of
from geodata.localtime import local_date
from geodata.rights import rights_of
from geodata.settings import read_settings
from geodata.storage.bulk import read_area_rows

if TYPE_CHECKING:
    from argparse import Namespace

    from geodata.catalogue import Catalogue
    from geodata.catalogue.promotion import Project
    from geodata.storage.store import Storage

TEXTS: Final = FOLDER / "accounts"


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    wanted = _parser().parse_args(arguments)
    return running(lambda: carry_out(wanted))


def carry_out(wanted: Namespace) -> int:
    """Open the data folder that is there and do what is asked; a link of another leads nowhere."""
    folder = wanted.data or read_settings().data_folder / "own"
    with opened_data(folder, now=datetime.now(UTC)) as storage:
        wanted.run(storage, read_catalogue_of(folder), wanted)
    return 0


def print_administrator(storage: Storage, catalogue: Catalogue, wanted: Namespace) -> None:
    """Create an administrator and print the link to enter by."""
    rights = rights_of(catalogue.roles)
    add_administrator(storage, rights, wanted.login, wanted.name, now=datetime.now(UTC))
    print_link(storage, catalogue, wanted)


def print_link(storage: Storage, catalogue: Catalogue, wanted: Namespace) -> None:
    """Print a one-time link."""
    rights = rights_of(catalogue.roles)
    token = issue_link(storage, rights, wanted.login, now=datetime.now(UTC))
    _say("command.link", minutes=LINK_LASTS.seconds // 60)
    sys.stdout.write(f"{wanted.url.rstrip('/')}/login#{token}\n")


def print_samples(storage: Storage, catalogue: Catalogue, _wanted: Namespace) -> None:
    """Create an account for each role and print login and password."""
    now = datetime.now(UTC)
    with storage.reading() as connection:
        rows = read_area_rows(connection)
    area = next((code for code, _, level, _ in rows if level == "community"), "")
    project = _richest(catalogue).id
    accounts = sample_accounts(
        rights_of(catalogue.roles), project=project, area=area, on=local_date(now)
    )
    passwords = add_with_passwords(storage, accounts, now=now)
    _say("command.samples")
    for account in accounts:
        sys.stdout.write(f"{account.login:<20} {passwords[account.login]}  {account.name}\n")


def _richest(catalogue: Catalogue) -> Project:
    """Return the project with the most to see: of some nothing lies on the map at all."""
    acting = [project for project in catalogue.projects if project.kind == "intervention"]
    return max(
        acting or catalogue.projects, key=lambda one: len(one.incident_types) + len(one.layers)
    )


def _say(key: str, **values: object) -> None:
    for language in Language:
        sys.stdout.write(read_texts(language, TEXTS)(key, **values) + "\n")


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m dashboard.accounts", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    first = commands.add_parser("administrator", help="create an account that manages the others")
    first.add_argument("login")
    first.add_argument("name", help="as the office writes it")
    first.set_defaults(run=print_administrator)
    link = commands.add_parser("signin", help="print a one-time link to sign in by")
    link.add_argument("login", nargs="?", help="whose; the first administrator's unless told")
    link.set_defaults(run=print_link)
    sample = commands.add_parser("sample", help="an account for each role, to try them")
    sample.set_defaults(run=print_samples)
    for command in (first, link, sample):
        command.add_argument("--data", type=Path, help="folder that holds the database")
        command.add_argument(
            "--url", default="http://127.0.0.1:8501", help="where the dashboard is reached"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
