import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.basemap import fetching
from dashboard.basemap.declared import Source, Sources
from dashboard.basemap.kept import FOLDER
from dashboard.basemap.pictures import MOST_BYTES, as_tile
from dashboard.basemap.proxy import REST_S, SourceError, TileProxy
from geodata.catalogue.declaration import Words
from tests.dashboard.basemap.tiles import GREY, NONSENSE, Answer, png, tile_server

NAME = Words(zh="底图", en="Base")


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def source(address: str, *, keep_days: int = 0) -> Source:
    return Source(
        id="office", name=NAME, url=f"{address}/{{z}}/{{x}}/{{y}}.png", datum="wgs84",
        attribution="某局", keep_days=keep_days,
    )  # fmt: skip


def proxy(folder: Path, declared: Source, *, keep_mb: int = 1) -> tuple[TileProxy, Clock]:
    clock = Clock()
    return TileProxy(folder, Sources(source=(declared,), keep_mb=keep_mb), clock), clock


def good(_path: str) -> Answer:
    return 200, GREY


def test_a_tile_comes_from_where_it_is_declared(tmp_path: Path) -> None:
    with tile_server(good) as (address, asked):
        tile = proxy(tmp_path, source(address))[0].tile(source(address), 15, 26712, 14213)
    assert tile == (GREY, "image/png")
    assert asked == ["/15/26712/14213.png"]
    assert not (tmp_path / FOLDER).exists(), "kept though its terms allow nothing"


def test_the_key_goes_into_the_address_and_nowhere_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "k").write_text("top-secret\n", encoding="utf-8")
    keyed = source("https://127.0.0.1:1").model_copy(
        update={"url": "https://127.0.0.1:1/{z}/{x}/{y}?tk={key}", "key_file": Path("k")}
    )
    assert fetching.address_of(keyed, tmp_path, 1, 2, 3).endswith("/1/2/3?tk=top-secret")
    with caplog.at_level(logging.DEBUG), pytest.raises(SourceError) as caught:
        proxy(tmp_path, keyed)[0].tile(keyed, 1, 0, 0)
    assert "top-secret" not in f"{caplog.text} {caught.value}"


def test_a_tile_is_kept_for_the_days_its_terms_allow(tmp_path: Path) -> None:
    with tile_server(good) as (address, asked):
        declared = source(address, keep_days=2)
        ours, clock = proxy(tmp_path, declared)
        for days, so_far in ((0, 1), (1, 1), (2, 2)):
            clock.now = 1_700_000_000 + days * 86_400
            ours.tile(declared, 1, 0, 1)
            assert len(asked) == so_far
        again = TileProxy(tmp_path, Sources(source=(declared,)), clock)
        again.tile(declared, 1, 0, 1)
    assert len(asked) == 2, "what was kept was not found after a restart"


def test_what_is_kept_stays_within_its_bound_and_the_oldest_goes(tmp_path: Path) -> None:
    heavy = GREY + b"\0" * 300_000
    with tile_server(lambda _path: (200, heavy)) as (address, asked):
        declared = source(address, keep_days=9)
        ours, clock = proxy(tmp_path, declared, keep_mb=1)
        for x in range(6):
            clock.now += 1
            ours.tile(declared, 3, x, 0)
        kept = list((tmp_path / FOLDER).glob("*/*"))
        assert sum(path.stat().st_size for path in kept) <= 1 << 20
        assert {path.name for path in kept} == {"3-3-0", "3-4-0", "3-5-0"}
        ours.tile(declared, 3, 5, 0)
    assert len(asked) == 6


def test_a_folder_that_takes_nothing_holds_no_tile_up(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file in the way", encoding="utf-8")
    with tile_server(good) as (address, _):
        declared = source(address, keep_days=2)
        assert proxy(tmp_path, declared)[0].tile(declared, 1, 0, 1) == (GREY, "image/png")


@pytest.mark.parametrize("status", [404, 204, 410])
def test_no_tile_there_is_no_failure(tmp_path: Path, status: int) -> None:
    with tile_server(lambda _path: (status, b"")) as (address, asked):
        ours, _ = proxy(tmp_path, source(address))
        assert [ours.tile(source(address), 1, x, 0) for x in (0, 1)] == [None, None]
    assert len(asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        (302, b"http://127.0.0.1:9/secret"),
        (500, b""),
        (403, b"quota"),
        (200, b"<html>sign in</html>"),
        (200, b""),
        (200, GREY + b"\0" * MOST_BYTES),
        (200, b'{"error": 1}'),
        (NONSENSE, b""),
    ],
)
def test_anything_but_a_picture_is_a_failure(tmp_path: Path, answer: Answer) -> None:
    with tile_server(lambda _path: answer) as (address, asked):
        declared = source(address, keep_days=2)
        with pytest.raises(SourceError):
            proxy(tmp_path, declared)[0].tile(declared, 1, 0, 0)
    assert len(asked) == 1, "asked elsewhere too"
    assert list(tmp_path.glob(f"{FOLDER}/*/*")) == []


def test_a_source_that_failed_is_left_alone_for_a_while(tmp_path: Path) -> None:
    answers = iter([(500, b""), (200, GREY)])
    with tile_server(lambda _path: next(answers)) as (address, asked):
        ours, clock = proxy(tmp_path, source(address))
        for _ in range(3):
            with pytest.raises(SourceError):
                ours.tile(source(address), 1, 0, 0)
        assert len(asked) == 1
        clock.now += REST_S
        assert ours.tile(source(address), 1, 0, 0) is not None


def test_an_answer_that_drips_ends_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_S", 0.0)
    with tile_server(good) as (address, _), pytest.raises(SourceError):
        proxy(tmp_path, source(address))[0].tile(source(address), 1, 0, 0)


def mbtiles(path: Path, z: int, column: int, row: int, content: object) -> Path:
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data BLOB)")
        made.execute("INSERT INTO tiles VALUES (?, ?, ?, ?)", (z, column, row, content))
        made.commit()
    return path


def of_file(name: str) -> Source:
    return Source(id="file", name=NAME, file=Path(name), datum="wgs84", attribution="某局")


def test_a_file_of_tiles_counts_its_rows_from_the_south(tmp_path: Path) -> None:
    mbtiles(tmp_path / "区 1.mbtiles", 2, 3, 0, GREY)
    declared = of_file("区 1.mbtiles")
    ours, _ = proxy(tmp_path, declared)
    assert ours.tile(declared, 2, 3, 3) == (GREY, "image/png")
    assert ours.tile(declared, 2, 3, 0) is None
    assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize("content", [b"no database", b""])
def test_a_file_that_is_none_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.mbtiles").write_bytes(content)
    with pytest.raises(SourceError):
        proxy(tmp_path, of_file("x.mbtiles"))[0].tile(of_file("x.mbtiles"), 0, 0, 0)


def test_pictures_are_told_by_what_they_begin_with() -> None:
    assert as_tile(png([[(1, 2, 3, 255)]])) is not None
    assert as_tile(b"RIFF\0\0\0\0WEBPVP8 ") == (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp")
    assert as_tile(b"\xff\xd8\xff\xe0") == (b"\xff\xd8\xff\xe0", "image/jpeg")
    assert as_tile(b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>") is None
