from pathlib import Path

import pytest

from dashboard.basemap.declared import FILE_NAME, key_files, read_sources, told_sources
from dashboard.texts import Language, read_texts
from geodata.errors import SafetyMapError, SettingsError

GOOD = """
keep_mb = 20
[[source]]
id = "tianditu"
name = {zh = "天地图", en = "Tianditu"}
url = "https://t0.tianditu.gov.cn/vec_w/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
key_file = "tianditu.key"
datum = "wgs84"
attribution = "国家地理信息公共服务平台"
review_number = "GS（2024）0000号"
[[source]]
id = "district"
name = {zh = "区里的底图", en = "The district's"}
file = "district.mbtiles"
datum = "gcj02"
attribution = "区规划和自然资源局"
max_zoom = 17
"""


def declare(folder: Path, text: str) -> Path:
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    (folder / "district.mbtiles").write_bytes(b"")
    key = folder / "tianditu.key"
    key.write_text("secret-key\n", encoding="utf-8")
    key.chmod(0o600)
    return folder


def test_nothing_outside_is_declared_unless_it_is_written(tmp_path: Path) -> None:
    assert read_sources(tmp_path).source == ()
    assert read_sources(tmp_path).hosts == ()
    assert read_sources(declare(tmp_path, GOOD)).hosts == ("t0.tianditu.gov.cn",)


def test_the_map_is_told_names_levels_and_what_must_be_written_on_it_but_no_address(
    tmp_path: Path,
) -> None:
    told = told_sources(read_sources(declare(tmp_path, GOOD)), read_texts(Language.CHINESE))
    assert [source["name"] for source in told] == ["天地图", "区里的底图"]
    assert told[0]["note"] == "国家地理信息公共服务平台 · GS（2024）0000号"
    assert (told[1]["datum"], told[1]["max_zoom"]) == ("gcj02", 17)
    assert "tianditu.gov.cn" not in str(told)
    assert "secret-key" not in str(told)


@pytest.mark.parametrize(
    ("ours", "wrong", "named"),
    [
        ("https://t0.", "https://t{s}.", "source.0.url"),
        ("https://t0.tianditu.gov.cn", "file:///etc/passwd?", "source.0.url"),
        ("TILEROW={y}", "TILEROW=1", "source.0.url"),
        ("https://t0", "http://t0", "source.0"),
        ("&tk={key}", "", "source.0"),
        ('"gcj02"', '"bd09"', "source.1.datum"),
        ('file = "district.mbtiles"', "", "source.1"),
        ('id = "district"', 'id = "../district"', "source.1.id"),
        ('id = "district"', 'id = "tianditu"', "tianditu"),
        ("district.mbtiles", "elsewhere.mbtiles", "elsewhere.mbtiles"),
        ("max_zoom = 17", "max_zooms = 17", "max_zooms"),
        ("keep_mb = 20", "keep_mb = ", "basemap.toml"),
        (', en = "Tianditu"', "", "source.0.name.en"),
    ],
)
def test_what_cannot_be_is_refused_by_its_key(
    tmp_path: Path, ours: str, wrong: str, named: str
) -> None:
    assert ours in GOOD
    declare(tmp_path, GOOD.replace(ours, wrong, 1))
    with pytest.raises(SettingsError) as caught:
        read_sources(tmp_path)
    assert named in caught.value.found


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    (declare(tmp_path, GOOD) / "tianditu.key").chmod(0o644)
    with pytest.raises(SafetyMapError, match="chmod 600"):
        read_sources(tmp_path)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (GOOD, {"tianditu.key"}),
        ('[[source]]\nkey_file = "./keys/a.key"', {"keys/a.key"}),
        ('[[source]]\nkey_file = "../a.key"', set()),
        ("[[source]]\nkey_file = 1", set()),
        ("[source]\nid = 1", set()),
        ("[[source", set()),
    ],
)
def test_files_of_keys_are_known_though_the_declaration_is_wrong(
    tmp_path: Path, text: str, names: set[str]
) -> None:
    assert key_files(tmp_path) == frozenset()
    assert key_files(declare(tmp_path, text)) == names
