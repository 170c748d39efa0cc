from typing import get_args

import pytest

from dashboard.components.audit.details import details_words, object_words
from dashboard.components.view import View
from dashboard.texts import Language, read_texts
from geodata.storage.audit import Act


@pytest.mark.parametrize("language", Language)
def test_all_that_is_ever_noted_has_its_words_and_nothing_else_is_offered(
    language: Language,
) -> None:
    assert set(read_texts(language).group("audit.kinds")) == set(get_args(Act))


def test_of_a_change_only_what_differs_is_told(view: View) -> None:
    before = {"role": "leader", "areas": None, "expires_on": None, "disabled": False}
    after = {"role": "clerk", "areas": ["A"], "expires_on": None, "disabled": True}
    told = details_words(view, {"before": before, "after": after})
    assert told == "角色 街道领导 → 安监办经办人；社区 / 小组 不限 → A；停用 否 → 是"


def test_details_are_told_in_words_and_what_is_unknown_as_it_is(view: View) -> None:
    told = details_words(view, {"reason": "租户求助", "rows_read": 3180, "rejected": 0, "odd": "x"})
    assert told == "理由 租户求助；文件行数 3,180；odd x"
    assert details_words(view, {"role": "mayor"}) == "角色 mayor"
    assert details_words(view, {}) == ""


def test_accounts_and_layers_are_named(view: View) -> None:
    assert object_words(view, "account/chen.li") == "账号 chen.li"
    assert object_words(view, "rental/12") == "出租屋 12"
    assert object_words(view, "rental") == "出租屋"
    assert object_words(view, "rental/房屋.csv") == "出租屋 房屋.csv"
    assert object_words(view, "batch/3") == "批次 3"
    assert object_words(view, "backup") == "全部数据"
    assert object_words(view, "database") == "数据库"
    assert object_words(view, "shelter_areas.csv") == "避难范围外居民.csv"
    assert object_words(view, "audit.xlsx") == "审计.xlsx"
    assert object_words(view, "accounts.toml") == "accounts.toml"
    assert object_words(view, "personal/rental") == "出租屋：个人信息"
    assert object_words(view, "personal/hydrant") == "hydrant：个人信息"
    assert object_words(view, "audit") == "审计记录"
    assert object_words(view, "map") == "地图"
    assert object_words(view, "") == ""


def test_a_corrected_record_is_told_by_the_words_of_its_layer_and_with_the_reason(
    view: View,
) -> None:
    before = {"valid_to": None, "status": "let", "class": "odd", "position": {"lng": None}}
    after = {
        "valid_to": "2026-01-31",
        "status": "vacant",
        "class": "odd",
        "position": {"lng": 113.5, "lat": 23.1, "method": "given", "precision_m": 1.0},
    }
    details = {"reason": "现场核对", "before": before, "after": after}
    told = details_words(view, details, view.catalogue.by_layer["rental"])
    assert told == (
        "注销日期 空 → 2026-01-31；状态 在租 → 空置；位置 空 → 113.500000, 23.100000；理由 现场核对"
    )


def test_instants_are_told_in_local_time_and_days_as_they_are(view: View) -> None:
    made = {"made_at": "2026-01-05T18:00:24+00:00"}
    assert details_words(view, made) == "备份的时间 2026-01-06 02:00"
    assert details_words(view, {"until": "2026-01-31"}) == "到 2026-01-31"


def test_what_no_entry_of_today_says_so_closes_no_audit(view: View) -> None:
    assert details_words(view, {"before": None, "after": {"a": 1}}) == ""
    assert details_words(view, {"before": {"a": 1}, "after": None}) == "a 1 → 不限"
    assert details_words(view, {"before": {"position": None}, "after": {}}) == ""
    assert details_words(view, {"position": "x"}) == "位置 空"
    assert details_words(view, {"until": 5}) == "到 5"
    assert details_words(view, {"until": "TODAY"}) == "到 TODAY"


def test_another_record_and_a_filter_are_told_without_signs_of_the_program(view: View) -> None:
    assert details_words(view, {"other": "rental/12"}) == "另一条 出租屋 12"
    asked = {"period": "2025-01-01/2026-01-01", "layers": "rental"}
    told = "筛选 period=2025-01-01/2026-01-01&layers=rental"
    assert details_words(view, {"select": asked}) == told
    assert details_words(view, {"select": told.removeprefix("筛选 ")}) == told
