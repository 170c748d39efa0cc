"""Proposals as they are kept: what is written is read again, and cut to what is seen."""

import numpy as np
import pytest

from geodata.packing import pack
from geodata.results.duplicates import (
    FEATURES,
    Duplicates,
    Pairs,
    parse_duplicates,
    share_of,
    to_bytes,
)


def _pairs(layer: str, *numbers: tuple[int, int]) -> Pairs:
    one, other = (np.array(held, np.uint32) for held in zip(*numbers, strict=True))
    bits = np.arange(len(numbers), 0, -1).astype(np.float32)
    return Pairs(
        layer=layer,
        found=len(numbers) + 5,
        one=one,
        other=other,
        bits=bits,
        metres=bits * 10,
        gap_s=np.full(len(numbers), np.nan, np.float32),
        levels={name: np.arange(len(numbers)).astype(np.uint8) for name in FEATURES},
        weights=dict.fromkeys(FEATURES, (bits / 2).astype(np.float32)),
    )


def test_what_is_written_is_read_again() -> None:
    made = Duplicates(
        7, {"rental": _pairs("rental", (1, 2), (3, 9)), "incident": _pairs("i", (4, 5))}
    )
    read = parse_duplicates(to_bytes(made))
    assert read.version == 7
    assert list(read.pairs) == ["rental", "incident"]
    pairs = read.pairs["rental"]
    assert (pairs.found, pairs.one.tolist(), pairs.other.tolist()) == (7, [1, 3], [2, 9])
    assert pairs.levels["class"].tolist() == [0, 1]
    assert pairs.weights["time"].tolist() == [1.0, 0.5]
    assert np.isnan(pairs.gap_s).all()


def test_another_programs_way_of_writing_is_none() -> None:
    with pytest.raises(ValueError, match="another version"):
        parse_duplicates(pack({"schema": 0, "version": 1}, {}))


def test_a_pair_is_seen_by_whoever_sees_both() -> None:
    pairs = _pairs("rental", (1, 2), (3, 9), (3, 4))
    seen = pairs.within(np.array([1, 3, 4, 9], np.uint32))
    assert list(zip(seen.one.tolist(), seen.other.tolist(), strict=True)) == [(3, 9), (3, 4)]
    assert seen.levels["place"].tolist() == [1, 2]


@pytest.mark.parametrize(("bits", "share"), [(0, 0.5), (1, 2 / 3), (7, 128 / 129), (900, 1.0)])
def test_bits_are_odds(bits: float, share: float) -> None:
    assert share_of(bits) == pytest.approx(share)
