"""The binary block: what goes in comes out, and stands where browsers can use it."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from geodata.packing import digest, pack, unpack

arrays = st.dictionaries(
    st.text(max_size=8).filter(lambda name: name < "\ud800" or name > "\udfff"),
    st.sampled_from(["u1", "u2", "u4", "i4", "f4"]).flatmap(
        lambda kind: stn.arrays(np.dtype(kind), st.integers(0, 9))
    ),
    max_size=5,
)


@given(arrays, st.dictionaries(st.sampled_from(["layer", "version", "名"]), st.integers()))
def test_a_block_reads_back_as_it_was(arrays: dict[str, np.ndarray], header: dict) -> None:  # type: ignore[type-arg]
    read_header, read_arrays = unpack(pack(header, arrays))
    assert read_header == header
    assert list(read_arrays) == list(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(read_arrays[name], array)
        assert read_arrays[name].dtype == array.dtype


@given(arrays, arrays)
def test_blocks_have_one_digest_where_they_are_equal_and_only_there(
    one: dict[str, np.ndarray], other: dict[str, np.ndarray]
) -> None:
    same = pack({}, one) == pack({}, other)
    assert (digest({}, one) == digest({}, other)) is same
    assert digest({}, one) != digest({"n": 1}, one)


def test_each_array_begins_on_an_8_byte_border_at_its_offset() -> None:
    block = pack(
        {"layer": "rental", "names": ["新庄"]},
        {"a": np.arange(3, dtype=np.uint8), "b": np.arange(5, dtype=np.uint32)},
    )
    assert block[:4] == b"SMB1"
    (length,) = struct.unpack_from("<I", block, 4)
    entries = json.loads(block[8 : 8 + length])["arrays"]
    assert [entry["name"] for entry in entries] == ["a", "b"]
    assert all(entry["offset"] % 8 == 0 for entry in entries)
    b = entries[1]
    assert struct.unpack_from("<5I", block, b["offset"]) == (0, 1, 2, 3, 4)
    assert b["offset"] + 5 * 4 <= len(block)


def test_big_endian_arrays_are_turned_around() -> None:
    block = pack({}, {"a": np.array([1, 2], dtype=">u2")})
    assert unpack(block)[1]["a"].tolist() == [1, 2]


def test_types_the_browser_cannot_hold_are_refused() -> None:
    with pytest.raises(ValueError, match="float64 array, expected one of u1"):
        pack({}, {"a": np.zeros(3)})


def test_other_bytes_are_no_block() -> None:
    with pytest.raises(ValueError, match="expected b'SMB1'"):
        unpack(b"<html>....")


@pytest.mark.parametrize("header", [{"schema": 1}, {}])
def test_a_block_of_another_schema_is_to_be_made_anew(header: dict[str, int]) -> None:
    block = pack(header, {})
    assert unpack(block) == (header, {})
    with pytest.raises(ValueError, match="another version"):
        unpack(block, schema=2)
    assert unpack(pack({"schema": 2, "n": 1}, {}), schema=2) == ({"n": 1}, {})
