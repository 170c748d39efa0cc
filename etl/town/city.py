"""A city of sub-districts side by side."""

from datetime import date
from pathlib import Path

from etl.town.ledger import Ledger


def write_city(folder: Path, seed: int, as_of: date, *, count: int) -> list[Ledger]:
    """Write."""
    raise NotImplementedError
