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
        (["合计2栋", "3", "4"], "totals"),
        ([None, "新庄社区小计", "3"], "totals"),
        (["\u200b合计", "3", "4"], "totals"),
        (["小计", "新庄社区", "商铺", "12", "30㎡"], "totals"),
        ([None, "\u200b", "\ufeff"], "blank"),
        (["注：", None, None], "headings"),
        (["备注：以实际为准", None, None], "headings"),
        (["一、新庄社区", None, None], "headings"),
        (["填表人：李四", "审核：", "日期：2026.3.5"], "headings"),
        (["第2页 共2页", None, None], "headings"),
        (["例：", "A", "样例"], "headings"),
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
    [
        ["共计2人受伤", "A", "b"],
        ["被盗现金共计5000元", "A", "b"],
        ["注：改", "备注：", "c"],
        ["1", "A", "合计餐饮店"],
        ["1", "合计餐饮", None],
        [None, None, "x"],
        ["序号", "B", "c"],
        [
            "7",
            "A",
            "Total(永和店)",
            "餐饮店",
            "新庄社区",
            "张三",
            "在营",
            "新庄路3号",
            "2026-01-05",
        ],
    ],
)
def test_rows_that_say_something_of_their_own_are_records(row: Row) -> None:
    kinds = RowKinds(HEADINGS, [["序号", "编号", "名称"]])
    assert kinds.is_record(row)
    assert not kinds.counts
