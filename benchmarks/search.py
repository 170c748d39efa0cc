"""Looking for a piece of text among 1,000,000 records: ``python -m benchmarks.search``.

The text is read from a database, as it is once after each change; each word is looked for in it
beside SQLite's LIKE over the same columns in memory, in one run; both must find the same records.
"""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.storage import CATALOGUE, NOW, first_plan, publish_s
from geodata.records import Record
from geodata.searchtext import SearchText
from geodata.storage.search import read_search_text
from geodata.storage.store import open_storage

RECORDS = 1_000_000
ROUNDS = 5
WORDS = ("新庄西街12号", "x-00012", "西街", "不存在")
MOST = 5_000
LIKE = "SELECT id FROM records WHERE code LIKE ? OR address LIKE ? ORDER BY id"


class Rentals:
    """Rentals made while they are read."""

    def __iter__(self) -> Iterator[Record]:
        """Make them, the same each time."""
        for n in range(RECORDS):
            code, address = f"X-{n:06d}", f"新庄{'东西南北'[n % 4]}街{n}号"
            units = {"units": 6}
            yield Record(key=code, row=n + 2, code=code, address=address, attributes=units)


def main() -> None:
    """Measure and print."""
    text = put_into_one_text()
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, code, address)")
    rows = ((n, one.code, one.address) for n, one in enumerate(Rentals(), start=1))
    database.executemany("INSERT INTO records VALUES (?, ?, ?)", rows)
    for word in WORDS:
        report(word, text, database)
    database.close()


def put_into_one_text() -> SearchText:
    """Publish the records, print how long what they are called takes to be read, return it."""
    with tempfile.TemporaryDirectory() as folder:
        storage = open_storage(Path(folder), now=NOW)
        plan = replace(first_plan(), layer="rental", rows_read=RECORDS, records=Rentals())
        publish_s(storage, plan)
        begin = perf_counter()
        with storage.reading() as connection:
            text = read_search_text(connection, CATALOGUE.by_layer["rental"])
        taken, size = perf_counter() - begin, len(text.text) / 1e6
        storage.close()
    print(f"{RECORDS:,} records put into one text in {taken:.1f} s, {size:.0f} MB")
    return text


def report(word: str, text: SearchText, database: sqlite3.Connection) -> None:
    """Print how long a word takes each way."""
    seen = text.number
    ours_ms, found = timed(lambda: text.find([word], seen, RECORDS))
    theirs_ms, expected = timed(
        lambda: [row[0] for row in database.execute(LIKE, (f"%{word}%",) * 2)]
    )
    assert sorted(found) == expected, word
    few_ms, _ = timed(lambda: text.find([word], seen, MOST))
    print(
        f"{word}: {len(found):,} found, the best {MOST:,} in {few_ms:.1f} ms, "
        f"all in {ours_ms:.1f}, LIKE {theirs_ms:.1f} ms, {theirs_ms / few_ms:.0f} times ours"
    )


def timed(work: Callable[[], list[int]]) -> tuple[float, list[int]]:
    """Median milliseconds of some rounds, and what the last returned."""
    taken, found = [], list[int]()
    for _ in range(ROUNDS):
        begin = perf_counter()
        found = work()
        taken.append(1000 * (perf_counter() - begin))
    return median(taken), found


if __name__ == "__main__":
    main()
