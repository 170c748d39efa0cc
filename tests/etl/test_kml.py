"""KML and KMZ as their reader understands them."""

from pathlib import Path

import pytest
import shapely

from etl.formats import format_of, reader_of
from etl.sheets import BAD_SHAPE, Block, Sheet
from geodata.errors import LedgerError
from tests.etl.map_making import kml, placemark, point, write_kmz

RING = "113.5,23.1,0 113.6,23.1,0 113.6,23.2,0 113.5,23.1,0"


def read(path: Path) -> tuple[Sheet, Block, Block]:
    sheet, names, block = reader_of(format_of(path))(path, None)
    assert isinstance(sheet, Sheet)
    assert isinstance(names, Block)
    assert isinstance(block, Block)
    return sheet, names, block


def polygon(outer: str, *inner: str) -> str:
    holes = "".join(
        f"<innerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
        "</innerBoundaryIs>"
        for ring in inner
    )
    return (
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>"
        f"{outer}</coordinates></LinearRing></outerBoundaryIs>{holes}</Polygon>"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_placemark_is_a_row_whatever_the_encoding_says(tmp_path: Path, encoding: str) -> None:
    marks = [placemark(point(113.57, 23.2), "甲校", 学校代码="S1"), placemark("", "乙校")]
    path = tmp_path / "a.xml"
    path.write_text(kml(*marks, declared="GB2312"), encoding=encoding)
    sheet, names, block = read(path)
    assert (sheet.geometry, sheet.crs) == ("point", "EPSG:4326")
    assert names.rows == [["学校代码", "名称"]]
    assert block.rows == [["S1", "甲校"], [None, "乙校"]]
    assert block.shapes is not None
    assert shapely.equals(shapely.from_wkb(block.shapes[0]), shapely.Point(113.57, 23.2))
    assert block.shapes[1] is None


def test_a_kmz_is_read_by_its_main_document(tmp_path: Path) -> None:
    path = write_kmz(tmp_path / "a.zip", kml(placemark(point(1, 2), "甲")))
    assert read(path)[2].rows == [["甲"]]


def test_what_was_added_to_a_placemark_wins_over_its_label(tmp_path: Path) -> None:
    simple = "<ExtendedData><SchemaData><SimpleData name='名称'>全称</SimpleData></SchemaData>"
    path = tmp_path / "a.kml"
    path.write_text(
        kml(f"<Placemark><name>简称</name>{simple}</ExtendedData></Placemark>"), "utf-8"
    )
    assert read(path)[2].rows == [["全称"]]


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (polygon(RING), "POLYGON ((113.5 23.1, 113.6 23.1, 113.6 23.2, 113.5 23.1))"),
        (
            polygon("0,0 9,0 9,9 0,0", "2,1 3,1 3,2 2,1"),
            "POLYGON ((0 0, 9 0, 9 9, 0 0), (2 1, 3 1, 3 2, 2 1))",
        ),
        (
            "<LineString><coordinates>\n 1,2,3\n 4,5 </coordinates></LineString>",
            "LINESTRING (1 2, 4 5)",
        ),
        ("<Point><coordinates>1, 2 , 3</coordinates></Point>", "POINT (1 2)"),
        (
            "<LineString><coordinates>1,2,0,\n3,4,0, 5,6,0</coordinates></LineString>",
            "LINESTRING (1 2, 3 4, 5 6)",
        ),
        (f"<MultiGeometry>{point(1, 2)}{point(3, 4)}</MultiGeometry>", "MULTIPOINT ((1 2), (3 4))"),
        (
            (
                f"<MultiGeometry>{point(1, 2)}<MultiGeometry>{point(3, 4)}</MultiGeometry>"
                "</MultiGeometry>"
            ),
            "GEOMETRYCOLLECTION (POINT (1 2), MULTIPOINT ((3 4)))",
        ),
        (polygon("0,0 9,0 9,9 0,1"), BAD_SHAPE),
        (point("nan", 2), BAD_SHAPE),
        (point("1e999", 2), BAD_SHAPE),
        (point("x", 2), BAD_SHAPE),
        ("<Point/>", BAD_SHAPE),
        ("<LineString><coordinates>1,2 x</coordinates></LineString>", BAD_SHAPE),
        ("<Model/>", None),
    ],
)
def test_geometries_are_taken_as_they_are_or_marked_bad(
    tmp_path: Path, geometry: str, expected: str | None
) -> None:
    path = tmp_path / "a.kml"
    path.write_text(kml(placemark(geometry, "甲")), "utf-8")
    shapes = read(path)[2].shapes
    assert shapes is not None
    (shape,) = shapes
    if expected is None or expected == BAD_SHAPE:
        assert shape == expected
    else:
        assert shapely.to_wkt(shapely.from_wkb(shape), trim=True) == expected


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (kml(), "没有地标"),
        (kml("<NetworkLink><Link><href>http://x/</href></Link></NetworkLink>"), "没有地标"),
        (kml("<Placemark>"), "无法读取"),
        ('<!DOCTYPE kml [<!ENTITY e "x">]>' + kml(), "DOCTYPE"),
    ],
)
def test_a_document_without_placemarks_or_with_a_type_is_refused(
    tmp_path: Path, document: str, told: str
) -> None:
    path = tmp_path / "a.kml"
    path.write_text(document.replace('<?xml version="1.0" encoding="UTF-8"?>', ""), "utf-8")
    with pytest.raises(LedgerError, match=told):
        read(path)
