"""Enterprises of the sample town: the reference's 428, of them 282 above scale."""

from typing import NamedTuple

import numpy as np

from etl.town.draws import pick
from etl.town.names import credit_codes, people, phones, trade_names
from etl.town.rentals import Texts
from etl.town.town import Ints, Town

ENTERPRISES = {"规模以上": 282, "规模以下": 96, "小微企业": 50}
INDUSTRIES = {
    "食品制造": 0.1, "塑料制品": 0.13, "五金制品": 0.17, "电子设备": 0.16, "汽车零部件": 0.15,
    "电镀": 0.03, "包装印刷": 0.09, "家具制造": 0.07, "仓储物流": 0.1,
}  # fmt: skip


class Enterprises(NamedTuple):
    """Enterprises as columns of equal length; `building` is a row of `Town.buildings`."""

    code: list[str]
    name: list[str]
    building: Ints
    scale: Texts
    grade: Texts
    industry: Texts
    staff: Ints
    head: list[str]
    phone: list[str]


def settle_enterprises(town: Town, rng: np.random.Generator) -> Enterprises:
    """Settle the reference's 428 enterprises, 282 of them above scale, in the works.

    A shed may house several, as in a 工业园; smaller firms also sit in offices on open ground.
    """
    count = sum(ENTERPRISES.values())
    works = np.flatnonzero(np.isin(town.uses, ["industry"]))
    offices = np.flatnonzero(np.isin(town.uses, ["industry", "open"]))
    large = ENTERPRISES["规模以上"]
    building = np.concatenate([
        rng.choice(works, large, replace=large > len(works)),
        rng.choice(offices, count - large, replace=False),
    ])  # fmt: skip
    scale = np.repeat(list(ENTERPRISES), list(ENTERPRISES.values()))
    industry = pick(INDUSTRIES, count, rng)
    staff = np.where(
        scale == "规模以上", rng.gamma(2.2, 90, count) + 40, rng.gamma(2, 14, count) + 3
    )
    names = [
        f"广州{first}{trade.removesuffix('制造')}有限公司"
        for first, trade in zip(trade_names(count, rng), industry, strict=True)
    ]
    return Enterprises(
        code=credit_codes(count, rng),
        name=names,
        building=building,
        scale=scale,
        grade=pick({"红": 0.03, "橙": 0.12, "黄": 0.35, "蓝": 0.5}, count, rng),
        industry=industry,
        staff=staff.astype(int),
        head=people(count, rng),
        phone=phones(count, rng),
    )
