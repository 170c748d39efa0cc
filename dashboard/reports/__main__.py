"""Take a layer away: ``python -m dashboard.reports export FILE --layer ID``."""

from __future__ import annotations

import io
import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.reports.asked import parse_asked
from dashboard.reports.files import require_format, write_whole
from dashboard.reports.layer_report import build_layer_report
from dashboard.reports.notes import count_values
from dashboard.reports.words import in_both, refusal, report_texts
from dashboard.texts import Language
from geodata.build import build_read_model
from geodata.catalogue import read_catalogue_of
from geodata.crs import parse_crs
from geodata.errors import SafetyMapError
from geodata.settings import read_settings
from geodata.storage.audit import command_entry, note
from geodata.storage.store import FILE_NAME, open_storage
from geodata.viewer import OFFICE

if TYPE_CHECKING:
    from argparse import Namespace

    from dashboard.reports.layer_report import LayerReport
    from geodata.crs_names import Crs
    from geodata.storage.audit import Result
    from geodata.storage.store import Storage

MOST_SELECT: Final = 500
"""Letters of a filter kept in the audit: a link's are fewer."""
LANGUAGES: Final = {"zh": Language.CHINESE, "en": Language.ENGLISH}


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return 0, or 1 with the reason on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console may lack the characters
    wanted = _parser().parse_args(arguments)
    try:
        export_layer(wanted, datetime.now(UTC))
    except SafetyMapError as error:
        told = (in_both("refused.lead"), error.found, error.expected, error.remedy)
        sys.stderr.write("\n".join(told) + "\n")
        return 1
    return 0


def export_layer(wanted: Namespace, now: datetime) -> None:
    """Write the file asked for and say what is in it."""
    write, crs = require_format(wanted.file.name), parse_crs(wanted.to_crs)
    folder = wanted.data or read_settings().data_folder / "own"
    if not (folder / FILE_NAME).is_file():
        raise refusal("no_data", folder=folder)
    storage = open_storage(folder, now=now)
    try:
        report = _build(storage, folder, wanted, now, crs)
        content = write(report)
        _note(storage, wanted, now, "done", len(report.frame))  # before anything is taken away
    except SafetyMapError:
        _note(storage, wanted, now, "refused")
        raise
    finally:
        storage.close()
    write_whole(wanted.file, content)
    for texts in map(report_texts, Language):
        values = count_values(texts, report.layer, report.frame)
        name = texts.name(report.layer.name)
        said = texts("command.done", layer=name, path=wanted.file, **values)
        sys.stdout.write(f"{said}\n")


def _build(
    storage: Storage, folder: Path, wanted: Namespace, now: datetime, crs: Crs
) -> LayerReport:
    model = build_read_model(storage, read_catalogue_of(folder))
    return build_layer_report(
        storage,
        model,
        wanted.layer,
        parse_asked(wanted.select, model, now=now),
        OFFICE,
        language=LANGUAGES[wanted.lang],
        now=now,
        crs=crs,
    )


def _note(
    storage: Storage, wanted: Namespace, now: datetime, result: Result, count: int | None = None
) -> None:
    """Write into the audit who took which records, and how many."""
    told = f"{wanted.layer}/{wanted.file.name}".encode("utf-8", "replace").decode()
    details = {"select": wanted.select[:MOST_SELECT], "crs": wanted.to_crs, "records": count}
    with storage.writing() as connection:
        note(connection, command_entry(now, "export", told, result, details))


def _parser() -> ArgumentParser:
    about = in_both("command.about")
    parser = ArgumentParser(prog="run.py", description=about)
    commands = parser.add_subparsers(required=True, metavar="export")
    export = commands.add_parser("export", help=about, description=about)
    add = export.add_argument
    add("file", type=Path, metavar="FILE", help=in_both("command.file"))
    add("--layer", required=True, metavar="ID", help=in_both("command.layer"))
    add("--data", type=Path, metavar="DIR", help=in_both("command.data"))
    add("--select", default="", metavar="QUERY", help=in_both("command.select"))
    add("--lang", choices=LANGUAGES, default="zh", help=in_both("command.lang"))
    add("--to-crs", default="EPSG:4326", metavar="CRS", help=in_both("command.to_crs"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
