from datetime import date

from dashboard.components.selfcheck.retention import field_cells, kind_cells
from dashboard.retention.policy import RetentionPolicy, days_of
from dashboard.retention.words import words_of
from dashboard.texts import Language, read_texts
from geodata.catalogue import read_catalogue
from geodata.retention import Due

CATALOGUE = read_catalogue()
DAYS = days_of(CATALOGUE, RetentionPolicy())
WORDS, TEXTS = words_of(Language.CHINESE), read_texts(Language.CHINESE)


def test_a_kind_tells_its_rule_its_reason_and_what_is_past_it() -> None:
    due = {"audit": Due("audit", 1095, 1234, date(2022, 5, 1))}
    name, rule, reason, count, oldest = kind_cells(WORDS, CATALOGUE, "audit", DAYS, due)
    assert (name, count, oldest) == ("审计记录", "1,234", "2022-05-01")
    assert rule == "自记录之日，已入链的保存 1,095 天"
    assert "网络安全法" in reason
    assert kind_cells(WORDS, CATALOGUE, "jobs", DAYS, due)[3:] == ["", ""]


def test_a_personal_field_tells_what_it_is_for_and_how_long_it_is_kept() -> None:
    layer = CATALOGUE.by_layer["rental"]
    phone = layer.by_field["owner_phone"]
    told = field_cells(TEXTS, WORDS, layer, phone, DAYS)
    assert told[:2] == ["出租屋", "房东电话"]
    assert told[2] == "落实出租屋消防和治安责任，通知房东整改"
    assert told[3] == "自注销、结束之日保存 1,095 天"
    number = field_cells(TEXTS, WORDS, layer, layer.by_field["owner_id"], DAYS)
    assert number[2] == "核对房东身份，防止同名误认"


def test_a_field_without_a_purpose_is_said_to_have_none() -> None:
    layer = CATALOGUE.by_layer["rental"].model_copy(update={"retention": None})
    told = field_cells(TEXTS, WORDS, layer, layer.by_field["owner"], DAYS)
    assert told[2] == "未声明用途，请补上或不再导入"
