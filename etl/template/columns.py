"""What a template says of each column: what is to be filled in, how, and an example."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from geodata.catalogue import Field, Layer

TEXTS = Path(__file__).parent / "texts.yaml"
COORDINATES = ("x", "y")

Language = Literal["zh", "en"]


@cache
def read_texts() -> dict[str, Any]:
    """Read the text file once."""
    declared: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return declared


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of a template.

    Parameters
    ----------
    field
        What it feeds.
    heading
        In Chinese, as the import finds it.
    explanation
        How it is to be filled in, in one line.
    choices
        The words of its drop-down; none where anything may be written.
    example
        What the example row shows.
    """

    field: Field
    heading: str
    explanation: str
    choices: tuple[str, ...]
    example: str


def template_columns(layer: Layer, language: Language) -> list[TemplateColumn]:
    """Say what each field of a layer asks for, in declared order."""
    return [_column(layer, field, language) for field in layer.fields]


def _column(layer: Layer, field: Field, language: Language) -> TemplateColumn:
    texts, choices = read_texts(), _choices(layer, field)
    heading = field.name.zh
    if field.column in COORDINATES:
        heading = texts["datum"].format(name=heading)
    examples = texts["examples"]
    example = field.example or (choices[0] if choices else None)
    example = example or examples.get(field.column) or examples[field.type]
    told = _explanation(layer, field, texts[language], language)
    return TemplateColumn(field, heading, told, choices, example)


def _choices(layer: Layer, field: Field) -> tuple[str, ...]:
    if field.type == "flag":
        return tuple(read_texts()["zh"]["yes_no"])
    if field.type != "choice":
        return ()
    return tuple(value.name.zh for value in layer.values_of(field))


def _explanation(layer: Layer, field: Field, texts: dict[str, Any], language: Language) -> str:
    said = [
        texts["required" if field.required else "optional"],
        texts["types"][field.type],
        texts["unit"].format(unit=field.unit) if field.unit else "",
        texts["at_least"].format(n=field.minimum) if field.minimum is not None else "",
        texts["at_most"].format(n=field.maximum) if field.maximum is not None else "",
        texts["not_future"] if field.not_future else "",
        texts["key"] if layer.key == (field.id,) else "",
        getattr(field.hint, language) if field.hint else "",
    ]
    return ("；" if language == "zh" else "; ").join(filter(None, said))
