import pytest

from dashboard.components.importing import is_ledger_name


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
