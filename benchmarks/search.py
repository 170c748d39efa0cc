"""Looking for a piece of text among 1,000,000 records: ``python -m benchmarks.search``.

Beside SQLite's LIKE over the same columns in memory, in one run; both must find the same records.
"""

import sqlite3
from collections.abc import Callable
from statistics import median
from time import perf_counter

from geodata.searchtext import SearchText, build_search_text

RECORDS = 1_000_000
ROUNDS = 5
WORDS = ("新庄西街12号", "x-00012", "西街", "不存在")
MOST = 5_000
LIKE = "SELECT id FROM records WHERE code LIKE ? OR address LIKE ? ORDER BY id"


def main() -> None:
    """Measure and print."""
    records = [(n, (f"X-{n:06d}", f"新庄{'东西南北'[n % 4]}街{n}号")) for n in range(RECORDS)]
    begin = perf_counter()
    text = build_search_text(records)
    size = len(text.text) / 1e6
    print(f"{RECORDS:,} records put into one text in {perf_counter() - begin:.1f} s, {size:.0f} MB")
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, code, address)")
    rows = ((n, *values) for n, values in records)
    database.executemany("INSERT INTO records VALUES (?, ?, ?)", rows)
    for word in WORDS:
        report(word, text, database)
    database.close()


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
