"""The base map as folium declares it: options, controls and base layers, from constants only.

No record ever passes through here (see docs/decisions/0004). folium's script is rendered once
per language, served as a module and run by the element in the page.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import folium
from branca.element import Element, Figure
from folium.elements import JSCSSMixin

from dashboard.map.assets import ASSETS
from dashboard.map.elements import Fullscreen, Map

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

E = TypeVar("E", bound=Element)

_TEMPLATE_SIGNS = ("{{", "{%", "{#")


@dataclass(frozen=True)
class BaseWords:
    """Words of the base map's own controls in one language."""

    ground: str
    blank: str
    fullscreen: str
    fullscreen_exit: str


@dataclass(frozen=True)
class BaseMap:
    """What the page needs to run folium's script: addresses, and the script's own text."""

    map_id: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    module: str

    @property
    def address(self) -> str:
        """Where the script is served; another content has another address."""
        return f"/map/base-{hashlib.sha256(self.module.encode()).hexdigest()[:12]}.js"


def constant(text: str) -> str:
    """Return text of ours that may stand in a folium element.

    Raises
    ------
    ValueError
        If it holds the beginning of a template expression: branca would run it.
    """
    found = [sign for sign in _TEMPLATE_SIGNS if sign in text]
    if found:
        raise ValueError(f"{text!r} holds {found}: expected plain words; change the text file")
    return text


def declare_map(words: BaseWords) -> folium.Map:
    """Declare the base map: what it may do, which controls and base layers it has."""
    base = _named(
        Map(
            tiles=None,
            location=(0, 0),
            zoom_start=2,
            zoom_control="topright",
            control_scale=True,
            zoom_snap=0.25,
            zoom_delta=1,
            wheel_px_per_zoom_level=90,
        ),
        "base",
    )
    # as arguments these two would only reach a tile layer
    base.options.update(min_zoom=8, max_zoom=19)
    for name, id_, show in ((words.ground, "ground", True), (words.blank, "blank", False)):
        layer = folium.FeatureGroup(constant(name), overlay=False, show=show)
        _named(layer, id_).add_to(base)
    full = Fullscreen(  # type: ignore[no-untyped-call]  # folium has no types
        position="topright",
        title=constant(words.fullscreen),
        title_cancel=constant(words.fullscreen_exit),
        force_separate_button=True,
    )
    _named(full, "fullscreen").add_to(base)
    _named(folium.LayerControl(), "bases").add_to(base)
    return base


def render_base(base: folium.Map) -> BaseMap:
    """Render folium's script once and find the addresses of what it needs.

    Raises
    ------
    ValueError
        If an element wants a script or style from elsewhere than our assets.
    """
    figure = base.get_root()
    if not isinstance(figure, Figure):
        raise TypeError(f"{type(figure).__name__} above the map: expected a figure of its own")
    figure.render()
    script = figure.script.render()
    module = (
        "export function declare() {\n"
        f"{script}\n"
        f"return {{ map: {base.get_name()}, ground: feature_group_ground, "
        "bases: layer_control_bases };\n"
        "}\n"
    )
    links = [_links(element) for element in _tree(base) if isinstance(element, JSCSSMixin)]
    return BaseMap(
        map_id=base.get_name(),
        scripts=_in_order(url for scripts, _ in links for url in scripts),
        styles=_in_order(url for _, styles in links for url in styles),
        module=module,
    )


def _named(element: E, id_: str) -> E:
    # folium draws ids by lot; ours stay the same, so that the address of the script does
    element._id = id_  # noqa: SLF001 - folium offers no other way
    return element


def _tree(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():  # noqa: SLF001 - folium offers no other way
        yield from _tree(child)


def _links(element: JSCSSMixin) -> tuple[tuple[str, ...], tuple[str, ...]]:
    scripts = tuple(url for _, url in element.default_js)
    styles = tuple(url for _, url in element.default_css)
    foreign = [url for url in (*scripts, *styles) if not url.startswith(ASSETS.prefix)]
    if foreign:
        raise ValueError(
            f"{type(element).__name__} wants {foreign}: expected addresses below "
            f"{ASSETS.prefix}; copy the package with vendor.py and subclass the element"
        )
    return scripts, styles


def _in_order(urls: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(urls))
