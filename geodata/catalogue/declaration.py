"""What every declaration is made of: identifiers, colours, bilingual names, strictness."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-F]{6}$")]


class Declaration(BaseModel):
    """Base of every declaration: frozen, and a key nobody declared is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Words(Declaration):
    """A name in both languages of the product.

    Parameters
    ----------
    one
        English for one of what a unit counts, where it is another word; Chinese has one for all.
    """

    zh: str
    en: str
    one: str | None = None
