"""Which encoding a text is in: told by its mark and by strict decoding, never by statistics.

Statistical guessers take GBK for Korean. A byte order mark decides, else strict UTF-8, else strict
GB18030. Whether the words then make sense is seen where headings are matched against the layer's.
"""

import codecs
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO

from etl.limits import MEBIBYTE
from etl.sheets import PRIVATE_USE

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LONGEST_MARK = max(len(mark) for mark, _ in MARKS)
WITHOUT_MARK = ("utf-8", "gb18030")
STEP_BYTES = MEBIBYTE
MOST_PRIVATE = 0.1
"""Share of private-use characters among those that are not ASCII: Big5 read as GB18030
has three times as many, a ledger with rare names far fewer."""


def encoding_of(file: BinaryIO) -> str | None:
    """Tell the encoding from the whole file and leave it at its beginning; None for none we know.

    Parameters
    ----------
    file
        Seekable, at its beginning.
    """
    start = file.read(LONGEST_MARK)
    marked = [encoding for mark, encoding in MARKS if start.startswith(mark)]
    for encoding in marked[:1] or WITHOUT_MARK:
        file.seek(0)
        sound = is_sound(_steps(file), encoding)
        file.seek(0)
        if sound:
            return encoding
    return None


def is_sound(pieces: Iterable[bytes], encoding: str) -> bool:
    """Tell whether all pieces, one after another, decode.

    Nearly any bytes are GB18030 of some kind: what has many private-use characters is none. A few
    are rare characters of names, entered with an office's own font.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    private = beyond_ascii = 0
    try:
        for piece in pieces:
            text = decoder.decode(piece)
            if encoding == "gb18030":
                more = _counted(text)
                private, beyond_ascii = private + more[0], beyond_ascii + more[1]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return is_plausible(private, beyond_ascii)


def broken_line(file: BinaryIO) -> tuple[str, int] | None:
    """Find where a text breaks off from the encoding of all lines before, and which that is.

    Systems that cut a text after so many bytes leave half a character in one row of thousands.

    Parameters
    ----------
    file
        As for `encoding_of`, which knew none.

    Returns
    -------
    tuple of encoding and line, or None
        Lines count from 1. None where nothing but ASCII stands before it: that is any encoding.
    """
    for encoding in WITHOUT_MARK:
        file.seek(0)
        private = beyond_ascii = 0
        for number, line in enumerate(iter(partial(file.readline, STEP_BYTES), b""), 1):
            try:
                more = _counted(line.decode(encoding))
            except UnicodeDecodeError:
                if beyond_ascii and is_plausible(private, beyond_ascii):
                    return encoding, number
                break
            private, beyond_ascii = private + more[0], beyond_ascii + more[1]
    return None


def _counted(text: str) -> tuple[int, int]:
    """Count the characters of private use and those beyond ASCII."""
    return len(PRIVATE_USE.findall(text)), len(text) - len(text.encode("ascii", "ignore"))


def is_plausible(private: int, beyond_ascii: int) -> bool:
    """Tell whether so many private-use characters among so many beyond ASCII may be Chinese."""
    return private <= MOST_PRIVATE * beyond_ascii


def _steps(file: BinaryIO) -> Iterator[bytes]:
    while step := file.read(STEP_BYTES):
        yield step
