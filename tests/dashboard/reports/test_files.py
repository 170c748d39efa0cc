from pathlib import Path

import pytest

from dashboard.reports import order
from dashboard.reports.files import FORMATS, require_format, write_whole
from dashboard.reports.words import ExportError


def test_the_ending_of_the_name_chooses_the_writer() -> None:
    assert require_format("出租屋.XLSX") is FORMATS[".xlsx"]


@pytest.mark.parametrize("name", ["a.pdf", "xlsx", "a.gpkg.zip"])
def test_another_ending_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(ExportError, match=r"\.gpkg \.geojson \.xlsx \.csv"):
        require_format(name)


def test_a_file_replaces_the_one_before_and_leaves_nothing_beside_it(awkward_folder: Path) -> None:
    path = awkward_folder / "出租屋 台账.csv"
    write_whole(path, [b"first"])
    write_whole(path, [b"second"])
    assert path.read_bytes() == b"second"
    assert list(awkward_folder.iterdir()) == [path]


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.mkdir()
    with pytest.raises(ExportError, match=r"a\.csv"):
        write_whole(path, [b"new"])
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="nowhere"):
        write_whole(tmp_path / "nowhere" / "a.csv", [b""])


def test_every_kind_that_is_offered_has_a_writer_and_the_other_way_round() -> None:
    assert {f".{kind}" for kind in order.FORMATS} == set(FORMATS)
    assert [end for end, made in FORMATS.items() if made.most is None] == [".csv"]
