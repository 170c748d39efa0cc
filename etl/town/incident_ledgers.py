"""Ledgers of incidents: each office its own headings, case numbers, dates and gaps."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np

from etl.town.habits import clock, dates_as_kept, given, in_words, iso_dates, moments, stamps
from etl.town.incident_kinds import FAMILIES
from etl.town.incidents import Incidents, join
from etl.town.ledger import Ledger
from etl.town.office import Cell, Column, Table, write_csv, write_workbook
from etl.town.town import Town


def _numbers(incidents: Incidents, pattern: str) -> list[str]:
    """Count the cases within their year."""
    years = [day.year for day in incidents.day.tolist()]
    counts = dict.fromkeys(years, 0)
    numbers = []
    for year in years:
        counts[year] += 1
        numbers.append(pattern.format(year=year, number=counts[year]))
    return numbers


def _where(town: Town, incidents: Incidents, place: str) -> list[Column]:
    lng, lat = town.lnglat(incidents.x, incidents.y)
    communities = [f"{town.plan.groups[g].community}社区" for g in incidents.group]
    return [
        Column(place, incidents.address.tolist()),
        Column("社区", communities),
        Column("经度", given(lng.round(6).tolist(), incidents.placed)),
        Column("纬度", given(lat.round(6).tolist(), incidents.placed)),
    ]


def _people(incidents: Incidents, named: str) -> list[Column]:
    return [Column(named, list(incidents.party)), Column("电话", list(incidents.phone))]


def _state(incidents: Incidents, closed: str, still: str) -> list[Cell]:
    return [closed if over else still for over in incidents.closed]


def _police(town: Town, made: Incidents, rng: np.random.Generator) -> Table:
    """Lay out the police station's: dotted dates and times in one cell, two-row headings."""
    del rng
    columns = [
        Column("案件编号", _numbers(made, "A440112{year}{number:05d}")),
        Column("案件类别", made.kind.tolist()),
        Column("案发时间", moments(made.day, made.minute)),
        *(c._replace(over="发案地点") for c in _where(town, made, "案发地点")),
        *(c._replace(over="报警人") for c in _people(made, "姓名")),
        Column("受伤", made.injured.tolist(), "后果"),
        Column("重伤", made.grave.tolist(), "后果"),
        Column("直接经济损失(元)", made.loss_yuan.tolist(), "后果"),
        Column("办理状态", _state(made, "已破案", "侦查中")),
    ]
    broken = [(77, {"案件编号": "A44011299990001", "案件类别": "盗窃", "案发时间": "见卷宗"})]
    return Table(columns, f"{town.name}刑事治安警情登记表", broken=broken)


def _traffic(town: Town, made: Incidents, rng: np.random.Generator) -> Table:
    """Lay out the traffic police's: date and time in two columns, coordinates from the handset."""
    del rng
    times: list[Cell] = [None if minute < 0 else clock(minute) for minute in made.minute.tolist()]
    columns = [
        Column("事故编号", _numbers(made, "44011215{year}{number:05d}")),
        Column("发生日期", iso_dates(made.day)),
        Column("时刻", times),
        Column("事故类型", made.kind.tolist()),
        *_where(town, made, "事故地点"),
        Column("死亡人数", made.dead.tolist()),
        Column("重伤人数", made.grave.tolist()),
        Column("轻伤人数", made.injured.tolist()),
        Column("直接经济损失(元)", made.loss_yuan.tolist()),
        *_people(made, "当事人"),
        Column("结案情况", _state(made, "结案", "处理中")),
    ]
    return Table(columns, broken=[(340, {"事故编号": "440112159999", "发生日期": "2025-13-40"})])


def _fire(town: Town, made: Incidents, rng: np.random.Generator) -> Table:
    """Lay out the fire station's: real date cells, loss in 万元."""
    loss = [round(yuan / 10_000, 2) for yuan in made.loss_yuan.tolist()]
    causes = rng.choice(["线路老化", "充电不当", "用火不慎", "遗留火种", "软管老化"], len(made.day))
    columns = [
        Column("出警编号", _numbers(made, "YHXF-{year}-{number:03d}")),
        Column("灾种", made.kind.tolist()),
        Column("起火时间", stamps(made.day, made.minute)),
        *_where(town, made, "起火地点"),
        Column("起火原因", causes.tolist()),
        Column("死亡人数", made.dead.tolist()),
        Column("受伤人数", made.injured.tolist()),
        Column("直接经济损失（万元）", loss),
        Column("状态", _state(made, "已办结", "处理中")),
    ]
    sums = {"受伤人数": int(made.injured.sum()), "直接经济损失（万元）": round(sum(loss), 2)}
    return Table(columns, f"{town.name}火灾及燃气警情统计表", sums)


def _work(town: Town, made: Incidents, rng: np.random.Generator) -> Table:
    """Lay out the safety inspectors': dates in words and by slips, a case number in brackets."""
    days = given(dates_as_kept(made.day, rng), made.minute < 0)
    told = moments(made.day, made.minute, words=True)
    when = [day if day is not None else moment for day, moment in zip(days, told, strict=True)]
    columns = [
        Column("报告编号", _numbers(made, "永安监事故〔{year}〕{number}号")),
        Column("事故类型", made.kind.tolist()),
        Column("事发时间", when),
        *_where(town, made, "事发地点"),
        Column("死亡", made.dead.tolist(), "伤亡（人）"),
        Column("重伤", made.grave.tolist(), "伤亡（人）"),
        Column("轻伤", made.injured.tolist(), "伤亡（人）"),
        Column("损失", [f"{yuan}元" for yuan in made.loss_yuan.tolist()]),
        Column("伤者", list(made.party)),
        Column("状态", _state(made, "结案", "待处理")),
    ]
    return Table(columns, f"{town.name}生产安全事故台账")


def _health(town: Town, made: Incidents, rng: np.random.Generator) -> Table:
    """Lay out the health centre's: an export of injury cards, with the time of the visit."""
    del rng
    graver = np.where(made.dead > 0, "死亡", np.where(made.grave > 0, "重伤", "轻伤"))
    visited = (
        made.day.astype("datetime64[m]") + np.maximum(made.minute, 0) + made.reported_after_min * 3
    )
    timed = made.minute >= 0
    columns = [
        Column("病历号", _numbers(made, "MZ{year}{number:06d}")),
        Column("伤害原因", made.kind.tolist()),
        Column("受伤时间", moments(made.day, made.minute)),
        Column("就诊时间", given([str(t).replace("T", " ") for t in visited], timed)),
        *_where(town, made, "伤害地点"),
        Column("伤情", graver.tolist()),
        Column("死亡人数", made.dead.tolist()),
        Column("重伤人数", made.grave.tolist()),
        Column("受伤人数", made.injured.tolist()),
        *_people(made, "伤者"),
        Column("状态", _state(made, "已处理", "处理中")),
    ]
    return Table(columns, numbered=False)


def _community(town: Town, made: Incidents, rng: np.random.Generator) -> Table:
    """Lay out the residents' committees': dates in words, a line on what happened."""
    del rng
    when = [
        f"{in_words(day)}{'' if minute < 0 else ' ' + clock(minute)}"
        for day, minute in zip(made.day.tolist(), made.minute.tolist(), strict=True)
    ]
    brief = {
        "水浸": "暴雨后路面积水，网格员设警示牌并报市政抽排",
        "树木倒伏": "大风后树木倒伏，已联系园林清理",
        "老人走失": "家属报称老人外出未归，发动楼长和志愿者寻找",
        "其他事件": "居民反映情况，网格员现场核查",
    }
    columns = [
        Column("事件编号", _numbers(made, "SQ{year}{number:04d}")),
        Column("事件类型", made.kind.tolist()),
        Column("事发时间", when),
        *_where(town, made, "事发地点"),
        Column("事件描述", [brief[kind] for kind in made.kind.tolist()]),
        *_people(made, "当事人"),
        Column("事件状态", _state(made, "已办结", "待处理")),
    ]
    return Table(columns, f"{town.name}社区事件登记表")


Written = Callable[[Town, Incidents, np.random.Generator], Table]
OFFICES: Mapping[str, tuple[str, Written]] = {
    "派出所": ("派出所警情台账.xlsx", _police),
    "交警中队": ("道路交通事故台账.csv.gz", _traffic),
    "消防救援站": ("火灾燃气警情.xlsx", _fire),
    "安监中队": ("生产安全事故台账.xlsx", _work),
    "社区卫生服务中心": ("伤害监测登记.csv", _health),
    "社区居委会": ("社区事件登记表.xlsx", _community),
}


def write_incidents(
    town: Town,
    made: Mapping[str, Incidents],
    again: Mapping[str, Incidents],
    folder: Path,
    as_of: date,
    rng: np.random.Generator,
) -> list[Ledger]:
    """Write one ledger for each office.

    Parameters
    ----------
    town
        Where it happened.
    made
        Incidents by the families of `FAMILIES`.
    again
        What other offices have told of already, by the same: entered below all else, as it is where
        somebody catches up, so that it takes no other case its number.
    folder, as_of, rng
        Where to, the date workbooks carry, the source of slips.

    Returns
    -------
    :
        The ledgers, each with the office it comes from.
    """
    ledgers = []
    for source, (name, written) in OFFICES.items():
        own = [family for family, about in FAMILIES.items() if about.source == source]
        incidents = join([made[family] for family in own], in_order=len(own) > 1)
        late = [again[family] for family in own if family in again]
        table = written(town, join([incidents, *late]), rng)
        path = folder / name
        if path.suffix == ".xlsx":
            write_workbook(table, path, as_of)
        else:
            write_csv(
                table, path, encoding="gb18030" if source == "社区卫生服务中心" else "utf-8-sig"
            )
        ledgers.append(Ledger(path, "incident", source=source))
    return ledgers
