import csv
from datetime import date
from pathlib import Path

import numpy as np
import shapely

from etl.town.town import Town
from etl.town.treatments import DONE, write_treatments

AS_OF = date(2026, 11, 21)


def test_treatments_lie_where_their_streets_meet_and_are_done(town: Town, tmp_path: Path) -> None:
    ledger = write_treatments(town, tmp_path, AS_OF)
    with ledger.path.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert [row["治理内容"] for row in rows] == [what for what, *_ in DONE]
    assert all(date.fromisoformat(row["完成日期"]) < AS_OF for row in rows)
    by_name = {street.name: street.line for street in town.plan.streets}
    for row, (_, one, other, _) in zip(rows, DONE, strict=True):
        meeting = by_name[one].intersection(by_name[other].buffer(2)).centroid
        here = town.lnglat(np.array([meeting.x]), np.array([meeting.y]))
        place = shapely.Point(float(row["经度"]), float(row["纬度"]))
        assert place.distance(shapely.Point(here[0][0], here[1][0])) < 1e-4, row["地点"]
