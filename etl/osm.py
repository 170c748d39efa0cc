"""An extract of OpenStreetMap as streets and ground of the sub-districts it covers."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from etl.imports import Progress, import_ledger
from etl.kept import noted
from etl.order import Order
from etl.report import BatchReport
from geodata.catalogue import Catalogue
from geodata.coordinates.crs_names import WGS84
from geodata.storage.store import Storage

SOURCE: Final = "© OpenStreetMap contributors, ODbL 1.0"
"""What its licence (Open Database License 1.0, 4.3) asks to be said wherever the map is shown."""

LAYERS: Final = ("street", "ground")

MARGIN_M: Final = 500.0
"""So far beyond the border the map goes on, so that it does not end at the edge of a street."""


def import_extract(
    storage: Storage,
    catalogue: Catalogue,
    order: Order,
    *,
    districts: Iterable[str | None],
    now: datetime,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> Iterator[BatchReport]:
    """Import streets and ground of an extract, a batch each for each sub-district.

    What an earlier extract had and this one has not ends. Each batch can be undone by its number.

    Parameters
    ----------
    order
        Path, margin, data date and limits; layer, sub-district and source are filled in.
    districts
        Codes of those to be drawn; None for the only one there is.

    Raises
    ------
    LedgerError
        Where the extract is refused, or a sub-district has no outline to cut it to.
    """
    for district in districts:
        for layer in LAYERS:
            asked = replace(
                order,
                layer=layer,
                manner=replace(order.manner, crs=WGS84.code),  # whoever cut the extract
                district=district,
                source=SOURCE,
                complete=True,
            )

            def work(asked: Order = asked) -> BatchReport:
                return import_ledger(
                    storage, catalogue, asked, now=now, dry_run=dry_run, progress=progress
                )

            yield work() if dry_run else noted(storage, _name(order), layer, None, work, now=now)


def _name(order: Order) -> str:
    return Path(order.path).name
