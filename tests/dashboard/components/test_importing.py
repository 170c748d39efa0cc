import pytest

from dashboard.components.importing import is_ledger_name, said_text
from dashboard.texts import Language, read_texts


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("台账.XLSX", True),
        ("台账.xls", True),
        ("台账.csv.gz", True),
        ("界线.geojson", True),
        ("台账.docx", False),
        ("xlsx", False),
        ("", False),
    ],
)
def test_the_name_tells_what_may_be_a_ledger(name: str, is_one: bool) -> None:  # noqa: FBT001 - expected
    assert is_ledger_name(name) is is_one


def test_what_an_import_says_is_shown_in_one_language() -> None:
    said = "正在读取 a.csv → 出租屋……  reading"
    chinese, english = (read_texts(language) for language in Language)
    assert said_text(chinese, said) == "正在读取 a.csv → 出租屋……"
    assert said_text(english, said) == "reading"
    assert said_text(english, "a.csv") == "a.csv"
