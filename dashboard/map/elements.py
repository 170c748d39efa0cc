"""folium's elements as this product uses them: their scripts and styles come from our assets.

As published, every element names scripts on the public internet; in an office network without it
the page would stay empty.
"""

from __future__ import annotations

import branca.element
import folium
import jinja2
from folium import plugins
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dashboard.map.assets import vendor

Links = list[tuple[str, str]]


class SandboxedTemplate(jinja2.Template):
    """Templates that reach no Python object beyond what they are given."""

    environment_class = ImmutableSandboxedEnvironment


# branca reads text it has already rendered as a template a second time. Nothing but our own
# constants ever gets there; should anything else, it finds the sandbox.
branca.element.Template = SandboxedTemplate  # type: ignore[attr-defined]


class Map(folium.Map):
    """folium's map with Leaflet alone: our layers need neither jQuery nor Bootstrap."""

    default_js: Links = [("leaflet", vendor("leaflet/1.9.4/dist/leaflet.js"))]  # noqa: RUF012 - folium declares them so
    default_css: Links = [("leaflet_css", vendor("leaflet/1.9.4/dist/leaflet.css"))]  # noqa: RUF012 - folium declares them so


class Fullscreen(plugins.Fullscreen):
    """folium's full-screen button."""

    default_js: Links = [  # noqa: RUF012 - folium declares them so
        ("fullscreen", vendor("leaflet.fullscreen/3.0.0/Control.FullScreen.js"))
    ]
    default_css: Links = [  # noqa: RUF012 - folium declares them so
        ("fullscreen_css", vendor("leaflet.fullscreen/3.0.0/Control.FullScreen.css"))
    ]
