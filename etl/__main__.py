"""Command line: ``python -m etl import FILE… --layer ID``; osm, template, undo, town."""

import argparse
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from etl.datum.settle import AskedError
from etl.imports import Progress, import_ledger
from etl.kept import noted, opened
from etl.limits import COMMAND_LINE
from etl.order import Order
from etl.osm import LAYERS, MARGIN_M, SOURCE, import_extract
from etl.reading import Manner
from etl.reasons import LANGUAGES, line, refusal, refused
from etl.recipe import require_layer
from etl.undoing import undo_batch
from geodata.catalogue import Catalogue, Layer, read_catalogue, read_catalogue_of
from geodata.errors import SafetyMapError
from geodata.localtime import local_date
from geodata.settings import read_settings
from geodata.storage.audit import entry_by
from geodata.storage.districts import read_districts
from geodata.storage.store import FILE_NAME, Storage, open_storage
from geodata.storage.versions import mark_sample

OWN = "own"
"""Folder of the office's own records below the data folder; the sample town has another."""


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return 0, or 1 with the reason on standard error."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console may lack the characters
    try:
        return int(options.run(options, datetime.now(UTC)))
    except SafetyMapError as error:
        if getattr(options, "json", False):
            words = {"found": error.found, "expected": error.expected, "remedy": error.remedy}
            refused = words | error.to_kept()
            asked = {"asked": error.to_json()} if isinstance(error, AskedError) else {}
            print(json.dumps({"refused": refused, **asked}, ensure_ascii=False))
        print(*_words(error, options), sep="\n", file=sys.stderr)
        return 1


def _words(error: SafetyMapError, options: argparse.Namespace) -> tuple[str, str, str]:
    """Say why it stopped: a question of many lines in one language, all else in both at once."""
    if isinstance(error, AskedError) and hasattr(options, "lang"):
        return refused(error.rule, error.named, options.lang)
    return error.found, error.expected, error.remedy


@contextmanager
def _opened_data(
    options: argparse.Namespace, now: datetime, say: Callable[[str], object] | None = None
) -> Iterator[tuple[Storage, Catalogue]]:
    """Open the data folder asked for; where it has no data, say that it is new, else refuse it."""
    folder = options.data or read_settings().data_folder / OWN
    if not (folder / FILE_NAME).exists():
        if say is None:
            raise refusal("no_such_data", folder=folder)
        say(line("new_folder", folder=folder))
    storage = open_storage(folder, now=now)
    try:
        yield storage, read_catalogue_of(folder)
    finally:
        storage.close()


def import_files(options: argparse.Namespace, now: datetime) -> int:
    """Import files one after another; each is a batch of its own."""
    manner = Manner(options.crs, options.sheet, _defaults(options.set), only=options.only)
    say = partial(print, file=sys.stderr if options.json else sys.stdout, flush=True)
    order = Order(
        Path(),
        options.layer,
        manner,
        options.source,
        options.district,
        options.data_date,
        COMMAND_LINE,
        options.complete,
        options.yes_end,
    )
    with _opened_data(options, now, say) as (storage, catalogue):
        for path in options.files:
            with opened(storage, path, sealed=False) as ledger:
                work = partial(
                    import_ledger,
                    storage,
                    catalogue,
                    replace(order, path=ledger),
                    now=now,
                    dry_run=options.dry_run,
                    progress=_saying(path, catalogue.by_layer.get(options.layer), say),
                )
                report = (
                    work()
                    if options.dry_run
                    else noted(storage, path.name, options.layer, None, work, now=now)
                )
            lines = [json.dumps(report.to_json(), ensure_ascii=False)]
            print(
                *(lines if options.json else report.to_lines(catalogue.by_layer[report.layer])),
                sep="\n",
                flush=True,
            )
    return 0


def import_osm(options: argparse.Namespace, now: datetime) -> int:
    """Import streets and ground of an extract of OpenStreetMap, cut to each sub-district."""
    order = Order(
        options.file,
        LAYERS[0],
        data_date=options.data_date,
        margin_m=options.margin_m,
        yes_end=options.yes_end,
    )
    with _opened_data(options, now, print) as (storage, catalogue):
        with storage.reading() as connection:
            known = tuple(read_districts(connection))
        asked = (options.district,) if options.district else known or (None,)
        for report in import_extract(
            storage, catalogue, order, districts=asked, now=now, dry_run=options.dry_run
        ):
            layer = catalogue.by_layer[report.layer]
            print(f"{layer.name.zh} {layer.name.en}", *report.to_lines(layer), sep="\n", flush=True)
    print(line("osm_done", source=SOURCE))
    return 0


def _saying(path: Path, layer: Layer | None, say: Callable[[str], object]) -> Progress:
    """Say a line at the beginning of each stage."""
    said: set[str] = set()

    def tell(stage: str, _done: int, total: int | None) -> None:
        if stage not in said:
            said.add(stage)
            name = layer.name.zh if layer else ""
            say(line(stage, file=path.name, layer=name, records=total))

    return tell


def make_template(options: argparse.Namespace, _now: datetime) -> int:
    """Write the template of a layer, into this folder where no file is named."""
    from etl.template import template_name, write_template  # noqa: PLC0415 - imports need none of it

    folder = options.data or read_settings().data_folder / OWN
    layer = require_layer(read_catalogue_of(folder), options.layer)
    path = options.file or Path(template_name(layer, options.lang))
    path.write_bytes(write_template(layer, options.lang))
    print(line("template_made", file=path))
    return 0


def undo_import(options: argparse.Namespace, now: datetime) -> int:
    """Undo one import."""
    entry = entry_by(None, now, "undo", f"batch/{options.number}")
    with _opened_data(options, now) as (storage, catalogue):
        done = undo_batch(storage, catalogue, options.number, entry)
    print(line("undone", batch=options.number, restored=done.restored, removed=done.removed))
    if done.without_personal:
        print(line("undone_without", n=done.without_personal))
    return 0


def make_town(options: argparse.Namespace, now: datetime) -> int:
    """Write the ledgers of the sample town and import each like anyone's."""
    from etl.town import write_town  # noqa: PLC0415 - slow to load; imports need none of it

    began = time.monotonic()
    print(line("town_writing"), flush=True)
    as_of = options.as_of or local_date(now)
    ledgers = write_town(options.data / "ledgers", options.seed, as_of, scale=options.scale)
    storage, catalogue = open_storage(options.data, now=now), read_catalogue()
    try:
        with storage.writing() as connection:
            mark_sample(connection)
        for ledger in ledgers:
            order = Order(
                ledger.path,
                ledger.layer,
                Manner(crs=ledger.crs),
                ledger.source,
                district=ledger.district or None,
                data_date=as_of,
            )
            report = import_ledger(storage, catalogue, order, now=now)
            print(
                f"  {ledger.path.name}: {report.to_lines(catalogue.by_layer[report.layer])[0]}",
                flush=True,
            )
    finally:
        storage.close()
    seconds = time.monotonic() - began
    print(line("town_done", ledgers=len(ledgers), seconds=seconds), flush=True)
    return 0


def _defaults(given: list[str]) -> dict[str, str]:
    for text in given:
        if "=" not in text:
            raise refusal("unknown_default", given=text, fields="…")
    return dict(text.split("=", 1) for text in given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_import(commands.add_parser("import", help="导入台账 (bring ledgers in)"))
    _add_osm(commands.add_parser("osm", help="导入 OpenStreetMap 底图 (bring a base map in)"))
    _add_template(commands.add_parser("template", help="写出填写模板 (write a template)"))
    _add_undo(commands.add_parser("undo", help="撤销一批导入 (undo an import)"))
    _add_town(commands.add_parser("town", help="生成示例街道 (make the sample town)"))
    return parser


def _add_import(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=import_files)
    add = command.add_argument
    add("files", nargs="+", type=Path, metavar="FILE", help="台账文件 (ledger files)")
    add("--layer", required=True, metavar="ID", help="图层 (layer, e.g. rental)")
    add("--crs", help="坐标系 (e.g. gcj02, EPSG:4547)")
    add("--sheet", help="工作表或图层名 (sheet or map layer)")
    add("--source", help="报送单位 (who reported the incidents)")
    add("--district", metavar="CODE", help="街道代码 (code of the sub-district)")
    add(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="全表同一个值 (for all rows)",
    )
    add(
        "--only",
        metavar="CODE",
        help="名单里只要这个街道，或 all (areas of this sub-district only)",
    )
    add("--data", type=Path, metavar="DIR", help="数据目录 (data folder)")
    add("--data-date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="数据截至 (true up to)")
    add("--complete", action="store_true", help="完整台账：没有列出的记录结束 (others end)")
    add("--yes-end", type=int, metavar="N", help="确认结束 N 条 (N records may end)")
    add("--lang", choices=LANGUAGES, default="zh", help="提问的语言 (language it asks in)")
    add("--dry-run", action="store_true", help="只检查，不写入 (check only)")
    add("--json", action="store_true", help="机器可读的报告 (report as JSON)")


def _add_osm(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=import_osm)
    add = command.add_argument
    add("file", type=Path, metavar="FILE", help="提取文件 (extract: .osm.pbf, .gpkg)")
    add("--district", metavar="CODE", help="只导入这个街道 (only this sub-district)")
    add("--margin-m", type=float, default=MARGIN_M, metavar="M", help="边界外多少米 (beyond it)")
    add("--data", type=Path, metavar="DIR", help="数据目录 (data folder)")
    add("--data-date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="数据截至 (true up to)")
    add("--yes-end", type=int, metavar="N", help="确认结束 N 条 (N records may end)")
    add("--dry-run", action="store_true", help="只检查，不写入 (check only)")


def _add_template(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=make_template)
    add = command.add_argument
    add("file", nargs="?", type=Path, metavar="FILE", help="写到哪个文件 (where to)")
    add("--layer", required=True, metavar="ID", help="图层 (layer, e.g. rental)")
    add("--lang", choices=LANGUAGES, default="zh", help="说明的语言 (language it explains in)")
    add("--data", type=Path, metavar="DIR", help="数据目录 (data folder)")


def _add_undo(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=undo_import)
    add = command.add_argument
    add("number", type=int, metavar="NUMBER", help="批次号 (number of the batch)")
    add("--data", type=Path, metavar="DIR", help="数据目录 (data folder)")


def _add_town(command: argparse.ArgumentParser) -> None:
    command.set_defaults(run=make_town)
    add = command.add_argument
    add("--data", type=Path, required=True, metavar="DIR", help="数据目录 (data folder)")
    add("--seed", type=int, default=1, help="随机种子 (seed)")
    add("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="截至日期 (default today)")
    add("--scale", type=int, default=1, help="街道个数 (number of sub-districts)")


if __name__ == "__main__":
    sys.exit(main())
