"""The parser child: ``python -m etl.parse FILE [--sheet NAME]`` writes the file's rows to stdout.

With ``--extract LAYER --within WEST,SOUTH,EAST,NORTH`` those of an extract of OpenStreetMap.

The only place where a ledger file is opened as what it claims to be. It runs with bounds on
memory and time and without the parent's environment; what goes wrong here ends this process only.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from pathlib import Path

from etl.formats import format_of, reader_of
from etl.limits import MOST_CELL_CHARACTERS, MOST_RATIO, MOST_ROW_CHARACTERS, SMALL_TEXT
from etl.reasons import refusal
from etl.sheets import Block, Row, Sheet, to_line
from geodata.coordinates.bounds import Bounds
from geodata.errors import LedgerError

if sys.platform != "win32":
    import resource


def limit(memory_bytes: int, cpu_s: int) -> None:
    """Bound this process, where the system can (POSIX); the parent bounds it everywhere."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 5))


def write_rows(parts: Iterable[Sheet | Block]) -> None:
    """Write every sheet and block as a line, and ``["end"]`` when nothing is missing."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")
    for part in parts:
        sys.stdout.write(to_line(part) + "\n")
    sys.stdout.write('["end"]\n')


def bounded(path: Path, parts: Iterable[Sheet | Block]) -> Iterator[Sheet | Block]:
    """Hand parts on as long as their texts are no more than whoever reads them expects.

    Raises
    ------
    LedgerError
        For a cell or row that is too long, and for a small file that names one long text in many
        cells.
    """
    most, told = max(SMALL_TEXT, MOST_RATIO * path.stat().st_size), 0
    for part in parts:
        if isinstance(part, Block):
            told += sum(
                _length(path, number, row) for number, row in enumerate(part.rows, part.first)
            )
            if told > most:
                ratio = told // path.stat().st_size
                raise refusal("packed_too_tight", name=path.name, ratio=ratio, most=MOST_RATIO)
        yield part


def _length(path: Path, number: int, row: Row) -> int:
    """Return how many characters a row has; refuse one that has too many."""
    lengths = [len(cell) for cell in row if cell]
    if lengths and max(lengths) > MOST_CELL_CHARACTERS:
        raise refusal("long_cell", name=path.name, row=number, most=MOST_CELL_CHARACTERS)
    if (length := sum(lengths)) > MOST_ROW_CHARACTERS:
        limit = MOST_ROW_CHARACTERS
        raise refusal("long_row", name=path.name, row=number, count=length, most=limit)
    return length


def parts_of(options: argparse.Namespace) -> Iterable[Sheet | Block]:
    """Choose the reader, and with it the libraries that only it needs."""
    path: Path = options.file
    if options.extract is None:
        return reader_of(format_of(path))(path, options.sheet)
    from etl.readers.osm import read_extract  # noqa: PLC0415 - GDAL, of which few formats have need

    return read_extract(path, options.extract, Bounds(*map(float, options.within.split(","))))


def main() -> None:
    """Read the arguments, set the bounds, write rows or the refusal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--sheet")
    parser.add_argument("--extract", choices=("street", "ground"))
    parser.add_argument("--within")
    parser.add_argument("--memory-bytes", type=int)
    parser.add_argument("--cpu-s", type=int)
    options = parser.parse_args()
    if options.memory_bytes is not None:
        limit(options.memory_bytes, options.cpu_s)
    try:
        write_rows(bounded(options.file, parts_of(options)))
    except LedgerError as error:
        sys.stdout.write(json.dumps(["refused", error.rule, dict(error.named)]) + "\n")


if __name__ == "__main__":
    main()
