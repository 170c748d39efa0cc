import pytest

from dashboard.setup.standing import Standing, ground_layers
from dashboard.setup.words import held_text, lead_text, words_of
from dashboard.texts import Language
from geodata.catalogue import read_catalogue

CATALOGUE = read_catalogue()
CHINESE = words_of(Language.CHINESE)
LAYERS = ground_layers(CATALOGUE)


def standings(*states: str) -> list[Standing]:
    return [Standing(layer, state, {}) for layer, state in zip(LAYERS, states, strict=True)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("states", "lead"),
    [
        (["missing"] * 6, "先建立街道，再导入台账"),
        (
            ["there", "partial", "missing", "there", "there", "missing"],
            "还缺居民小组、人口；台账现在就可以导入",
        ),
        (
            ["there", "partial", "there", "there", "there", "there"],
            "社区还不全；台账现在就可以导入",
        ),
        (["there"] * 6, "街道的底图资料已齐全"),
    ],
)
def test_one_sentence_says_what_to_bring_next(states: list[str], lead: str) -> None:
    assert lead_text(CHINESE, standings(*states)) == lead


@pytest.mark.parametrize(
    ("layer", "held", "text"),
    [
        ("community", {"n": 9, "blank": 0, "loose": 0}, "9 个"),
        (
            "community",
            {"n": 9, "blank": 4, "loose": 1},
            "9 个；4 个没有界线，按台账所写的名称统计；1 个的上级代码对不上",
        ),
        (
            "population",
            {"n": 7, "told": 7, "of": 9, "year": 2025},
            "2025 年，9 个区域中 7 个有人口（77.8 %）",
        ),
        (
            "street",
            {"n": 4_009, "km": 293.456, "named": 231, "named_share": 0.5},
            "4,009 段，共 293.5 千米，50.0 % 的里程有路名（231 条路）",
        ),
        (
            "ground",
            {"n": 3_100, "buildings": 3_076, "others": 24},
            "建筑物 3,076 个，水域、绿地等 24 个",
        ),
        ("ground", {}, "没有"),
    ],
)
def test_what_there_is_is_told_in_numbers(layer: str, held: dict[str, float], text: str) -> None:
    state = "there" if held else "missing"
    assert held_text(CHINESE, Standing(CATALOGUE.by_layer[layer], state, held)) == text  # type: ignore[arg-type]


@pytest.mark.parametrize("language", Language)
def test_each_layer_of_the_ground_says_what_works_without_it(language: Language) -> None:
    words = words_of(language)
    for layer in LAYERS:
        kind = Standing(layer, "missing", {}).kind
        assert words(f"without.{kind}.works") != words(f"without.{kind}.lacks")
