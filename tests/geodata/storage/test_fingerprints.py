"""Fingerprints stand in databases for good: what a row said must look the same for ever."""

import json
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geodata.storage.fingerprints import fingerprint, fingerprints
from geodata.storage.rows import columns_of_rows

CONTENT = {
    "name": '新庄"一"号\n\U0001f600',
    "lng": 113.5,
    "x": -0.0,
    "year": 2024,
    "time_known": True,
    "grade": None,
    "geometry": b"\x01\xab",
    "valid_from": date(2024, 3, 5),
    "occurred_at": datetime(2024, 3, 5, 8, 30, tzinfo=UTC),
    "attributes": {"b": 1, "a": "中", "c": 1.5, "d": False},
    "personal": {"phone": "13800000000", "name": "陈"},
    "corrected": {"b": 1, "a": None},
}
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


def test_the_fingerprint_of_a_content_never_changes() -> None:
    assert fingerprint(CONTENT, ("b", "a")).hex() == "cd5f67ba66adcc35c56391c4fb816f06"
    assert (
        fingerprint({"name": None, "attributes": {}}, ()).hex()
        == "94fe3e2d43ed2c4717f74ef2a07e7962"
    )


@given(st.lists(st.fixed_dictionaries({"b": VALUES, "a": VALUES, "attributes": st.none()})))
def test_a_fingerprint_is_of_the_json_of_the_filled_columns_by_name(rows: list[Any]) -> None:
    spelled = [
        json.dumps(
            [{name: row[name] for name in sorted(row) if row[name] is not None}, []],
            separators=(",", ":"),
        )
        for row in rows
    ]
    expected = [blake2b(text.encode(), digest_size=16).digest() for text in spelled]
    assert fingerprints(columns_of_rows(rows), [()] * len(rows)) == expected
