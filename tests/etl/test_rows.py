import pytest

from etl.headings import Column, Headings
from etl.rows import RowKinds
from etl.sheets import Row

HEADINGS = Headings(0, 1, (Column(0, "序号"), Column(1, "编号", "code"), Column(2, "名称", "name")))


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["合计", None, "3"], "totals"),
        ([None, "合 计", "3"], "totals"),
        (["小计：", "2", None], "totals"),
        (["总计(栋)", None, None], "totals"),
        (["TOTAL", None, "2"], "totals"),
        ([], "blank"),
        ([None, " ", "\n"], "blank"),
        (["7", None, None], "blank"),
        (["序号", "编号", "名称"], "headings"),
        (["序 号", " 编号", "名称 "], "headings"),
    ],
)
def test_rows_that_are_no_records_are_counted_by_kind(row: Row, kind: str) -> None:
    kinds = RowKinds(HEADINGS, [["序号", "编号", "名称"]])
    assert not kinds.is_record(row)
    assert kinds.counts == {kind: 1}


@pytest.mark.parametrize(
    "row",
    [["1", "A", "合计餐饮店"], ["1", "合计餐饮", None], [None, None, "x"], ["序号", "B", "c"]],
)
def test_rows_that_say_something_of_their_own_are_records(row: Row) -> None:
    kinds = RowKinds(HEADINGS, [["序号", "编号", "名称"]])
    assert kinds.is_record(row)
    assert not kinds.counts
