"""Where a text breaks off from its encoding."""

import io

import pytest

from etl.encodings import broken_line, encoding_of

ROWS = ["房屋编码,房屋地址", *(f"YH-{n},新庄西街{n}号" for n in range(1, 400))]
LINE = 250


def cut(encoding: str) -> io.BytesIO:
    """Write the rows with half a character at the end of one, as a system cuts it."""
    lines = [row.encode(encoding) for row in ROWS]
    lines[LINE - 1] = lines[LINE - 1][:-1]
    return io.BytesIO(b"\r\n".join(lines))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_line_that_holds_half_a_character_is_told(encoding: str) -> None:
    file = cut(encoding)
    assert encoding_of(file) is None
    assert broken_line(file) == (encoding, LINE)


def test_of_another_encoding_no_line_is_told() -> None:
    traditional = "房屋編碼,房屋地址\n" * 9 + "A,新莊西街\n"
    assert broken_line(io.BytesIO(traditional.encode("big5") + b"\xff\n")) is None
    assert broken_line(io.BytesIO(b"code,address\n\xff\xff\n")) is None
