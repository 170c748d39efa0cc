import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.log.redacting import MOST_LETTERS, redact

PERSONAL = [
    "张三丰", "欧阳金丝雀", "阿不都·热合曼", "13812341234", "138 1234 1234", "138-1234-1234",
    "020-87654321", "11010519491231002X", "１３８１２３４１２３４", "1949-12-31",
    "chen.li@office.local",
]  # fmt: skip


@pytest.mark.parametrize("value", PERSONAL)
@pytest.mark.parametrize(
    "line", ["{}", "cell {} of row 3", "ValueError: {!r} is no number", "x={},"]
)
def test_what_is_somebodys_goes(value: str, line: str) -> None:
    assert value not in redact(line.format(value))


@pytest.mark.parametrize("value", ["Zhang San", "O", "R-1 5 Li", "新庄西街12号3栋"])
def test_whatever_stands_in_quotation_marks_is_data(value: str) -> None:
    for quoted in (f"'{value}'", f'"{value}"', f"“{value}”"):
        assert value not in redact(f"found {quoted}, expected a number")


def test_an_address_of_a_database_loses_all_of_it() -> None:
    told = redact("no connection to postgresql://map:s3cret@db.local/records now")  # leak: made up
    assert told == "no connection to … now"


@pytest.mark.parametrize(
    "text",
    [
        "KeyError: 'layer'",
        "UNIQUE constraint failed: places.layer, places.key",
        "dashboard/server/data.py:120 DataRoutes.columns",
        "port 8501, status 503 after 12 of 200",
    ],
)
def test_what_helps_to_mend_stays(text: str) -> None:
    assert redact(text) == text


@given(
    before=st.text("abc :(", max_size=9),
    number=st.from_regex(r"1[3-9][0-9]{9}|[0-9]{17}[0-9X]", fullmatch=True),
    after=st.text("abc ),.", max_size=9),
)
def test_no_phone_or_id_number_stays_wherever_it_stands(
    before: str, number: str, after: str
) -> None:
    assert number not in redact(before + number + after)


def test_a_line_is_not_endless() -> None:
    assert len(redact("a " * 10_000)) == MOST_LETTERS + 1
