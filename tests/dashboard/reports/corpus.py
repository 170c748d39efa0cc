"""Text that spreadsheets, map programs or XML parsers have run or choked on."""

from tests.dashboard.small_town import NASTY

CORPUS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1/","x")',
    "{=1+1}",
    "http://127.0.0.1/",
    "mailto:a@b.c",
    "00123",
    "1e5",
    'a","b\r\n=1+1',
    "A\x0bB\x00C\x1b[31m",
    "_x0041_",
    "]]><x>&amp;",
    NASTY,
)
