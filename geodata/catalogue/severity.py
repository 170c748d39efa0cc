"""How serious an accident is in the law's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geodata.catalogue.model import SeverityLevel


def severity_of(
    levels: Iterable[SeverityLevel],
    *,
    dead: int | None = None,
    gravely_injured: int | None = None,
    loss_yuan: float | None = None,
) -> str | None:
    """Return the id of the worst level that any one of the three numbers reaches.

    Parameters
    ----------
    levels
        The catalogue's levels, worst first. "以上" includes the number: 3 dead reach a level
        whose lowest number of dead is 3. An increase within 30 days (7 for traffic and fires)
        counts; that is the caller's to add.
    dead, gravely_injured
        Persons; None where unknown, which reaches no level.
    loss_yuan
        Direct economic loss in yuan, not in 万元.

    Returns
    -------
    str or None
        None (未分级) where no number reaches the lowest level or all are unknown. Ask only for
        types among `Catalogue.graded_types`: crimes and single injuries have no such level.

    References
    ----------
    生产安全事故报告和调查处理条例 (State Council Order 493, 2007), article 3.
    """
    for level in levels:
        criteria = (
            (dead, level.dead),
            (gravely_injured, level.gravely_injured),
            (loss_yuan, level.loss_yuan),
        )
        if any(_reaches(number, lowest) for number, lowest in criteria):
            return level.id
    return None


def _reaches(number: float | None, lowest: int | None) -> bool:
    return number is not None and lowest is not None and number >= lowest
