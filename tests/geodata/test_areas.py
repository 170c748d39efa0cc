"""The tree of areas."""

from geodata.areas import NO_AREA, AreaTree, build_area_tree

TREE = build_area_tree(
    [
        ("D1-2", "二组", "group", "D1"),
        ("D2", "永岗社区", "community", "D"),
        ("D1", "新庄社区", "community", "D"),
        ("D", "永和街道", "district", None),
        ("G7", "网格7", "grid", "D1"),
        ("D1-1", "一组", "group", "D1"),
        ("L", "散组", "group", "gone"),
        ("E", "旁街道", "district", "D2"),
    ]
)


def test_each_area_stands_after_the_one_above_it() -> None:
    assert [area.code for area in TREE.areas] == ["D", "E", "D1", "D2", "D1-1", "D1-2", "L"]
    assert all(area.parent is None or area.parent < n for n, area in enumerate(TREE.areas))


def test_descendants_include_the_area_itself() -> None:
    assert TREE.descendants(["D1"]) == (2, 4, 5)
    assert TREE.descendants(["D"]) == (0, 2, 3, 4, 5)
    assert TREE.descendants(["D1-1", "nowhere"]) == (4,)
    assert TREE.descendants([]) == ()
    assert TREE.codes_below(["D1", "nowhere"]) == {"D1", "D1-1", "D1-2"}


def test_a_path_leads_from_the_top() -> None:
    assert [area.code for area in TREE.path(5)] == ["D", "D1", "D1-2"]
    assert TREE.path(NO_AREA) == ()


def test_a_missing_or_senseless_parent_leaves_an_area_at_the_top() -> None:
    assert [area.code for area in TREE.areas if area.parent is None] == ["D", "E", "L"]


def test_membership_is_by_code() -> None:
    assert "D1" in TREE
    assert "新庄社区" not in TREE
    assert "D" not in AreaTree()
