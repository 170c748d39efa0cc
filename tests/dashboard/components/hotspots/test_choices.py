"""What is chosen on the page of hotspots."""

from dataclasses import replace

from dashboard.components.hotspots.choices import Choice
from dashboard.components.hotspots.rows import next_choice
from dashboard.map.events import Toggled


def test_what_opens_nothing_leaves_the_page_as_it_is() -> None:
    choice = Choice(kind="traffic")
    for key in ("", "hotspot", "hotspot.x.count", "rental.1.count", "hotspot.1.nonsense"):
        assert choice.opening(key) is choice
    opened = choice.opening("hotspot.3.year")
    assert (opened.tab, opened.site, opened.part) == ("incidents", 3, "year")
    assert next_choice(opened, "page", 50).first == 50
    assert next_choice(opened, "tab", "sites").site == 3
    assert opened.having("rule", "city_black_spot").site == 3
    assert opened.having("kind", "fire").site == 0


def test_what_is_opened_is_on_the_map_until_the_legend_takes_it_off() -> None:
    choice = Choice(kind="traffic")
    assert choice.layers == ("hotspot",)
    assert choice.opening("hotspot.3.year").layers == ("hotspot", "incident")
    off = replace(choice.opening("hotspot.3.year"), toggled=Toggled(2, ("hotspot",)))
    assert off.layers == ("hotspot",)
    assert off.opening("hotspot.4.year").layers == ("hotspot", "incident")
