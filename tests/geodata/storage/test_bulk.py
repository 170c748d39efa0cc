"""Whole layers at once: whom parts belong to once places were merged."""

from geodata.build import build_read_model
from geodata.records import Record
from geodata.storage.correct import Corrector
from geodata.storage.duplicates import Seen, merge
from geodata.storage.store import Storage
from tests.geodata.making import CATALOGUE, NOW, at, write


def test_gates_of_a_merged_school_are_those_of_the_school_that_stands_for_it(
    storage: Storage,
) -> None:
    names = {"S1": "永和小学", "S2": "永和小学(东区)", "S3": "增城永和小学"}
    write(
        storage,
        "school",
        [
            Record(
                key=code, row=n, code=code, name=name, class_="primary", position=at(113.5, 23.1)
            )
            for n, (code, name) in enumerate(names.items(), 2)
        ],
    )
    gates = [
        Record(key=f"{code} 门", row=n, name="门", parent=code, position=at(113.51, 23.105))
        for n, code in enumerate(names, 2)
    ]
    write(storage, "school_gate", gates)
    before = build_read_model(storage, CATALOGUE)
    school, by = CATALOGUE.by_layer["school"], Corrector("chen.li", "同一所学校")
    with storage.writing() as connection:
        merge(connection, school, Seen(2, 1), Seen(3, 1), by=by, now=NOW)
        merge(connection, school, Seen(1, 1), Seen(2, 1), by=by, now=NOW)
    model = build_read_model(storage, CATALOGUE, before)
    assert model.shapes["school_gate"].number.tolist() == [1, 1, 1]
    assert model.columns["school"].number.tolist() == [1]
