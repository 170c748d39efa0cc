import string

import pytest

from dashboard.texts import Language, read_texts
from geodata.errors import CatalogueError

CHINESE, ENGLISH = read_texts(Language.CHINESE), read_texts(Language.ENGLISH)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    assert set(CHINESE.by_key) == set(ENGLISH.by_key)


@pytest.mark.parametrize("key", sorted(CHINESE.by_key))
def test_a_text_takes_in_english_no_value_it_lacks_in_chinese(key: str) -> None:
    assert places(ENGLISH.by_key[key]) <= places(CHINESE.by_key[key])


def test_no_text_is_empty() -> None:
    assert [k for texts in (CHINESE, ENGLISH) for k, t in texts.by_key.items() if not t] == []


def test_values_are_put_into_their_places() -> None:
    assert CHINESE("table.rows", first=1, last=50, n="3,176") == "第 1–50 行，共 3,176 行"


def test_a_value_with_braces_is_shown_as_it_is() -> None:
    assert CHINESE("facts.row", ledger="A{{7*7}}B{0}", row=3) == "A{{7*7}}B{0} 第 3 行"


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"no\.such"):
        CHINESE("no.such")


def test_a_group_is_what_a_browser_piece_takes() -> None:
    assert CHINESE.group("pages") == {
        "map": "地图",
        "projects": "项目",
        "indicators": "指标",
        "hotspots": "事故热点",
        "schools": "学校周边",
        "shelters": "避难场所",
        "ledgers": "台账",
        "placing": "未上图",
        "duplicates": "重复记录",
        "setup": "街道设置",
        "accounts": "账号",
        "audit": "审计",
        "selfcheck": "自检",
    }


def test_the_switch_leads_to_the_other_language_and_back() -> None:
    assert Language.CHINESE.other.other is Language.CHINESE
