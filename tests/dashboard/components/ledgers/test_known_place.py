"""Outlines beside a place the clerk knows."""

from typing import Any

from dashboard.components.ledgers.known_place import outline_lines
from dashboard.texts import Language, read_texts

WGS84: dict[str, Any] = {"code": "EPSG:4326", "points": [[113.50, 23.10], [113.51, 23.10]]}
GCJ02: dict[str, Any] = {"code": "GCJ-02", "points": [[113.495, 23.1025], [113.505, 23.1025]]}


def test_a_reading_tells_how_it_differs_and_who_usually_delivers_it() -> None:
    texts = read_texts(Language.CHINESE)
    assert outline_lines(texts, WGS84, WGS84, None) == (
        "常见于测绘成果、天地图、OpenStreetMap、GPS 和手机实测",
    )
    assert outline_lines(texts, GCJ02, WGS84, None) == (
        "与第一种的位置相差约 580 米",
        "常见于高德、腾讯地图和由它们下载的界线（如 DataV）",
    )


def test_a_typed_place_is_as_far_from_an_outline_as_from_its_nearest_point() -> None:
    lines = outline_lines(read_texts(Language.ENGLISH), WGS84, WGS84, (113.51, 23.101))
    assert lines[-1] == "The place you typed is about 111 m from this outline at the nearest"
