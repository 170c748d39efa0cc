import json

from dashboard.map.vendor import PACKAGES, VENDOR_FOLDER, sha256_of

ENTRIES = json.loads((VENDOR_FOLDER / "ASSETS.json").read_text(encoding="utf-8"))


def test_every_vendored_file_is_listed_with_its_checksum() -> None:
    listed = {
        f"{name}/{entry['version']}/{file}": checksum
        for name, entry in ENTRIES.items()
        for file, checksum in entry["files"].items()
    }
    found = {
        path.relative_to(VENDOR_FOLDER).as_posix(): sha256_of(path)
        for path in VENDOR_FOLDER.rglob("*")
        if path.is_file() and path.name != "ASSETS.json"
    }
    assert found == listed


def test_every_package_brings_its_licence() -> None:
    for package in PACKAGES:
        assert any(name.startswith("LICENSE") for name in ENTRIES[package.name]["files"])
        assert ENTRIES[package.name]["licence"] == package.licence


def test_no_script_or_style_of_ours_or_others_loads_from_elsewhere() -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for path in VENDOR_FOLDER.parent.rglob("*")
        if path.suffix == ".css" or (path.suffix == ".js" and path.parent.name == "own")
    ]
    assert texts
    for text in texts:
        assert "@import" not in text
        assert "url(http" not in text
        assert 'fetch("http' not in text
