"""GeoJSON as it is saved by programs that keep to no standard."""

import json
from pathlib import Path
from typing import Any

import pytest

from etl.formats import format_of, reader_of
from etl.sheets import Block, Row

FEATURE: dict[str, Any] = {
    "type": "Feature",
    "properties": {"名称": "新庄社区永岗西街"},
    "geometry": {"type": "Point", "coordinates": [113.57, 23.2]},
}


def rows_of(path: Path, document: dict[str, Any], encoding: str = "utf-8") -> list[Row]:
    path.write_text(json.dumps(document, ensure_ascii=False), encoding)
    *_, block = reader_of(format_of(path))(path, None)
    assert isinstance(block, Block)
    return block.rows


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_features_are_read_in_the_encodings_of_other_texts(tmp_path: Path, encoding: str) -> None:
    document = {"type": "FeatureCollection", "features": [FEATURE]}
    assert rows_of(tmp_path / "a.geojson", document, encoding) == [["新庄社区永岗西街"]]


def test_one_feature_alone_is_a_row(tmp_path: Path) -> None:
    assert rows_of(tmp_path / "a.geojson", FEATURE) == [["新庄社区永岗西街"]]
