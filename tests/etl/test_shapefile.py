"""Shapefiles as their reader understands them, zipped or loose."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely

from etl.formats import format_of
from etl.kept import opened
from etl.readers.shapefile import read_shapefiles
from etl.report import BatchReport
from etl.sheets import Block, Sheet
from geodata.coordinates.crs import parse_crs
from geodata.errors import CrsError, LedgerError
from geodata.storage.store import Storage
from tests.etl.map_making import write_shapefile, zip_folder

Import = Callable[..., BatchReport]
Parts = list[Sheet | Block]

ROWS: list[list[Any]] = [
    ["房屋编码", "房屋地址", "套数"],
    ["A1", "新庄西街1号", 3],
    ["A2", "䶮街2号", 4],
]
POINTS = [shapely.Point(113.57, 23.2), shapely.Point(113.58, 23.21)]
CUT = ["房屋编", "房屋地", "套数"]
"""What the ten bytes a .dbf has for a name leave of UTF-8."""


@pytest.fixture(autouse=True)
def _all_drivers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here GDAL may open anything; that the child's may not is tested with it."""
    monkeypatch.setattr("etl.readers.shapefile.require_only_allowed_drivers", lambda: None)


def read(path: Path, sheet: str | None = None) -> Parts:
    assert format_of(path) == "shapefile"
    return list(read_shapefiles(path, sheet))


def rows_of(parts: Parts) -> list[list[str | None]]:
    return [row for part in parts if isinstance(part, Block) for row in part.rows]


@pytest.mark.parametrize(("encoding", "names"), [("utf-8", CUT), ("gb18030", ROWS[0])])
@pytest.mark.parametrize("without", [(), (".cpg",), (".cpg", ".prj"), (".shx",)])
def test_a_zipped_shapefile_says_what_was_written(
    tmp_path: Path, encoding: str, names: list[str], without: tuple[str, ...]
) -> None:
    path = write_shapefile(tmp_path / "a", ROWS, POINTS, encoding=encoding, without=without)
    parts = read(zip_folder(path.parent, tmp_path / "a.zip", "导出/"))
    assert rows_of(parts) == [names, *([str(cell) for cell in row] for row in ROWS[1:])]
    assert isinstance(parts[0], Sheet)
    assert (parts[0].name, parts[0].geometry) == ("台账", "point")
    assert (parts[0].crs is None) == (".prj" in without)
    assert isinstance(parts[2], Block)
    assert [
        tuple(shapely.get_coordinates(shapely.from_wkb(shape))[0])
        for shape in parts[2].shapes or ()
    ] == [
        (113.57, 23.2),
        (113.58, 23.21),
    ]


@pytest.mark.parametrize("claim", [b"ISO-8859-1", b"UTF-8", b"Martian", b""])
def test_a_cpg_that_cannot_be_true_is_not_believed(tmp_path: Path, claim: bytes) -> None:
    path = write_shapefile(tmp_path / "a", ROWS, POINTS)
    path.with_suffix(".cpg").write_bytes(claim)
    assert rows_of(read(zip_folder(path.parent, tmp_path / "a.zip")))[2][1] == "䶮街2号"


def test_names_of_a_zip_made_by_windows_are_chinese(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "a", ROWS, POINTS)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in path.parent.iterdir():
            entry = zipfile.ZipInfo(part.name.encode("gbk").decode("cp437"))
            archive.writestr(entry, part.read_bytes())
    content = (tmp_path / "a.zip").read_bytes()
    for part in path.parent.iterdir():  # Python marks such a name as UTF-8; Windows does not
        spelled = part.name.encode("gbk").decode("cp437").encode()
        content = content.replace(spelled, part.name.encode("gbk").ljust(len(spelled), b"_"))
    assert isinstance(read(tmp_path / "a.zip")[0], Sheet)


def test_several_shapefiles_in_a_zip_are_sheets(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "a", ROWS, POINTS)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in path.parent.iterdir():
            archive.write(part, f"一月/一{part.suffix.upper()}")
            archive.write(part, f"二月/二{part.suffix}")
            archive.writestr(f"__MACOSX/._三{part.suffix}", b"")
    names = [part.name for part in read(tmp_path / "a.zip") if isinstance(part, Sheet)]
    assert sorted(names) == ["一", "二"]
    assert len(rows_of(read(tmp_path / "a.zip", "二"))) == 3
    with pytest.raises(LedgerError, match="一"):
        read(tmp_path / "a.zip", "三")


def test_shapefiles_of_one_name_in_two_folders_are_both_read(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "a", ROWS, POINTS)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for community in ("新庄", "永岗"):
            for file in path.parent.iterdir():
                archive.write(file, f"{community}/{file.name}")
    parts = read(tmp_path / "a.zip")
    assert [part.name for part in parts if isinstance(part, Sheet)] == ["新庄/台账", "永岗/台账"]
    assert len(rows_of(parts)) == 2 * len(ROWS)


def test_a_row_without_a_shape_and_a_polygon_with_a_hole_come_whole(tmp_path: Path) -> None:
    outer = [(0, 0), (4, 0), (4, 4), (0, 4)]
    shape = shapely.Polygon(outer, [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    path = write_shapefile(tmp_path / "a", ROWS, [shape, None])
    *_, block = read(zip_folder(path.parent, tmp_path / "a.zip"))
    assert isinstance(block, Block)
    assert block.shapes is not None
    assert shapely.equals(shapely.from_wkb(block.shapes[0]), shape)
    assert block.shapes[1] is None


@pytest.mark.parametrize(
    ("suffix", "damage", "told"),
    [
        (".shp", lambda content: content[:-10], "不完整"),
        (".shp", lambda content: content[:50], "不完整"),
        (".shp", lambda content: content[:104] + b"\x7f" + content[105:], "不完整"),
        (".dbf", lambda content: content[:-60], "不完整"),
        (".dbf", lambda content: content[:4], "不完整"),
        (".dbf", lambda content: content[:4] + b"\x01" + content[5:], "一行一个图形"),
        (".dbf", lambda _: None, "属性表"),
    ],
)
def test_a_damaged_shapefile_is_refused_not_half_read(
    tmp_path: Path, suffix: str, damage: Callable[[bytes], bytes | None], told: str
) -> None:
    part = write_shapefile(tmp_path / "a", ROWS, POINTS).with_suffix(suffix)
    content = damage(part.read_bytes())
    part.unlink() if content is None else part.write_bytes(content)
    path = zip_folder(part.parent, tmp_path / "a.zip")
    with pytest.raises(LedgerError, match=told):
        read(path)


@pytest.mark.parametrize("crs", ["EPSG:4547", "EPSG:4326", "EPSG:2326", "EPSG:4490"])
def test_the_crs_is_what_the_prj_says(tmp_path: Path, crs: str) -> None:
    path = write_shapefile(tmp_path / "a", ROWS, POINTS, crs=crs)
    sheet = read(zip_folder(path.parent, tmp_path / "a.zip"))[0]
    assert isinstance(sheet, Sheet)
    assert parse_crs(sheet.crs or "").code == crs


def test_a_prj_that_says_nothing_refuses_the_file(tmp_path: Path, bring_in: Import) -> None:
    path = write_shapefile(tmp_path / "a", ROWS, POINTS)
    path.with_suffix(".prj").write_bytes(b"PROJCS[" * 9)
    with pytest.raises(CrsError):
        bring_in(zip_folder(path.parent, tmp_path / "b.zip"), "rental")


def test_a_loose_shapefile_is_imported_with_what_lies_beside_it(
    tmp_path: Path, bring_in: Import, storage: Storage
) -> None:
    path = write_shapefile(tmp_path / "a", ROWS, POINTS)
    with pytest.raises(LedgerError, match="压缩成一个 zip"):
        bring_in(path, "rental")
    with opened(storage, path, sealed=False) as ledger:
        assert bring_in(ledger, "rental", crs="wgs84").counts.new == 2
    with opened(storage, path, sealed=False) as ledger:
        assert bring_in(ledger, "rental", crs="wgs84").repeated
    path.with_suffix(".prj").unlink()
    with opened(storage, path, sealed=False) as ledger:
        assert not bring_in(ledger, "rental", crs="wgs84").repeated
