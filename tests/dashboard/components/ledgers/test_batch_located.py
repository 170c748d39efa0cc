"""How the coordinates of a batch were read, in words."""

from pathlib import Path

import pytest

from dashboard.components.ledgers.batch_located import BASES, located_text
from dashboard.server.live import Live
from dashboard.texts import Language, read_texts
from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from geodata.catalogue import read_catalogue
from geodata.storage.ledgers import Batch, read_batch
from geodata.storage.store import Storage
from tests.etl.making import write_rentals
from tests.geodata.making import NOW

CHINESE = read_texts(Language.CHINESE)
ANCHORS = tuple(
    {"row": row, "lng": 113.57, "lat": 23.2, "off_m": off_m}
    for row, off_m in ((2, 3.2), (3, 11.6), (9, 0.4))
)


def batch_of(storage: Storage, path: Path, order: Order) -> Batch:
    report = import_ledger(storage, read_catalogue(), order, now=NOW)
    assert report.batch is not None
    with storage.reading() as connection:
        found = read_batch(connection, report.batch)
    assert found is not None
    assert found.file_name == path.name
    return found


def test_the_places_it_was_checked_by_are_kept_and_shown(live: Live, tmp_path: Path) -> None:
    path = write_rentals(tmp_path / "a.csv")
    batch = batch_of(live.storage, path, Order(path, "rental", Manner("gcj02"), anchors=ANCHORS))
    assert batch.located == {"basis": "said", "anchors": list(ANCHORS)}
    assert located_text(CHINESE, batch.crs, batch.located) == [
        "坐标按 GCJ-02 经纬度（高德、腾讯） 读取：导入人选定。",
        "选定时与第 2、3、9 行的实地位置核对，分别相差 3、12、0 米。",
    ]


def test_a_ledger_without_positions_says_nothing_of_them(live: Live, tmp_path: Path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("房屋编码,房屋地址,套数\nA,甲街1号,1\n", encoding="utf-8")
    batch = batch_of(live.storage, path, Order(path, "rental"))
    assert located_text(CHINESE, batch.crs, batch.located) == []


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("basis", BASES)
def test_each_ground_has_its_words(basis: str, language: Language) -> None:
    assert read_texts(language)(f"ledgers.located_{basis}")
