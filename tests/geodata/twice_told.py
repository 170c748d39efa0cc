"""A small town some things of which stand in two ledgers."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np

from geodata.localtime import to_instant
from geodata.records import Occurrence, Record
from geodata.storage.store import Storage
from tests.geodata.making import NOW, at, rental, write, write_town

DAY = to_instant((NOW - timedelta(days=30)).date())
POLICE, CLINIC = "派出所", "卫生院"


def told(source: str, number: str, occurred_at: datetime, **values: Any) -> Record:
    """Return an event as a source tells of it."""
    occurrence = {name: values.pop(name) for name in ("injured", "time_known") if name in values}
    return Record(
        key=f"{source}|{number}",
        row=int(number[1:]) + 2,
        occurrence=Occurrence(occurred_at, source=source, case_number=number, **occurrence),
        **values,
    )


def write_twice_told(storage: Storage) -> None:
    """Write a town, 120 incidents of the police, 3 of the clinic, 60 rental buildings.

    The clinic's first is the police's P1 (records 1 and 121) some minutes later and a few metres
    on, its second is P2 without a position; its third is none of theirs. Building B1 is A1
    (records 1 and 61) by another code.
    """
    write_town(storage)
    rng = np.random.default_rng(4)
    kinds = ("traffic", "brawl", "burglary", "fire_electric")
    events = [
        told(
            POLICE,
            f"P{n}",
            DAY - timedelta(hours=37 * n),
            class_=kinds[n % 4],
            injured=n % 3,
            address=f"新庄西街{n}号",
            position=at(113.501 + 0.018 * rng.random(), 23.101 + 0.008 * rng.random()),
        )
        for n in range(1, 121)
    ]
    write(storage, "incident", events, file_name="派出所.xlsx", source=POLICE)
    first, second = (event.position for event in events[:2])
    assert first is not None
    assert second is not None
    near = at(first.lng + 0.0001, first.lat)
    seen = [
        told(CLINIC, "H1", DAY - timedelta(hours=36, minutes=50), class_="brawl", injured=1,
             address="新庄西街1号门牌", position=near),
        told(CLINIC, "H2", DAY - timedelta(hours=74, minutes=-5), class_="burglary", injured=2,
             address="永和街道新庄西街2号"),
        told(CLINIC, "H3", DAY - timedelta(hours=500), class_="fall", position=at(113.519, 23.1)),
    ]  # fmt: skip
    write(storage, "incident", seen, file_name="卫生院.xlsx", source=CLINIC)
    buildings = [
        rental(
            f"A{n}",
            n + 2,
            address=f"永岗中街{n}号",
            position=at(113.511 + 0.0002 * (n % 20), 23.102 + 0.0006 * (n // 20)),
        )
        for n in range(1, 60)
    ]
    write(storage, "rental", buildings, file_name="出租屋.xlsx")
    twin = rental("B1", address="永岗中街一号", position=at(113.51121, 23.10201))
    write(storage, "rental", [twin], file_name="网格.xlsx")
