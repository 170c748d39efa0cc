"""Take a layer away: ``python -m dashboard.reports export FILE --layer ID``."""

from __future__ import annotations

import io
import json
import sys
from argparse import SUPPRESS, ArgumentParser
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

from dashboard.reports.asked import parse_asked
from dashboard.reports.files import require_format, write_whole
from dashboard.reports.layer_report import layer_reports
from dashboard.reports.notes import count_values
from dashboard.reports.order import BY_INPUT, Order
from dashboard.reports.words import ExportError, in_both, refusal, report_texts
from dashboard.texts import Language
from geodata.accounts import parse_actor
from geodata.build import build_read_model
from geodata.catalogue import read_catalogue_of
from geodata.coordinates.crs import parse_crs
from geodata.errors import SafetyMapError
from geodata.settings import read_settings
from geodata.storage.audit import entry_by, note
from geodata.storage.store import FILE_NAME, open_storage
from geodata.viewer import OFFICE, parse_viewer

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from dashboard.reports.layer_report import LayerReport
    from geodata.coordinates.crs_names import Crs
    from geodata.readmodel import ReadModel
    from geodata.storage.audit import Result
    from geodata.storage.store import Storage

MOST_SELECT: Final = 500
"""Letters of a filter kept in the audit: a link's are fewer."""
LANGUAGES: Final = {"zh": Language.CHINESE, "en": Language.ENGLISH}


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return 0, or 1 with the reason on standard error.

    With ``--json``, as pages ask, what became of it is one line of JSON on standard output.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console may lack the characters
    wanted = _parser().parse_args(arguments)
    try:
        export_layer(wanted, datetime.now(UTC))
    except SafetyMapError as error:
        if wanted.json:
            sys.stdout.write(json.dumps({"refused": _words_for_page(error, wanted.file)}) + "\n")
            return 1
        told = (in_both("refused.lead"), error.found, error.expected, error.remedy)
        sys.stderr.write("\n".join(told) + "\n")
        return 1
    return 0


def _words_for_page(error: SafetyMapError, path: Path) -> dict[str, str]:
    """Return what a page may say of an error: nothing that names a place on this machine."""
    is_for_people = isinstance(error, ExportError) and str(path.parent) not in error.found
    names = ("found", "expected", "remedy")
    return {name: getattr(error, name) if is_for_people else "" for name in names}


def export_layer(wanted: Namespace, now: datetime) -> None:
    """Write the file asked for, note who took it in the audit, and say what is in it."""
    made, crs = require_format(wanted.file.name), parse_crs(wanted.to_crs)
    folder = wanted.data or read_settings().data_folder / "own"
    if not (folder / FILE_NAME).is_file():
        raise refusal("no_data", folder=folder)
    storage = open_storage(folder, now=now)
    try:
        model = build_read_model(storage, read_catalogue_of(folder))
        if wanted.version not in {None, model.version}:
            raise refusal("moved")
        parts = layer_reports(
            storage,
            replace(model, sample=model.sample or wanted.sample),
            _order(wanted, model, now, crs),
            most=made.most,
            part=made.part,
        )
        first = next(parts)
        _note(storage, wanted, now, "done", first.count.records)  # before anything is taken away
        write_whole(wanted.file, made.write(chain([first], parts)))
    except SafetyMapError:
        _note(storage, wanted, now, "refused")
        raise
    finally:
        storage.close()
    _say(wanted, first)


def _order(wanted: Namespace, model: ReadModel, now: datetime, crs: Crs) -> Order:
    selection, language = parse_asked(wanted.select, model, now=now), LANGUAGES[wanted.lang]
    return Order(wanted.layer, selection, wanted.viewer, language, now, crs, wanted.mark)


def _note(
    storage: Storage, wanted: Namespace, now: datetime, result: Result, count: int | None = None
) -> None:
    """Write into the audit who took which records, and how many."""
    told = f"{wanted.layer}/{wanted.file.name}".encode("utf-8", "replace").decode()
    select = unquote_plus(wanted.select)[:MOST_SELECT]
    details = {"select": select, "crs": wanted.to_crs, "records": count}
    with storage.writing() as connection:
        note(connection, entry_by(wanted.by, now, "export", told, result, details))


def _say(wanted: Namespace, report: LayerReport) -> None:
    if wanted.json:
        sys.stdout.write(json.dumps({"records": report.count.records}) + "\n")
        return
    for texts in map(report_texts, Language):
        values = count_values(texts, report.layer, report.count)
        name = texts.name(report.layer.name)
        said = texts("command.done", layer=name, path=wanted.file, **values)
        sys.stdout.write(f"{said}\n")


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
    _add_of_pages(add)
    return parser


def _add_of_pages(add: Callable[..., object]) -> None:
    """Add what only a page passes on: who takes the file, and how far they see."""
    add("--json", action="store_true", help=SUPPRESS)
    add("--sample", action="store_true", help=SUPPRESS)
    add("--viewer", type=parse_viewer, default=OFFICE, help=SUPPRESS)
    add("--by", type=parse_actor, help=SUPPRESS)
    add("--mark", default="", help=SUPPRESS)
    add("--version", type=int, help=SUPPRESS)


if __name__ == "__main__":
    sys.exit(main(json.load(sys.stdin.buffer) if sys.argv[1:] == [BY_INPUT] else None))
