import csv
import gzip
import json
from pathlib import Path

import pytest
import shapely

from etl.town import write_town
from tests.etl.town.conftest import AS_OF


def test_sub_districts_stand_side_by_side_with_codes_and_records_of_their_own(
    tmp_path: Path,
) -> None:
    ledgers = write_town(tmp_path, 1, AS_OF, scale=2)
    codes = ["440112015", "440112501"]
    assert sorted({ledger.district for ledger in ledgers}) == codes
    assert {ledger.layer for ledger in ledgers[:6]} == {"district", "community", "group"}
    outlines, keys = [], []
    for ledger in ledgers:
        if ledger.layer == "district":
            feature = json.loads(ledger.path.read_text("utf-8"))["features"][0]
            outlines.append(shapely.geometry.shape(feature["geometry"]))
        if ledger.layer == "rental":
            text = gzip.decompress(ledger.path.read_bytes()).decode("utf-8")
            keys += [row["房屋编码"] for row in csv.DictReader(text.splitlines())]
    assert len(keys) == len(set(keys)) == 2 * 3176
    one, other = outlines
    assert one.distance(other) < 1e-6
    assert one.intersection(other).area < 1e-6 * one.area


def test_a_city_has_at_most_the_sub_districts_of_guangzhou(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="1 to 176"):
        write_town(tmp_path, 1, AS_OF, scale=177)
