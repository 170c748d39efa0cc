"""How long a workbook takes from file to database: ``python -m benchmarks.import_xlsx``.

Writes 20,000 made-up rental buildings of 20 columns into an xlsx, with personal data, dates and a
defect in every hundredth row, and imports it with all checks into a new database (target 10 s); and
beside it lets pandas put the same sheet into SQLite, and GeoPandas into a GeoPackage, as it is.
"""

import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from benchmarks.import_csv import compare, write_apart
from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from geodata.catalogue import read_catalogue
from geodata.storage.store import open_storage
from tests.geodata.making import write_town

ROWS = 20_000
NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
HEADINGS = (
    *("房屋编码", "楼栋名称", "房屋地址", "社区", "居民小组", "经度", "纬度", "房屋类型"),
    *("风险等级", "状态", "套数", "间数", "层数", "居住人数", "燃气", "房东", "房东电话"),
    *("最近检查", "登记日期", "备注"),
)


def write_ledger(path: Path, rows: int) -> None:
    """Write the workbook, the same each time."""
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet("台账")
    sheet.write_row(0, 0, HEADINGS)
    for number in range(rows):
        sheet.write_row(
            number + 1,
            0,
            (
                *(f"YH-{number:05d}", f"{number}栋", f"新庄西街{number}号", "新庄社区", "一组"),
                *(113.5 + number / 1e6, 23.1 + number / 1e6, "自建房", "红橙黄绿"[number % 4]),
                *("在租", "很多" if number % 100 == 0 else f"{number % 40 + 1}套", number % 60),
                *("3层", number % 90, "瓶装", "陈先生", 13800000000 + number),
                *("2025-03-05", "2020年1月2日", f"编号 {number} 的实际情况"),
            ),
        )
    workbook.close()


def import_ours(path: Path, folder: Path) -> None:
    """Import the workbook into a new database of a sub-district with its areas."""
    storage = open_storage(folder, now=NOW)
    write_town(storage)
    order = Order(path, "rental", Manner(crs="wgs84"))
    counts = import_ledger(storage, read_catalogue(), order, now=NOW).counts
    storage.close()
    print(f"  with all checks: {counts.new} new, {counts.rejected} rejected")


def import_pandas(path: Path, folder: Path) -> None:
    """Let pandas put the rows into SQLite: no check, no key, no area, no history."""
    import pandas as pd  # noqa: PLC0415 - of this one's memory and time only

    folder.mkdir()
    with closing(sqlite3.connect(folder / "plain.sqlite")) as connection:
        pd.read_excel(path, engine="calamine").to_sql("rentals", connection, index=False)
        connection.commit()


def import_geopandas(path: Path, folder: Path) -> None:
    """Let GeoPandas write the rows as points of a GeoPackage, likewise unchecked."""
    import geopandas as gpd  # noqa: PLC0415 - of this one's memory and time only
    import pandas as pd  # noqa: PLC0415 - of this one's memory and time only

    folder.mkdir()
    rentals = pd.read_excel(path, engine="calamine")
    points = gpd.points_from_xy(rentals.pop("经度"), rentals.pop("纬度"), crs="EPSG:4326")
    gpd.GeoDataFrame(rentals, geometry=points).to_file(folder / "plain.gpkg", engine="pyogrio")


def main() -> None:
    """Import the workbook each way and print the figures."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "出租屋.xlsx")
        write_apart(write_ledger, path, ROWS)
        print(f"{ROWS:,} x {len(HEADINGS)} cells, {path.stat().st_size / 1e6:.1f} MB of xlsx")
        compare(path, Path(name), import_ours, import_pandas, import_geopandas)


if __name__ == "__main__":
    main()
