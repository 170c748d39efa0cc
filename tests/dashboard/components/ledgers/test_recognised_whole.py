import pytest

from dashboard.components.ledgers.recognised_whole import may_be_whole, whole_choices
from dashboard.components.view import View


def test_where_a_field_has_values_they_are_offered_and_else_anything_may_be_written(
    view: View,
) -> None:
    ground = view.catalogue.by_layer["ground"]
    offered = whole_choices(view, ground, ground.by_field["kind"])
    assert offered["建筑物"] == "建筑物"
    assert whole_choices(view, ground, ground.by_field["name"]) == {}


def test_above_an_area_the_areas_of_the_level_above_are_offered_by_name(view: View) -> None:
    group = view.catalogue.by_layer["group"]
    offered = whole_choices(view, group, group.by_field["parent"])
    assert offered == {"D1": "新庄社区", "D2": "永岗社区"}


@pytest.mark.parametrize(
    ("rows", "mapped", "may"),
    [(2, False, True), (9, False, False), (1, True, True), (2, True, False)],
)
def test_what_tells_rows_apart_is_given_once_only_for_a_single_row(
    view: View,
    rows: int,
    mapped: bool,  # noqa: FBT001 - likewise
    may: bool,  # noqa: FBT001 - expected
) -> None:
    found = {"rows": rows, "mapped": mapped}
    assert may_be_whole(view.catalogue.by_layer["district"], found, "code") is may
