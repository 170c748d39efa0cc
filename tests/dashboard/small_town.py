"""A small town with every kind of awkward record, for tests of pages and routes."""

from datetime import date, datetime
from pathlib import Path

from geodata.localtime import to_instant
from geodata.periods import Period
from geodata.storage.store import open_storage
from tests.geodata.making import NOW, at, incident, rental, write, write_town

YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))
NASTY = 'A{{7*7}}B{#1栋<img src=x onerror="window.pwned=1">${1}`*_[a](javascript:1)'


def on(month: int, day: int, year: int = 2025) -> datetime:
    return to_instant(date(year, month, day), 600)


def write_small_town(folder: Path) -> None:
    """Three rentals (one unplaced), eight incidents of 2025, ten of 2024."""
    storage = open_storage(folder, now=NOW)
    write_town(storage)
    write(
        storage,
        "rental",
        [
            rental(
                "R-1",
                position=at(113.501, 23.101),
                address="新庄西街12号3栋502房",
                grade="red",
                class_="self_built",
                status="let",
                valid_from=date(2023, 9, 3),
                attributes={"units": 12, "floors": 6, "gas": "bottle_outside"},
                personal={"owner": "张三丰", "owner_phone": "13812341234"},
            ),
            rental("R-2", position=at(113.511, 23.101), grade="green", name=NASTY),
            rental("R-3", grade="orange", community="永岗"),
        ],
    )
    near, far = at(113.5013, 23.101), at(113.515, 23.104)
    write(
        storage,
        "incident",
        [
            *(
                incident(f"F-{n}", occurred_at=on(3, n), class_="fire", position=near)
                for n in (1, 2)
            ),
            *(
                incident(f"T-{n}", occurred_at=on(6, n), class_="traffic", position=far)
                for n in range(1, 6)
            ),
            incident("U-1", occurred_at=on(7, 1), class_="traffic", attributes={"brief": NASTY}),
            incident("O-0", occurred_at=on(1, 1, 2024), class_="injury"),
            *(
                incident(f"O-{n}", occurred_at=on(6, n, 2024), class_="traffic", position=far)
                for n in range(1, 10)
            ),
        ],
    )
    storage.close()
