from dashboard.server.live import Live
from geodata.selection import Selection
from geodata.viewer import Viewer
from tests.dashboard.reports.conftest import Make
from tests.dashboard.small_town import YEAR
from tests.geodata.making import rental, write


def test_a_file_says_what_was_counted_of_when_and_from_where(make: Make) -> None:
    assert [tuple(note) for note in make().notes] == [
        ("图层", "出租屋"),
        ("时段", "2025 年（01-01 至 12-31）"),
        ("筛选", "无"),
        ("数据截至", "2026-01-05"),
        ("记录数", "n = 3 栋（图上 2，未上图 1）"),
        ("口径", "场所数按时段最后一天计"),
        ("坐标系", "WGS84 经纬度"),
        ("来源", "rental.xlsx"),
        ("导入批次", "4"),
        ("个人信息", "姓名、电话、证件号码列不导出；地址截到楼栋，文字中的号码已遮蔽"),
        ("导出时间", "2026-01-05 16:00"),
    ]


def test_the_filter_is_told_in_words_as_far_as_it_narrows_this_layer(make: Make) -> None:
    asked = Selection(
        (),
        YEAR,
        projects=("fire", "traffic"),
        areas=("D1",),
        grades=("incident.death", "rental.red"),
        shape=((113.5, 23.1), (113.6, 23.1), (113.6, 23.2)),
    )
    told = dict(make(selection=asked).notes)
    assert told["促进项目"] == "消防安全、交通安全"
    assert told["社区 / 居民小组"] == "新庄社区"
    assert told["出租屋等级"] == "红 · 禁止"
    assert told["手绘范围"] == "只含范围内已上图的记录"
    assert not {"筛选", "伤害程度"} & set(told)


def test_who_takes_it_away_stands_in_the_file(make: Make) -> None:
    report = make(by="陈丽 (chen.li)")
    assert report.notes[-1] == ("导出人", "陈丽 (chen.li)")
    assert report.mark == "陈丽 (chen.li) · 2026-01-05 16:00"


def test_incidents_say_that_project_figures_do_not_add_up(make: Make) -> None:
    assert "不能相加" in dict(make("incident").notes)["口径"]


def test_sample_data_says_so_first(make: Make) -> None:
    report = make(sample=True)
    assert report.notes[0].label == "示例数据"
    assert report.marked("rental") == "rental_示例数据"


def test_a_viewer_who_may_see_more_still_takes_no_personal_columns_away(make: Make) -> None:
    report = make(viewer=Viewer(None, None, masked=False))
    assert dict(report.notes)["个人信息"] == "姓名、电话、证件号码列不导出"
    assert report.frame["address"].iloc[0] == "新庄西街12号3栋502房"
    assert "owner" not in report.frame


def test_many_ledgers_are_told_by_the_first_and_their_number(live: Live, make: Make) -> None:
    for number in range(7):
        write(live.storage, "rental", [rental(f"L{number}")], file_name=f"{number}.xlsx")
    assert dict(make().notes)["来源"] == "rental.xlsx、0.xlsx、1.xlsx、2.xlsx、3.xlsx 等 8 份"
    assert dict(make().notes)["导入批次"] == "4、6–12"


def test_a_layer_nothing_was_imported_to_says_so(make: Make) -> None:
    told = dict(make("clinic").notes)
    assert told["数据截至"] == "还没有导入台账"
    assert told["记录数"] == "n = 0 家（图上 0，未上图 0）"
    assert "来源" not in told


def test_a_ledgers_name_tells_of_nobody(live: Live, make: Make) -> None:
    write(live.storage, "rental", [rental("L")], file_name="业主张三丰13812341234.xlsx")
    assert dict(make().notes)["来源"] == "rental.xlsx、业主张**138****1234.xlsx"
