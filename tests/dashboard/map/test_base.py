import re
from dataclasses import replace
from typing import Any

import folium
import pytest
from folium import plugins
from folium.elements import JSCSSMixin

from dashboard.map.base import BaseWords, constant, declare_map, render_base
from dashboard.map.elements import SandboxedTemplate

WORDS = BaseWords("本街道底图", "空白底图", "全屏", "退出全屏")


def rendered(base: folium.Map) -> str:
    return str(base.get_root().render())


def test_the_same_words_give_the_same_script_and_address() -> None:
    first, second = (render_base(declare_map(WORDS)) for _ in range(2))
    assert first == second
    assert first.address == second.address


def test_another_language_has_another_address() -> None:
    english = replace(WORDS, ground="Base map")
    assert render_base(declare_map(english)).address != render_base(declare_map(WORDS)).address


def test_nothing_the_map_needs_is_outside_this_server() -> None:
    base = declare_map(WORDS)
    assert not re.search(r"""(src|href|url)\W{1,2}https?:""", rendered(base))
    page = render_base(base)
    assert page.scripts
    assert all(url.startswith("/assets/") for url in (*page.scripts, *page.styles))


def test_an_element_with_scripts_from_elsewhere_is_refused_by_name() -> None:
    base = declare_map(WORDS)
    plugins.MiniMap().add_to(base)  # type: ignore[no-untyped-call]
    with pytest.raises(ValueError, match="MiniMap"):
        render_base(base)


def test_leaflet_is_loaded_before_its_plugins() -> None:
    assert "/leaflet/" in render_base(declare_map(WORDS)).scripts[0]


def test_a_control_added_to_the_folium_map_is_in_the_script() -> None:
    base = declare_map(WORDS)
    plain = render_base(base).module
    folium.LayerControl(position="bottomleft").add_to(base)
    assert "bottomleft" not in plain
    assert "bottomleft" in render_base(base).module


def test_an_option_changed_on_the_folium_map_changes_the_script() -> None:
    base = declare_map(WORDS)
    base.options["max_zoom"] = 17
    assert '"maxZoom": 17' in render_base(base).module


@pytest.mark.parametrize("text", ["A{{7*7}}B", "{#1栋", "{% if 1 %}"])
def test_words_that_begin_a_template_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="plain words"):
        constant(text)


@pytest.mark.parametrize("text", ["</script>", "`${1}`", "'\"\\", "底图（示意）"])
def test_odd_but_plain_words_stay_inside_their_string(text: str) -> None:
    module = render_base(declare_map(replace(WORDS, fullscreen=text))).module
    assert "</script>" not in module
    assert module.count('"title":') == 1


def test_a_plain_folium_popup_would_run_what_a_ledger_says() -> None:
    # The reason for it all: text of a record in a popup is a program.
    plain = folium.Map(tiles=None)
    folium.Marker([0, 0], popup="A{{7*7}}B").add_to(plain)
    assert "A49B" in rendered(plain)


def test_what_reaches_a_template_all_the_same_finds_the_sandbox() -> None:
    template: Any = SandboxedTemplate("{{ ''.__class__.__mro__ }}")
    with pytest.raises(Exception, match="unsafe"):
        template.render()


def test_every_element_of_the_map_takes_its_files_from_our_assets() -> None:
    base = declare_map(WORDS)
    elements = [child for child in base._children.values() if isinstance(child, JSCSSMixin)]
    assert {type(element).__module__ for element in elements} == {"dashboard.map.elements"}
