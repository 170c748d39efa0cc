"""How long a ledger of incidents takes from file to database: ``python -m benchmarks.import_csv``.

Writes a CSV of 1,000,000 made-up incidents and imports it as anyone's ledger: checked, placed in
areas, keyed, in one transaction with its history (target 60 s); and beside it lets pandas put the
same file into SQLite as it is, and GeoPandas into a GeoPackage. Each runs in a process of its own,
whose peak memory is told; so does the file's parser child.
"""

import multiprocessing
import resource
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from os import cpu_count, getloadavg
from pathlib import Path
from threading import Event, Thread
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np
import psutil

from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from geodata.catalogue import read_catalogue
from geodata.storage.store import open_storage
from tests.geodata.making import write_town

ROWS, CHUNK = 1_000_000, 50_000
LOOK_S = 0.1
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
KINDS = ("盗窃", "电信诈骗", "追尾", "电动车事故", "打架斗殴", "跌倒", "电气火灾", "机械伤害")
Importing = Callable[[Path, Path], None]


class Measured(NamedTuple):
    """What an import took: seconds on the wall; on the processor and peak MB, its child's too."""

    wall_s: float
    own_s: float
    peak_mb: float
    child_s: float
    child_mb: float

    @property
    def cpu_s(self) -> float:
        """Seconds of both on the processor."""
        return self.own_s + self.child_s


def write_ledger(path: Path, rows: int) -> None:
    """Write the ledger, the same each time, with the usual gaps: a cell in fifty is empty."""
    import pandas as pd  # noqa: PLC0415 - of this one's memory and time only

    rng = np.random.default_rng(1)
    minutes = rng.integers(0, 3 * 365 * 1_440, rows).astype("timedelta64[m]")
    moments = np.datetime64("2023-01-01T00:00") + minutes
    ledger = pd.DataFrame({
        "案件编号": [f"A{n:08d}" for n in range(rows)],
        "数据来源": "派出所",
        "类别": rng.choice(KINDS, rows),
        "发生时间": np.char.replace(np.datetime_as_string(moments, unit="m"), "T", " "),
        "地点": [f"新庄路{n}号" for n in rng.integers(1, 5_000, rows).tolist()],
        "社区": "新庄社区",
        "经度": rng.uniform(113.50, 113.51, rows).round(6),
        "纬度": rng.uniform(23.10, 23.11, rows).round(6),
        "受伤人数": rng.integers(0, 3, rows),
        "状态": rng.choice(["已结", "未结"], rows),
        "简要情况": [f"报警人称在路口被人碰撞，编号 {n}" for n in range(rows)],
    })  # fmt: skip
    ledger.loc[rng.random(rows) < 1 / 50, ["经度", "纬度"]] = np.nan
    ledger.to_csv(path, index=False)


def import_ours(path: Path, folder: Path) -> None:
    """Import the ledger into a new database of a sub-district with its areas."""
    storage = open_storage(folder, now=NOW)
    write_town(storage)
    catalogue, order = read_catalogue(), Order(path, "incident", Manner(crs="wgs84"))
    report = import_ledger(storage, catalogue, order, now=NOW)
    storage.close()
    print(f"  {report.to_lines(catalogue.by_layer[report.layer])[0]}")


def import_pandas(path: Path, folder: Path) -> None:
    """Let pandas put the rows into SQLite: no check, no key, no area, no history."""
    import pandas as pd  # noqa: PLC0415 - of this one's memory and time only

    folder.mkdir()
    with closing(sqlite3.connect(folder / "plain.sqlite")) as connection:
        for part in pd.read_csv(path, chunksize=CHUNK, parse_dates=["发生时间"]):
            part.to_sql("incidents", connection, if_exists="append", index=False)
        connection.commit()


def import_geopandas(path: Path, folder: Path) -> None:
    """Let GeoPandas write the rows as points of a GeoPackage, likewise unchecked."""
    import geopandas as gpd  # noqa: PLC0415 - of this one's memory and time only
    import pandas as pd  # noqa: PLC0415 - of this one's memory and time only

    folder.mkdir()
    ledger = pd.read_csv(path, parse_dates=["发生时间"])
    points = gpd.points_from_xy(ledger.pop("经度"), ledger.pop("纬度"), crs="EPSG:4326")
    gpd.GeoDataFrame(ledger, geometry=points).to_file(folder / "plain.gpkg", engine="pyogrio")


def write_apart(write: Callable[[Path, int], None], path: Path, rows: int) -> None:
    """Write a ledger in a process of its own: a child's peak memory begins with its parent's."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(write, path, rows).result()


def compare(path: Path, folder: Path, ours: Importing, *others: Importing) -> None:
    """Print what our import of a file takes, then each other, and how many times that ours is."""
    print(f"load       {getloadavg()[0]:7.1f}    of {cpu_count()} processors before it began")
    mine = measured(ours, path, folder / "ours")
    print(f"ours       {_told(mine)}")
    print(f"  of it the parser child {mine.child_s:.1f} s CPU, {mine.child_mb:.0f} MB beside it")
    for other in others:
        name = other.__name__.removeprefix("import_")
        theirs = measured(other, path, folder / name)
        print(f"{name:10} {_told(theirs)}, nothing checked")
        print(
            f"ratio      {mine.wall_s / theirs.wall_s:7.1f} s  {mine.cpu_s / theirs.cpu_s:7.1f} CPU"
        )


def _told(figures: Measured) -> str:
    return f"{figures.wall_s:7.1f} s  {figures.cpu_s:7.1f} s CPU  {figures.peak_mb:6.0f} MB"


def measured(work: Importing, path: Path, folder: Path) -> Measured:
    """Run an import in a new process, from its start to its end, and return what it took.

    Time on the processor is hardly changed by what else the machine does; time on the wall is.
    """
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_measure, args=(work, path, folder, theirs))
    process.start()
    figures: Measured = ours.recv()
    process.join()
    return figures


def _measure(work: Importing, path: Path, folder: Path, to: object) -> None:
    start, before = perf_counter(), process_time()
    with _watched_children() as child_mb:
        work(path, folder)
    took, busy = perf_counter() - start, process_time() - before
    own, child = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    theirs = child.ru_utime + child.ru_stime
    to.send(Measured(took, busy, own.ru_maxrss / 1024, theirs, max(child_mb)))  # type: ignore[attr-defined]


@contextmanager
def _watched_children() -> Iterator[list[float]]:
    """Gather what the children hold, in MB; of each the system notes what its parent held."""
    seen, ended = [0.0], Event()

    def look() -> None:
        while not ended.wait(LOOK_S):
            with suppress(psutil.Error):  # it has just ended
                seen.extend(one.memory_info().rss / 2**20 for one in psutil.Process().children())

    thread = Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def main() -> None:
    """Import the ledger each way and print the figures."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "事故案件.csv")
        write_apart(write_ledger, path, ROWS)
        print(f"{ROWS:,} incidents, {path.stat().st_size / 1e6:.0f} MB of CSV")
        compare(path, Path(name), import_ours, import_pandas, import_geopandas)


if __name__ == "__main__":
    main()
