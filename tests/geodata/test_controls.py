from hypothesis import given
from hypothesis import strategies as st

from geodata.controls import without_controls


def test_line_breaks_become_blanks_and_what_no_file_takes_goes() -> None:
    assert without_controls("一\r\n二\t三\x00\x1b\x7f\x9f\ud800\ufffe\uffff") == "一 二 三"


@given(st.text(st.characters(exclude_categories=[])))
def test_no_text_keeps_what_xml_forbids(text: str) -> None:
    cleaned = without_controls(text)
    assert all(letter >= " " for letter in cleaned)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert without_controls(cleaned) == cleaned
