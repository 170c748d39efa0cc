"""The whole matrix of roles, actions and scopes, spelled out by hand and asked cell by cell."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any, get_args

import numpy as np
import pytest

from geodata.accounts import Account
from geodata.areas import NO_AREA, build_area_tree
from geodata.catalogue.role import INSIDE_ONLY, Action
from geodata.columns import scoped
from geodata.criteria import project_bits
from geodata.errors import AccountError, RightsError
from geodata.rights import NOTHING, rights_of
from geodata.viewer import Viewer
from tests.geodata.columns_making import make_columns
from tests.geodata.making import CATALOGUE

DAY = date(2026, 3, 5)
RIGHTS = rights_of(CATALOGUE.roles)
TREE = build_area_tree(
    [
        ("d", "街", "district", None),
        ("c1", "甲", "community", "d"),
        ("c2", "乙", "community", "d"),
        ("g11", "组", "group", "c1"),
    ]
)
ACTIONS: tuple[Action, ...] = get_args(Action)
# One column for each role, in this order: administrator, clerk, leader, project-group head,
# community officer, evaluator.
ROLES = ("administrator", "clerk", "leader", "project_head", "community_officer", "evaluator")
MATRIX = {
    "view_map": "xxxxxx",
    "view_rows": "xxxxxx",
    "view_facts": "xxxxxx",
    "unmask": ".xx...",
    "export_figures": "xxxxxx",
    "export_rows": ".xxxx.",
    "view_batches": "xxxxxx",
    "import": "xx....",
    "read_rejected": ".x....",
    "correct": ".x.xx.",
    "present": "xxxxxx",
    "manage_accounts": "x.....",
    "read_audit": "x.....",
    "self_check": "xx....",
    "support": "x.....",
}
SCOPES = {
    "project_head": {"projects": frozenset({"fire"})},
    "community_officer": {"areas": frozenset({"c1"})},
}
WHERE: dict[str, tuple[str | None, frozenset[str]]] = {
    "own area, own project": ("g11", frozenset({"fire"})),
    "own area, other project": ("c1", frozenset({"traffic"})),
    "other area, own project": ("c2", frozenset({"fire", "traffic"})),
    "other area, no project": ("c2", frozenset()),
    "area above the own, other project": ("d", frozenset({"traffic"})),
    "no area, no project": (None, frozenset()),
}
SEEN = {
    "project_head": {"own area, own project", "other area, own project"},
    "community_officer": {"own area, own project", "own area, other project"},
}


def account_of(role: str, **changes: Any) -> Account:
    return Account(1, "chen.li", "陈丽", role, **{**SCOPES.get(role, {}), **changes})


def sees(viewer: Viewer, area: str | None, projects: frozenset[str]) -> bool:
    record = replace(
        make_columns(1, events=True),
        areas=np.array([NO_AREA if area is None else TREE.index_of[area]], np.uint16),
        projects=np.array([project_bits(CATALOGUE, projects)], np.uint64),
    )
    return len(scoped(record, viewer, CATALOGUE, TREE)) == 1


def test_the_matrix_knows_every_role_and_action() -> None:
    assert tuple(RIGHTS.roles) == ROLES
    assert tuple(MATRIX) == ACTIONS


@pytest.mark.parametrize(("role", "action"), list(product(ROLES, ACTIONS)))
def test_a_role_may_what_the_matrix_says(role: str, action: Action) -> None:
    allowed = MATRIX[action][ROLES.index(role)] == "x"
    assert RIGHTS.allows(account_of(role), action, on=DAY) is allowed


@pytest.mark.parametrize(("role", "where"), list(product(ROLES, WHERE)))
def test_a_role_sees_its_scope_and_no_more(role: str, where: str) -> None:
    viewer = RIGHTS.viewer(account_of(role), on=DAY)
    assert sees(viewer, *WHERE[where]) is (where in SEEN.get(role, WHERE))
    assert viewer.masked


def test_an_evaluator_limited_to_an_area_sees_no_other() -> None:
    viewer = RIGHTS.viewer(account_of("evaluator", areas=frozenset({"c1"})), on=DAY)
    assert sees(viewer, "c1", frozenset())
    assert not sees(viewer, "c2", frozenset({"fire"}))
    assert not sees(viewer, None, frozenset())


@pytest.mark.parametrize("limit", [{"areas": frozenset({"c1"})}, {"projects": frozenset({"fire"})}])
@pytest.mark.parametrize("action", ["import", "read_rejected"])
def test_whoever_is_limited_has_nothing_to_do_with_whole_ledgers(
    action: Action, limit: dict[str, Any]
) -> None:
    assert RIGHTS.allows(account_of("clerk"), action, on=DAY)
    assert not RIGHTS.allows(account_of("clerk", **limit), action, on=DAY)
    assert RIGHTS.allows(account_of("clerk", **limit), "correct", on=DAY)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(
    "changes",
    [
        {"disabled": True},
        {"expires_on": date(2026, 3, 4)},
        {"must_change": True},
        {"role": "mayor"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_an_account_that_does_not_work_may_nothing(action: Action, changes: dict[str, Any]) -> None:
    account = replace(account_of("clerk"), **changes)
    assert not RIGHTS.allows(account, action, on=DAY)
    assert RIGHTS.viewer(account, on=DAY) == NOTHING


@pytest.mark.parametrize("action", ACTIONS)
def test_nobody_may_nothing(action: Action) -> None:
    assert not RIGHTS.allows(None, action, on=DAY)
    assert RIGHTS.viewer(None, on=DAY) == NOTHING


def test_an_account_works_on_its_last_day() -> None:
    account = account_of("evaluator", expires_on=DAY)
    assert RIGHTS.allows(account, "view_map", on=DAY)
    assert not RIGHTS.allows(account, "view_map", on=date(2026, 3, 6))


@pytest.mark.parametrize(
    ("role", "limit"), [("project_head", "projects"), ("community_officer", "areas")]
)
def test_a_limited_role_without_limits_sees_nothing(role: str, limit: str) -> None:
    viewer = RIGHTS.viewer(account_of(role, **{limit: None}), on=DAY)
    assert not sees(viewer, "c1", frozenset({"fire"}))


def test_no_outsider_has_an_insiders_right() -> None:
    outsiders = [role for role in RIGHTS.roles.values() if role.outsider]
    assert [role.id for role in outsiders] == ["evaluator"]
    assert INSIDE_ONLY.isdisjoint(outsiders[0].may)


@pytest.mark.parametrize("role", ROLES)
def test_only_clerk_and_leader_unmask_and_only_for_a_reason(role: str) -> None:
    if role not in {"clerk", "leader"}:
        with pytest.raises(RightsError, match="may unmask"):
            RIGHTS.unmasked(account_of(role), "核对房东电话", on=DAY)
        return
    assert RIGHTS.unmasked(account_of(role), "核对房东电话", on=DAY) == Viewer(
        None, None, masked=False
    )
    with pytest.raises(RightsError, match="no reason"):
        RIGHTS.unmasked(account_of(role), "  ", on=DAY)


def test_nobody_unmasks_while_presenting() -> None:
    for action in ("unmask", "read_rejected"):
        assert not RIGHTS.allows(account_of("clerk"), action, on=DAY, presenting=True)
    assert RIGHTS.allows(account_of("clerk"), "view_facts", on=DAY, presenting=True)
    with pytest.raises(RightsError):
        RIGHTS.unmasked(account_of("clerk"), "核对", on=DAY, presenting=True)


@pytest.mark.parametrize(
    ("account", "found"),
    [
        (account_of("clerk"), None),
        (account_of("evaluator", expires_on=DAY), None),
        (account_of("evaluator"), "without an end"),
        (account_of("project_head", projects=frozenset()), "without projects"),
        (account_of("community_officer", areas=None), "without areas"),
        (account_of("mayor"), "mayor"),
        (replace(account_of("clerk"), login="陈丽"), "陈丽"),
        (replace(account_of("clerk"), login="Chen"), "Chen"),
        (replace(account_of("clerk"), login="a\n"), "login"),
        (replace(account_of("clerk"), login="x"), "login"),
    ],
)
def test_an_account_must_fit_its_role(account: Account, found: str | None) -> None:
    if found is None:
        RIGHTS.require_sound(account)
        return
    with pytest.raises(AccountError, match=found):
        RIGHTS.require_sound(account)
