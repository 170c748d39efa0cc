import pytest

from geodata.results.upkeep import BackupMade, DrillDone, parse_backup, parse_drill, to_bytes
from tests.geodata.making import NOW

MADE = BackupMade("safety-map-x.zip", "/备份", NOW, 10, 20, 1, 0.5, same_disk=True, kept=3)
DONE = DrillDone("safety-map-x.zip", NOW, NOW, 20, 0.5, "已损坏")


def test_what_was_done_comes_back_as_it_was_kept() -> None:
    assert parse_backup(to_bytes(MADE)) == MADE
    assert parse_drill(to_bytes(DONE)) == DONE


@pytest.mark.parametrize("content", [b"{}", b"x", to_bytes(DONE)])
def test_what_another_program_kept_is_none(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"argument|Expecting"):
        parse_backup(content)
