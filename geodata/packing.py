"""Arrays in one block of bytes, as the browser reads them into typed arrays without copying.

``SMB1``, the header's length (uint32), the header as UTF-8 JSON, then the arrays, little endian,
each beginning on an 8-byte border counted from the start of the block. The header is an object
with what the caller puts there and ``arrays``: for each its name, type (u1, u2, u4, i4, f4),
offset and length (elements).
"""

import json
import struct
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"SMB1"
BORDER = 8
TYPES = ("u1", "u2", "u4", "i4", "f4")


def digest(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> str:
    """Return 16 hex digits that a block of other content does not have."""
    told = blake2b(_json(header), digest_size=8)
    for name, array in arrays.items():
        told.update(_json({"name": name, **_described(array)}))
        told.update(np.ascontiguousarray(array).data)
    return told.hexdigest()


def pack(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Pack one-dimensional arrays under a header of JSON values.

    Raises
    ------
    ValueError
        Where an array is not of one of `TYPES`.
    """
    listed = [{"name": name, **_described(array)} for name, array in arrays.items()]
    # The offsets stand in the header whose length they depend on: room is made for the longest.
    room = len(_json({**header, "arrays": [{**entry, "offset": 2**40} for entry in listed]}))
    offset = start = _on_border(BORDER + room)
    for entry, array in zip(listed, arrays.values(), strict=True):
        entry["offset"] = offset
        offset = _on_border(offset + array.nbytes)
    text = _json({**header, "arrays": listed}).ljust(start - BORDER)
    parts = [MAGIC, struct.pack("<I", len(text)), text]
    for array in arrays.values():
        data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
        parts.append(data.ljust(_on_border(len(data)), b"\0"))
    return b"".join(parts)


def unpack(
    block: bytes, *, schema: int | None = None
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Read a block back: its header (without ``arrays``) and the arrays, which are read-only.

    Parameters
    ----------
    schema
        What the header's ``schema`` has to be, which is left out then; None for any.

    Raises
    ------
    ValueError
        Where the bytes are not such a block, or one of another schema.
    """
    if block[: len(MAGIC)] != MAGIC:
        raise ValueError(f"{block[:4]!r} at the start, expected {MAGIC!r}")
    (length,) = struct.unpack_from("<I", block, len(MAGIC))
    header = json.loads(block[BORDER : BORDER + length])
    if schema is not None and header.pop("schema", None) != schema:
        raise ValueError("written by another version of this program, expected to be made anew")
    arrays = {
        entry["name"]: np.frombuffer(block, f"<{entry['type']}", entry["length"], entry["offset"])
        for entry in header.pop("arrays")
    }
    return header, arrays


def _described(array: NDArray[Any]) -> dict[str, Any]:
    kind = f"{array.dtype.kind}{array.dtype.itemsize}"
    if kind not in TYPES:
        raise ValueError(f"{array.dtype} array, expected one of {', '.join(TYPES)}")
    return {"type": kind, "offset": 0, "length": len(array)}


def _json(value: Any) -> bytes:  # noqa: ANN401 - any JSON
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _on_border(size: int) -> int:
    return -(-size // BORDER) * BORDER
