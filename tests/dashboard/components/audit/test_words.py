from datetime import timedelta

import pytest

from dashboard.components.audit.words import (
    browser_name,
    chain_words,
    details_words,
    is_broken,
    object_words,
)
from dashboard.components.view import View
from geodata.results.kept_results import AUDIT_CHAIN, NOW
from geodata.storage.audit_chain import ChainState
from geodata.storage.results import keep_result
from tests.geodata import making

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 14)"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (f"{WINDOWS} Chrome/109.0.0.0 Safari/537.36", "Chrome 109 · Windows"),
        (f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge 131 · Windows"),
        (f"{LINUX} Firefox/128.0", "Firefox 128 · Linux"),
        (f"{PHONE} Version/17.0 Mobile/15E148 Safari/604.1", "Safari 17 · iOS"),
        (f"{ANDROID} Chrome/120.0 Mobile MicroMessenger/8.0", "WeChat 8 · Android"),
        ("python-httpx/0.28.1", "python-httpx/0.28.1"),
        ("", ""),
    ],
)
def test_a_browser_is_named_as_people_name_it(agent: str, name: str) -> None:
    assert browser_name(agent) == name


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
    assert object_words(view, "batch/3") == "batch 3"
    assert object_words(view, "personal/rental") == "出租屋：个人信息"
    assert object_words(view, "personal/hydrant") == "hydrant：个人信息"
    assert object_words(view, "audit") == "审计记录"
    assert object_words(view, "map") == "地图"
    assert object_words(view, "") == ""


def test_the_chain_is_said_to_be_whole_or_where_it_is_broken(view: View) -> None:
    storage = view.live.storage
    assert (chain_words(view), is_broken(view)) == ("审计链今晚起逐日核对", False)
    for made, state, said in (
        (
            making.NOW,
            ChainState(links=2, entries=1234),
            "审计链完整，已入链 1,234 条（2026-01-05 16:00 核对）",
        ),
        (
            making.NOW + timedelta(hours=12),
            ChainState(links=2, entries=1234, purged=99),
            "审计链完整，已入链 1,234 条，另有 99 条已按期限清除（2026-01-06 04:00 核对）",
        ),
        (
            making.NOW + timedelta(days=1),
            ChainState(links=3, fault="missing", broken_link=2, first=5, last=1008),
            "审计链断开：第 5 至 1,008 条之间有记录被删除",
        ),
    ):
        keep_result(storage, AUDIT_CHAIN.kind, NOW, 1, state.to_bytes(), now=made)
        assert chain_words(view).startswith(said)
        assert is_broken(view) is not state.whole
