from pathlib import Path

import pytest

from geodata.catalogue import read_catalogue
from geodata.catalogue.load import OURS
from geodata.errors import CatalogueError

TEXT = (OURS / "roles.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ours", "wrong", "found"),
    [
        ("id: leader", "id: clerk", r'roles\.#3\.id = "clerk"'),
        ("may: [view_map", "may: [view_maps", "view_maps.*expected one of 'view_map'"),
        ("limited_to: [areas]", "limited_to: [streets]", "streets"),
        ("manage_accounts, ", "", "manage_accounts in at least one role"),
        (
            "outsider: true\n    may: [",
            "outsider: true\n    may: [unmask, ",
            "what an outsider may do",
        ),
    ],
)
def test_a_wrong_role_is_refused(tmp_path: Path, ours: str, wrong: str, found: str) -> None:
    assert ours in TEXT
    (tmp_path / "roles.yaml").write_text(TEXT.replace(ours, wrong, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=found):
        read_catalogue(office=tmp_path)
