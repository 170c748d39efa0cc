"""Files meant to do harm, or so broken that they might: each by the name it is handed in under."""

import gzip
import io
import json
import os
import sqlite3
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import shapely

from etl.limits import MEBIBYTE
from tests.etl.corpus.formats import write_book
from tests.etl.corpus.ods import write_ods
from tests.etl.corpus.table import Sheets
from tests.etl.corpus.xls import write_xls
from tests.etl.corpus.xlsb import write_xlsb
from tests.etl.making import (
    CELL,
    DOCUMENT_TYPE,
    FAR_CELL,
    SHEET,
    VIRTUAL_DATASET,
    sheet_of,
    write_raw_xlsx,
)
from tests.etl.map_making import kml, placemark, point, write_shapefile

Make = Callable[[Path], object]
Parts = Mapping[str, bytes | str]

SOUND: Sheets = {"台账": [["房屋编码", "房屋地址", "套数"], ["A1", "新庄1号", 3]]}
PROPERTIES = {"房屋编码": 1, "房屋地址": "新庄1号", "套数": 3}
LAUGHS = '<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE kml [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
OF_ODS = {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
    "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
)


def of(content: bytes | str) -> Make:
    """Make a file of this content."""
    return lambda path: path.write_bytes(
        content if isinstance(content, bytes) else content.encode()
    )


def of_parts(parts: Parts, *, link: str = "", encrypted: bool = False) -> Make:
    """Make a zip of these parts; one may be a symbolic link, all may say they are encrypted."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                part = zipfile.ZipInfo(name)
                part.compress_type = zipfile.ZIP_DEFLATED
                if name == link:
                    part.external_attr = (stat.S_IFLNK | 0o777) << 16
                archive.writestr(part, content)
        if encrypted:
            content = path.read_bytes()
            head, directory = b"PK\x03\x04\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x00"
            content = content.replace(head, head[:-1] + b"\x01")
            path.write_bytes(content.replace(directory, directory[:-1] + b"\x01"))

    return make


def cut(make: Callable[..., object], share: float) -> Make:
    """Make a sound file of the plain table and keep its beginning only."""

    def make_cut(path: Path) -> None:
        make(path, SOUND)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

    return make_cut


def with_part(name: str, content: bytes | str) -> Make:
    """Make a sound xlsx with another part in the place of one."""

    def make(path: Path) -> None:
        write_book(path, SOUND)
        with zipfile.ZipFile(path) as archive:
            parts: dict[str, bytes | str] = {n: archive.read(n) for n in archive.namelist()}
        of_parts({**parts, name: content})(path)

    return make


def shapefile(damage: Callable[[dict[str, bytes]], Parts], **how: Any) -> Make:
    """Make a zipped Shapefile whose parts, by suffix, were tampered with."""

    def make(path: Path) -> None:
        folder = path.with_name("shapes")
        rows = [["房屋编码", "房屋地址", "套数"], ["A1", "新庄1号", "3"]]
        write_shapefile(folder, rows, [shapely.Point(113.57, 23.2)])
        parts = {part.suffix: part.read_bytes() for part in folder.iterdir()}
        named = {f"a{k}" if k.startswith(".") else k: v for k, v in damage(parts).items()}
        of_parts(named, **how)(path)

    return make


def looped_xls(path: Path) -> None:
    """Make an .xls whose every sector is followed by itself."""
    write_xls(path, SOUND)
    content = bytearray(path.read_bytes())
    content[512:1024] = struct.pack("<128I", *range(128))
    path.write_bytes(bytes(content))


def no_geopackage(path: Path) -> None:
    """Make a database that holds other things."""
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (a)")
    database.close()


def collection(*geometries: str, **more: object) -> str:
    """Spell features whose geometries are JSON texts, valid or not."""
    features = ",".join(
        f'{{"type":"Feature","properties":{json.dumps(PROPERTIES | more | {"房屋编码": n})},'
        f'"geometry":{geometry}}}'
        for n, geometry in enumerate(geometries)
    )
    return f'{{"type":"FeatureCollection","features":[{features}]}}'


def packed(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.csv", content)
    return made.getvalue()


ZEROS = bytes(20 * MEBIBYTE)
REFUSED: dict[str, Make] = {
    "far cell.xlsx": lambda path: write_raw_xlsx(path, FAR_CELL),
    "document type.xlsx": lambda path: write_raw_xlsx(path, DOCUMENT_TYPE),
    "document type, wide.xlsx": lambda path: write_raw_xlsx(path, DOCUMENT_TYPE.encode("utf-16")),
    "document type of a link.xlsx": with_part("xl/_rels/workbook.xml.rels", DOCUMENT_TYPE),
    "too tight.xlsx": of_parts({SHEET: ZEROS}),
    "too large inside.xlsx": of_parts({str(n): ZEROS for n in range(16)}),
    "too many parts.xlsx": of_parts({str(n): b"" for n in range(2_100)}),
    "no archive.xlsx": of(b"PK\x03\x04" + b"x" * 100),
    "half an archive.xlsx": cut(write_book, 0.5),
    "encrypted parts.xlsx": of_parts({SHEET: b"x"}, encrypted=True),
    "a link for a sheet.xlsx": of_parts({SHEET: "/etc/hostname"}, link=SHEET),
    "half a sheet.xlsx": with_part(SHEET, sheet_of("<row r='1'><c r='A1'")[:-30]),
    "a string that is not there.xlsx": with_part(
        SHEET, sheet_of('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>')),
    "deep parts.xlsx": with_part(SHEET, "<a>" * 200_000),
    "a cell too long.xlsx": with_part(
        SHEET, sheet_of(f'<row r="1">{CELL.format("A1", "长" * 40_000)}</row>')),
    "columns without end.xlsx": with_part(
        SHEET, sheet_of(f'<row r="1">{CELL.format("A1", "a")}{CELL.format("XFD1", "b")}</row>')),
    "a text document.xlsx": of_parts(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "<d/>"}),
    "half a workbook.xlsb": cut(write_xlsb, 0.6),
    "half a workbook.ods": cut(write_ods, 0.6),
    "document type.ods": of_parts({**OF_ODS, "content.xml": DOCUMENT_TYPE}),
    "no content.ods": of_parts(OF_ODS),
    "cells without end.ods": of_parts({**OF_ODS, "content.xml": (
        "<office:document-content "
        + " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"'
                   for p in ("office", "table", "text"))
        + f'><office:body><office:spreadsheet><table:table table:name="a">{REPEATED}'
        "</office:spreadsheet></office:body></office:document-content>")}),
    "no workbook.xls": of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "half a workbook.xls": cut(write_xls, 0.3),
    "sectors in a ring.xls": looped_xls,
    "a page.xls": of("<html><table><tr><td>编号</td></tr></table></html>"),
    "a table of 2003.xls": of('<?xml version="1.0"?><Workbook xmlns="urn:schemas"></Workbook>'),
    "a ledger in a zip.zip": of(packed(b"a,b\n1,2\n")),
    "a zip in a zip.zip": of_parts({"inner.zip": packed(packed(b"a"))}),
    "a virtual dataset.shp.zip": of_parts({"a.shp": VIRTUAL_DATASET, "a.dbf": VIRTUAL_DATASET}),
    "a way out.zip": of_parts({"../../../tmp/a.shp": b"\x00\x00\x27\x0a" + bytes(96)}),
    "a table that is a link.zip": shapefile(
        lambda parts: parts | {".dbf": b"/etc/hostname"}, link="a.dbf"),
    "no table.zip": shapefile(lambda parts: {".shp": parts[".shp"]}),
    "shapes cut off.zip": shapefile(lambda parts: parts | {".shp": parts[".shp"][:-9]}),
    "a shape without end.zip": shapefile(
        lambda parts: parts | {".shp": parts[".shp"][:104] + b"\x7f\xff\xff\xff" + bytes(20)}),
    "a table cut off.zip": shapefile(lambda parts: parts | {".dbf": parts[".dbf"][:-40]}),
    "rows without end.zip": shapefile(
        lambda parts: parts | {".dbf": parts[".dbf"][:4] + b"\xff" * 4 + parts[".dbf"][8:]}),
    "shapes of nothing.zip": shapefile(lambda parts: parts | {".shp": b""}),
    "a bomb.zip": of_parts({"a.shp": ZEROS, "a.dbf": ZEROS}),
    "a shape alone.shp": of(b"\x00\x00\x27\x0a" + bytes(96)),
    "document type.kml": of(OUTSIDE + kml(placemark(point(1, 2), "&e;"))[38:]),
    "laughs.kml": of(LAUGHS + kml(placemark(point(1, 2), "&b;"))[38:]),
    "document type.kmz": of_parts({"doc.kml": OUTSIDE + kml()[38:]}),
    "a bomb.kmz": of_parts({"doc.kml": ZEROS}),
    "half a document.kml": of(kml(placemark(point(1, 2), "甲"))[:-40]),
    "a link to elsewhere.kml": of(
        kml("<NetworkLink><Link><href>http://x/</href></Link></NetworkLink>")),
    "only a shadow.kmz": of_parts({"__MACOSX/._doc.kml": b"x", "a.png": b"x"}),
    "no database.gpkg": of(b"SQLite format 3\x00" + b"\x10" * 5000),
    "another database.gpkg": no_geopackage,
    "deep arrays.geojson": of('{"type":' + "[" * 200_000),
    "deep objects.geojson": of('{"a":' * 100_000),
    "half a collection.geojson": of(collection("null")[:-2]),
    "a number without end.geojson": of('{"features":' + "9" * 10_000 + "}"),
    "no features.geojson": of('{"type":"FeatureCollection","features":7}'),
    "a topology.json": of('{"type":"Topology","arcs":[]}'),
    "cut off.csv.gz": of(gzip.compress(os.urandom(9_000).hex().encode())[:-20]),
    "bomb.csv.gz": of(gzip.compress(ZEROS)),
    "gzip in gzip.csv.gz": of(gzip.compress(gzip.compress(b"a,b\n"))),
    "a picture.csv": of(b"\x89PNG\r\n\x00\x00"),
    "a program.csv": of(b"MZ\x90\x00" + bytes(60)),
    "a document.csv": of(b"%PDF-1.7\n"),
    "rich text.txt": of(b"{\\rtf1 text}"),
    "no encoding.csv": of("编号,名称\n".encode("gb18030") + b"\xff\xff\xff\n"),
    "another mark.csv": of("编号,名称\n".encode("utf-32")),
    "half a character.csv": of("编号,名称\n".encode("utf-16") + b"\x00"),
    "half a pair.csv": of("编号\n".encode("utf-16") + b"\x00\xd8\x0a\x00"),
    "a mark and no text.csv": of(b"\xef\xbb\xbf\xff\xfe\x81"),
    "traditional.csv": of("臺灣省臺北市信義區交通事故發生時間,".encode("big5") * 9),
    "nulls.csv": of(b"a,b\n\x00,\x00\n"),
    "long cell.csv": of("a,b\n" + "x" * 40_000 + ",1\n"),
    "wide.csv": of("," * 1_001),
    "an open quotation.csv": of('房屋编码,房屋地址\nA1,"新庄\nA2,新庄\n'),
    "empty.csv": of(b" \n"),
    "nothing.xlsx": of(b""),
}  # fmt: skip

RING = "[[[{0},0],[1,0],[1,1],[{0},0]]]"
TABLE = "房屋编码,房屋地址,经度,纬度,套数\n"
QUARANTINED: dict[str, Make] = {
    "no numbers.geojson": of(collection(
        '{"type":"Point","coordinates":[NaN,NaN]}', '{"type":"Point","coordinates":[Infinity,1]}',
        '{"type":"Point","coordinates":[1e999,1]}', '{"type":"Point","coordinates":["x",1]}')),
    "too large.geojson": of(collection(
        '{"type":"Point","coordinates":[1e308,-1e308]}',
        '{"type":"Point","coordinates":[1,1e300]}')),
    "no geometries.geojson": of(collection(
        '{"type":"Polygon","coordinates":7}', '{"type":"Blob","coordinates":[1,2]}',
        '{"type":"GeometryCollection","geometries":[{"type":"Point"}]}', "[]", "7", '"x"')),
    "open rings.geojson": of(collection(
        '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}',
        f'{{"type":"Polygon","coordinates":{RING.format("1e308")}}}')),
    "half a pair.geojson": of(collection(
        '{"type":"Point","coordinates":[113.57,23.2]}', 备注="\ud800", 套数="\udfff")),
    "numbers.csv": of(TABLE + "A1,新庄,113.57,23.2,1e400\nA2,新庄,113.57,23.2,nan\n"
                      "A3,新庄,113.57,23.2,99999999999999999999\nA4,新庄,113.57,23.2,0x1F\n"),
    "coordinates.csv": of(TABLE + "A1,新庄,1e400,23.2,1\nA2,新庄,inf,nan,1\nA3,新庄,1e308,1e308,1\n"
                          "A4,新庄,-1e999,7,1\n"),
    "formulas.csv": of(TABLE + "A1,新庄,113.57,23.2,=1+1\n"
                       "A2,新庄,113.57,23.2,=cmd|' /C calc'!A0\n"
                       "A3,新庄,113.57,23.2,@SUM(1)\n"),
    "templates.csv": of(TABLE + "A1,新庄,113.57,23.2,{{7*7}}\nA2,新庄,113.57,23.2,{found}\n"
                        "A3,新庄,113.57,23.2,%s\nA4,新庄,113.57,23.2,<img src=x onerror=a()>\n"),
    "control characters.csv": of(TABLE + "A1,新\x0b庄,113.57,23.2,1\nA2,新庄\x7f,113.57,23.2,1\n"
                                 "A3,新庄\u202e,113.57,23.2,1\n"),
    "points.kml": of(kml(
        placemark(point("NaN", 1), "甲", 房屋编码="A1", 房屋地址="新庄", 套数=1),
        placemark(point("1e999", 1), "乙", 房屋编码="A2", 房屋地址="新庄", 套数=1))),
}  # fmt: skip
"""Read, but every row of theirs is refused or doubted with a reason."""
