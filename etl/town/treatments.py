"""What was done against crashes in the sample town, so that before and after can be looked at."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from etl.town.ledger import Ledger
from etl.town.office import Column, Table, write_csv
from etl.town.scenes import junctions
from etl.town.town import Town

DONE = (
    ("增设信号灯和左转待行区", "永贤大道", "永顺大道", 440),
    ("增设行人二次过街岛", "永岗大道", "永贤大道", 620),
    ("增设减速带和警示灯", "井泉大道", "禾丰大道", 400),
    ("重划标线、增设电动车等候区", "新庄路", "永岗大道", 120),
)
"""What, the two streets that meet, days before the ledger is handed in; the last too late to say
anything of."""


def write_treatments(town: Town, folder: Path, as_of: date) -> Ledger:
    """Write the treated junctions; nothing in the incidents depends on them."""
    pairs, places, _ = junctions(town)
    at = {frozenset((one.name, other.name)): n for n, (one, other) in enumerate(pairs)}
    rows = [at[frozenset((one, other))] for _, one, other, _ in DONE]
    lng, lat = town.lnglat(places[rows, 0], places[rows, 1])
    groups = town.groups_at(places[rows, 0], places[rows, 1])
    columns = [
        Column("措施编号", [f"ZL{number:02d}" for number in range(1, len(DONE) + 1)]),
        Column("治理内容", [what for what, *_ in DONE]),
        Column("完成日期", [as_of - timedelta(days=days) for *_, days in DONE]),
        Column("针对事故", ["道路交通事故"] * len(DONE)),
        Column("地点", [f"{one}与{other}路口" for _, one, other, _ in DONE]),
        Column("社区", town.communities(np.asarray(groups))),
        Column("经度", lng.round(6).tolist()),
        Column("纬度", lat.round(6).tolist()),
        Column("实施单位", ["交警大队"] * len(DONE)),
    ]
    path = folder / "交通事故多发点治理台账.csv"
    write_csv(Table(columns), path)
    return Ledger(path, "treatment")
