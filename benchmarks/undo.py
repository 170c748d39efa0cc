"""How long a ledger takes to change 20,000 records, and its undo: ``python -m benchmarks.undo``.

Imports made-up incidents, imports them again with another place name in every row, so that each
record is kept in the history and replaced, and undoes the second import (target 5 s).
"""

import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.import_csv import NOW, write_ledger
from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from geodata.catalogue import read_catalogue
from geodata.storage.store import open_storage
from geodata.storage.undo import undo
from tests.geodata.making import write_town

ROWS = 20_000


def main() -> None:
    """Import twice, undo once, and print the seconds of each."""
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name, "first.csv"), Path(name, "second.csv")
        write_ledger(first, ROWS)
        second.write_text(first.read_text("utf-8").replace("新庄路", "东庄路"), "utf-8")
        storage, catalogue = open_storage(Path(name, "ours"), now=NOW), read_catalogue()
        write_town(storage)
        batch = 0
        for path in (first, second):
            start = perf_counter()
            order = Order(path, "incident", Manner(crs="wgs84"))
            report = import_ledger(storage, catalogue, order, now=NOW)
            took_s, batch = perf_counter() - start, report.batch or 0
            told = f"{report.counts.new} new, {report.counts.changed} changed"
            print(f"import {took_s:6.1f} s  {told}")
        start = perf_counter()
        with storage.writing() as connection:
            done = undo(connection, batch, catalogue.by_layer, now=NOW)
        print(f"undo   {perf_counter() - start:6.1f} s  {done.restored} restored")
        storage.close()


if __name__ == "__main__":
    main()
