from datetime import UTC, date, datetime

from etl.packed_records import PackedRecords
from geodata.records import Occurrence, Position, Record

MOMENT = datetime(2024, 3, 5, 8, 30, tzinfo=UTC)
RECORDS = [
    Record(
        "A1",
        2,
        "台账",
        Position(113.5, 23.1, b"\x01", 38.0, 2.0, "EPSG:4547", precision_m=5.0),
        name="新庄西街1号",
        valid_from=date(2024, 3, 5),
        occurrence=Occurrence(MOMENT, reported_at=MOMENT, dead=0, loss_yuan=1.5),
        projects=("fire",),
        attributes={"floors": 3, "gas": True, "brief": None},
        personal={"owner": "陈先生"},
        told=frozenset({"name", "position"}),
    ),
    Record("A2", 3, unplaced=(0.0, None, "gcj02"), attributes={}, personal={}),
]


def test_records_come_out_as_they_went_in_each_time() -> None:
    packed = PackedRecords()
    packed.add(RECORDS)
    packed.add([])
    packed.add(RECORDS[1:])
    assert len(packed) == 3
    for _ in range(2):
        assert list(packed) == [*RECORDS, RECORDS[1]]


def test_no_records_are_none() -> None:
    assert not PackedRecords()
    assert list(PackedRecords()) == []
