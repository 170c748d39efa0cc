"""How much of a ledger file we read: beyond these it is refused, before or while it is parsed."""

import sys
from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one import; times are at least three times what the largest honest file takes.

    Parameters
    ----------
    file_bytes
        Size of the file as handed in.
    memory_bytes, cpu_s, wall_s
        Of the parser child; beyond them it is ended.
    by_system
        Whether the child asks the system to hold it to them; its parent watches it in any case
        (but for its time on the processor, which Windows does not bound).
    """

    file_bytes: int
    memory_bytes: int = 2_048 * MEBIBYTE
    cpu_s: int = 180
    wall_s: int = 600
    by_system: bool = sys.platform != "win32"


UPLOAD = Limits(file_bytes=50 * MEBIBYTE, cpu_s=60, wall_s=180)
"""From the page, where anyone may upload."""

COMMAND_LINE = Limits(file_bytes=1_024 * MEBIBYTE)
"""From the command line, where the machine's own people import."""

UNPACKED_BYTES = 300 * MEBIBYTE
"""An xlsx after unpacking, all parts together."""

GUNZIPPED_BYTES = 1_024 * MEBIBYTE
"""A csv.gz after unpacking."""

MOST_RATIO = 200
"""Unpacked to packed, of one part of an archive or of a gzip file, and characters in cells to bytes
of the file; honest sheets reach 40."""

SMALL_TEXT = 1 << 22
"""Characters in cells that are harmless at any ratio."""

MOST_ENTRIES = 2_000
MOST_ROWS = 5_000_000
MOST_COLUMNS = 1_000
MOST_CELL_CHARACTERS = 32_767
"""What a spreadsheet cell holds at most."""

MOST_ROW_CHARACTERS = 1 << 20
"""Of all cells of a row; the longest honest rows, with remarks, reach some thousands."""
