import pytest

from dashboard.components.audit_words import browser_name, details_words, object_words
from dashboard.components.view import View

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
    assert told == "理由 租户求助；数据行 3,180；odd x"
    assert details_words(view, {"role": "mayor"}) == "角色 mayor"
    assert details_words(view, {}) == ""


def test_accounts_and_layers_are_named(view: View) -> None:
    assert object_words(view, "account/chen.li") == "账号 chen.li"
    assert object_words(view, "rental/12") == "出租屋 12"
    assert object_words(view, "batch/3") == "batch 3"
    assert object_words(view, "") == ""
