"""What would change is told before it does; what a complete ledger ends is asked for."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.__main__ import main
from geodata.errors import LedgerError
from geodata.storage.ledgers import read_batches
from geodata.storage.store import Storage
from tests.etl.conftest import Import
from tests.etl.making import write_csv
from tests.geodata.storage.standing import standing

Records = Callable[[str], list[dict[str, Any]]]
HEADINGS = ["房屋编码", "房屋地址", "套数", "风险等级", "房东", "注销日期"]


def _row(n: int, units: int = 3, **other: str) -> list[Any]:
    named = {"grade": "红", "owner": "张三丰", "ended": ""} | other
    return [f"R{n}", f"新庄西街{n}号2栋50{n}房", units, *named.values()]


def _write(path: Path, rows: list[list[Any]]) -> Path:
    return write_csv(path, [HEADINGS, *rows])


def test_a_dry_run_tells_what_would_change_masked_and_keeps_nothing(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    bring_in(_write(tmp_path / "a.csv", [_row(n) for n in range(6)]), "rental")
    before = standing(storage)
    rows = [_row(0), _row(1, 7, grade="绿"), _row(2, owner="李四光"), _row(3), _row(4), _row(8)]
    told = bring_in(_write(tmp_path / "b.csv", rows), "rental", dry_run=True, complete=True)
    counts = told.counts
    assert (told.batch, told.version) == (None, None)
    assert (counts.new, counts.changed, counts.unchanged, counts.ended) == (1, 2, 3, 1)
    assert [(one.number, one.field, one.before, one.after) for one in told.changes] == [
        (2, "risk", "red", "green"),
        (2, "units", 3, 7),
        (3, "", None, None),
        (6, "", None, None),
    ]
    assert "新庄西街1号2栋" in told.changes[0].title
    text = json.dumps(told.to_json(), ensure_ascii=False)
    assert "501房" not in text
    assert "张三丰" not in text
    assert standing(storage) == before
    with storage.reading() as connection:
        assert len(read_batches(connection)) == 1
    real = bring_in(tmp_path / "b.csv", "rental", complete=True)
    assert (real.counts, real.changes) == (counts, told.changes)


def test_a_dry_run_of_what_is_there_says_so(tmp_path: Path, bring_in: Import) -> None:
    path = _write(tmp_path / "a.csv", [_row(1)])
    bring_in(path, "rental")
    again = bring_in(path, "rental", dry_run=True)
    assert (again.repeated, again.batch, again.changes) == (True, 1, ())


def test_a_fifth_ends_only_when_the_number_is_confirmed(
    tmp_path: Path, bring_in: Import, records: Records
) -> None:
    bring_in(_write(tmp_path / "a.csv", [_row(n) for n in range(6)]), "rental")
    part = _write(tmp_path / "b.csv", [_row(n) for n in range(4)])
    tried = bring_in(part, "rental", complete=True, dry_run=True)
    assert tried.counts.ended == 2
    assert any("--yes-end 2" in note.text() for note in tried.notes)
    with pytest.raises(LedgerError, match=r"2 / 6.*--yes-end 2"):
        bring_in(part, "rental", complete=True)
    assert not any(record["valid_to"] for record in records("rental"))
    assert bring_in(part, "rental", complete=True, yes_end=2).counts.ended == 2
    assert sum(record["valid_to"] is not None for record in records("rental")) == 2


def test_nothing_ends_while_a_refused_row_may_be_one_that_is_there(
    tmp_path: Path, bring_in: Import
) -> None:
    bring_in(_write(tmp_path / "a.csv", [_row(n) for n in range(6)]), "rental")
    rows = [_row(n) for n in range(5)]
    wrong = bring_in(_write(tmp_path / "b.csv", [*rows, _row(5, -2)]), "rental", complete=True)
    assert (wrong.counts.rejected, wrong.counts.ended) == (1, 0)
    assert any("没有结束任何记录" in note.text() for note in wrong.notes)
    twice = bring_in(_write(tmp_path / "c.csv", [*rows, _row(0)]), "rental", complete=True)
    assert (twice.counts.rejected, twice.counts.ended) == (1, 1)


def test_a_complete_ledger_is_another_import_than_the_same_file_in_part(
    tmp_path: Path, bring_in: Import
) -> None:
    bring_in(_write(tmp_path / "a.csv", [_row(n) for n in range(6)]), "rental")
    part = _write(tmp_path / "b.csv", [_row(n) for n in range(5)])
    assert bring_in(part, "rental").counts.ended == 0
    assert bring_in(part, "rental", complete=True).counts.ended == 1


def test_the_command_line_says_what_changes_and_what_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--layer", "rental", "--data", str(tmp_path / "d")]
    full = _write(tmp_path / "a.csv", [_row(n) for n in range(6)])
    assert main(["import", str(full), *asked]) == 0
    part = _write(tmp_path / "b.csv", [_row(0, 8), *(_row(n) for n in range(1, 4))])
    assert main(["import", str(part), *asked, "--complete"]) == 1
    assert "确认结束 2 条" in capsys.readouterr().err
    ending = ["import", str(part), *asked, "--complete", "--yes-end", "2"]
    assert main([*ending, "--dry-run"]) == 0
    told = capsys.readouterr().out
    assert "套数：3 → 8" in told
    assert "没有的 2 条" in told
    assert main(ending) == 0
    assert told.splitlines()[-3:] == capsys.readouterr().out.splitlines()[-3:]


def test_what_is_only_counted_is_told_of_nobody(tmp_path: Path, bring_in: Import) -> None:
    heads = ["卡片编号", "伤害发生时间", "社区"]
    bring_in(write_csv(tmp_path / "a.csv", [heads, ["C-1", "2026-01-02", "新庄"]]), "injury")
    later = write_csv(tmp_path / "b.csv", [heads, ["C-1", "2026-01-03", "新庄"]])
    told = bring_in(later, "injury", dry_run=True)
    assert (told.counts.changed, told.changes) == (1, ())
