from datetime import UTC, date, datetime

import pytest

from geodata.catalogue.load import read_catalogue
from geodata.catalogue.model import Value
from geodata.facts import changed_fields, facts_of, title_of
from geodata.viewer import OFFICE, Viewer

CATALOGUE = read_catalogue()
RENTAL, INCIDENT = CATALOGUE.by_layer["rental"], CATALOGUE.by_layer["incident"]
UNMASKED = Viewer(areas=None, projects=None, masked=False)
RECORD: dict[str, object] = {
    "code": "YH-XZ-00421",
    "address": "新庄西街12号3栋502房",
    "class": "self_built",
    "grade": "orange",
    "status": None,
    "valid_from": date(2023, 9, 3),
    "attributes": {
        "units": 12,
        "gas": "bottle_outside",
        "heater": "electric",
        "checked": "2025-12-11",
    },
    "personal": {"owner": "张三", "owner_phone": "13812341234", "owner_id": "110101199003070011"},
}


def shown(record: dict[str, object], viewer: Viewer = OFFICE) -> dict[str, object]:
    return {fact.field.id: fact.value for fact in facts_of(record, RENTAL, viewer)}


def test_personal_fields_are_masked_for_the_office() -> None:
    facts = shown(RECORD)
    assert (facts["owner"], facts["owner_phone"]) == ("张**", "138****1234")
    assert "1101" not in str(facts["owner_id"])


def test_an_unmasked_viewer_sees_them_as_they_are() -> None:
    assert shown(RECORD, UNMASKED)["owner"] == "张三"


def test_an_address_ends_at_the_building() -> None:
    assert shown(RECORD)["address"] == "新庄西街12号3栋"


def test_a_phone_number_within_a_text_is_masked() -> None:
    record = {**RECORD, "name": "永和楼 电话13812341234"}
    assert shown(record)["name"] == "永和楼 电话138****1234"


def test_choices_are_shown_as_declared_values() -> None:
    facts = shown(RECORD)
    assert isinstance(facts["gas"], Value)
    assert isinstance(facts["risk"], Value)
    assert facts["risk"].mark == "orange"


def test_dates_of_attributes_become_dates() -> None:
    assert shown(RECORD)["checked"] == date(2025, 12, 11)


def test_blank_fields_are_left_out() -> None:
    assert "status" not in shown(RECORD)


def test_values_declared_a_hazard_are_flagged() -> None:
    flagged = {fact.field.id for fact in facts_of(RECORD, RENTAL, OFFICE) if fact.hazard}
    assert flagged == {"gas"}


def test_a_flag_that_is_a_hazard_is_flagged() -> None:
    record: dict[str, object] = {"attributes": {"sleeping": True, "licence": True}}
    facts = facts_of(record, CATALOGUE.by_layer["premises"], OFFICE)
    assert [fact.field.id for fact in facts if fact.hazard] == ["sleeping"]


def test_a_value_nobody_declared_is_shown_as_written() -> None:
    assert shown({**RECORD, "grade": "mauve"})["risk"] == "mauve"


@pytest.mark.parametrize(
    ("record", "title"),
    [
        ({**RECORD, "name": "永和楼"}, "永和楼"),
        (RECORD, "新庄西街12号3栋"),
        ({"code": "YH-1"}, "YH-1"),
        ({}, None),
    ],
)
def test_a_record_is_called_by_name_else_address_else_code(
    record: dict[str, object], title: str | None
) -> None:
    assert title_of(record, RENTAL, OFFICE) == title


def test_changed_fields_compare_with_what_history_keeps() -> None:
    before = {**RECORD, "grade": "yellow", "valid_from": "2023-09-03"}
    assert [field.id for field in changed_fields(before, RECORD, RENTAL)] == ["risk"]


def test_instants_of_history_are_seconds() -> None:
    now = {"occurred_at": datetime(2025, 1, 1, tzinfo=UTC)}
    assert changed_fields({"occurred_at": 1_735_689_600}, now, INCIDENT) == ()


def test_that_personal_data_changed_is_not_told() -> None:
    before = {**RECORD, "personal": {}}
    assert changed_fields(before, RECORD, RENTAL) == ()


def test_whom_a_record_names_is_masked_in_its_free_text_too() -> None:
    record: dict[str, object] = {
        "attributes": {"brief": "张三丰与邻居争执，张三丰受轻伤"},
        "personal": {"party": "张三丰"},
    }
    masked = {fact.field.id: fact.value for fact in facts_of(record, INCIDENT, OFFICE)}
    assert masked["brief"] == "张**与邻居争执，张**受轻伤"
    whole = {fact.field.id: fact.value for fact in facts_of(record, INCIDENT, UNMASKED)}
    assert whole["brief"] == "张三丰与邻居争执，张三丰受轻伤"


def test_what_a_record_is_called_does_not_name_its_owner() -> None:
    record = {**RECORD, "name": "张三出租屋"}
    assert title_of(record, RENTAL, OFFICE) == shown(record)["name"] == "张**出租屋"
    assert title_of(record, RENTAL, UNMASKED) == "张三出租屋"
