"""What a ledger seems to be, before anything is imported: for a person to look at and correct.

The file is read as for an import, by the parser child; of each sheet only the first rows are kept.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etl.area_codes import makes_codes
from etl.child import read_sheets
from etl.collecting import uncollected
from etl.datum.background import read_background
from etl.datum.file_crs import Background
from etl.datum.recognise import Recognition
from etl.datum.settle import AskedError
from etl.datum.surroundings import RowWords
from etl.fitting import Start, columns_of, headings_seen, missing_fields, rank_layers
from etl.imports import Progress
from etl.ledger import read_ledger
from etl.order import Order
from etl.parents import ALL, Parents
from etl.preview_points import MOST_POINTS, candidate_told, placed_told
from etl.reading import Reading
from etl.reasons import refusal
from etl.recipe import choose_district, choose_ground, require_layer
from etl.remembered import remembered, with_source
from etl.sheets import Block, Sheet
from geodata.catalogue import Catalogue, Layer
from geodata.coordinates.crs import parse_crs
from geodata.coordinates.crs_names import Crs
from geodata.errors import LedgerError
from geodata.masking import mask_address, scrub_text
from geodata.storage.districts import read_districts
from geodata.storage.store import Storage

Floats = NDArray[np.float64]
Parts = list[tuple[Sheet, list[Block]]]

MOST_CANDIDATES = 4
BLOCKS_KEPT = 2
"""Of a map file the first holds the names of the properties only."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What was recognised of a file, as plain values; positions and words are of its first rows.

    Parameters
    ----------
    layer, layers
        Id of the layer it was read as, '' where its headings are those of none; those they may
        mean, the likeliest first.
    sheets
        Names of its sheets; one empty name for a format without any.
    encoding
        Of its text, where the format leaves that open.
    rows
        Rows of all sheets, headings and blank ones included; of a map file its features.
    mapped
        Whether it is a map file: its names of columns are in no row.
    columns
        Field id by heading, '' for a column that is not stored.
    missing
        Ids of the required fields that no column feeds.
    crs, basis
        Code of the CRS of its coordinates and how that was settled, see `etl.datum.settle`;
        ``asked`` where it is a question, None where there are no coordinates.
    parents
        Of a list of communities of several sub-districts: code, rows and name of each, those that
        are known first, then the largest; empty where nothing is to be asked.
    candidates
        What the coordinates may be in, the likeliest first: ``code``, ``swapped``, ``evidence`` as
        `etl.datum.recognise.Evidence`, and ``points``, longitude and latitude.
    rows_at
        For anchors: ``row`` in its sheet, ``label`` (masked, '' where nothing public names it) and
        the two numbers as written, ``first`` and ``second``.
    problem
        Why it could not be read as the layer, as `SafetyMapError.to_kept` gives it; None where it
        could.
    """

    layer: str
    layers: tuple[str, ...]
    sheets: tuple[str, ...]
    encoding: str | None
    rows: int
    columns: dict[str, str]
    missing: tuple[str, ...]
    crs: str | None = None
    basis: str | None = None
    mapped: bool = False
    parents: tuple[tuple[str, int, str], ...] = ()
    candidates: tuple[dict[str, Any], ...] = ()
    rows_at: tuple[dict[str, Any], ...] = ()
    problem: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Give it as plain values. Positions and labels are of the ledger: to be kept sealed."""
        return asdict(self)


@uncollected()
def preview_ledger(
    storage: Storage,
    catalogue: Catalogue,
    order: Order,
    *,
    today: date,
    progress: Progress = lambda *_: None,
) -> Preview:
    """Recognise what a file is; nothing is written.

    Parameters
    ----------
    order
        As for an import; its ``layer`` may be '' to be recognised, and the CRS of its manner is
        one more to consider.
    today
        The local day.
    progress
        Told the rows read so far.

    Raises
    ------
    LedgerError
        Where the file cannot be read at all, or has no rows.
    """
    parts, rows = _first_blocks(order, progress)
    starts = [Start(sheet, blocks[0].rows) for sheet, blocks in parts if blocks]
    if not starts:
        raise refusal("no_data", name=order.path.name)
    layers = rank_layers(starts, catalogue, order.path.name, order.manner.defaults)
    if not order.layer and not layers:
        return _unrecognised(starts, rows)
    layer = require_layer(catalogue, order.layer or layers[0])
    wanted = order.manner.sheet
    read = [part for part in parts if wanted is None or part[0].name == wanted]
    work = _Work(storage, catalogue, replace(order, layer=layer.id), layer, today)
    columns = columns_of([s for s in starts if wanted in (None, s.sheet.name)], layer, work.said)
    given = {*work.manner.defaults, *makes_codes(layer), *work.parents.default(columns.values())}
    found = Preview(
        layer=layer.id,
        layers=tuple(layers),
        **_of_file(starts, rows),
        columns=columns,
        missing=tuple(
            missing_fields(
                layer,
                columns,
                given,
                mapped=starts[0].sheet.geometry is not None,
            )
        ),
    )
    found = work.located(found, read)
    return replace(found, parents=work.parents.asked())


def _unrecognised(starts: Sequence[Start], rows: int) -> Preview:
    """Tell what there is to tell of a file whose layer somebody has to name."""
    columns = dict.fromkeys(headings_seen(starts), "")
    return Preview(layer="", layers=(), **_of_file(starts, rows), columns=columns, missing=())


def _of_file(starts: Sequence[Start], rows: int) -> dict[str, Any]:
    return {
        "sheets": tuple(start.sheet.name for start in starts),
        "encoding": next((s.sheet.encoding for s in starts if s.sheet.encoding), None),
        "rows": rows,
        "mapped": starts[0].sheet.geometry is not None,
    }


def _first_blocks(order: Order, progress: Progress) -> tuple[Parts, int]:
    """Read the whole file, keep the first blocks of each sheet, and count the rows."""
    parts: Parts = []
    rows = 0
    with closing(read_sheets(order.path, order.limits)) as read:
        for part in read:
            if isinstance(part, Sheet):
                parts.append((part, []))
                continue
            if len(parts[-1][1]) < BLOCKS_KEPT:
                parts[-1][1].append(part)
            rows += len(part.rows) if part.first else 0  # row 0 of a map file names its properties
            progress("looking", rows, None)
    return parts, rows


class _Work:
    """One file read as one layer, listening to what is asked about its CRS."""

    def __init__(
        self, storage: Storage, catalogue: Catalogue, order: Order, layer: Layer, today: date
    ) -> None:
        self.catalogue, self.layer, self.today, self.name = catalogue, layer, today, order.path.name
        with storage.reading() as connection:
            districts = read_districts(connection)
        own = choose_district(layer, order.district, districts)
        district, self.bounds = own
        self.manner = with_source(remembered(storage, order, district), layer).manner
        self.said = self.manner.columns
        self.known = read_background(
            storage,
            layer.id,
            district,
            order.source,
            ground=choose_ground(layer, own, districts),
        )
        self.parents = Parents(
            layer, self.manner.only or ALL, districts, choose_ground(layer, own, districts)[1]
        )
        self.named = parse_crs(self.manner.crs) if self.manner.crs else None
        self.heard: tuple[Floats, Floats, Sequence[RowWords], Recognition] | None = None

    def located(self, found: Preview, parts: Parts) -> Preview:
        """Add where the rows are, or what stands against reading them."""
        basis: str | None = "asked"
        crs = None
        try:
            reading = self._read(parts)
        except AskedError:
            pass
        except LedgerError as error:
            return replace(found, problem=error.to_kept(), **self._heard())
        else:
            basis, crs = (reading.located or {}).get("basis"), reading.crs
            if self.heard is None and crs is not None:
                return replace(found, crs=crs, basis=basis, candidates=(placed_told(reading, crs),))
        return replace(found, crs=crs, basis=basis, **self._heard())

    def _read(self, parts: Parts) -> Reading:
        read: list[Sheet | Block] = []
        for sheet, blocks in parts:
            read += [sheet, *blocks]
        return read_ledger(
            read,
            self.name,
            self.layer,
            self.catalogue,
            replace(self.manner, crs=None, sheet=None),
            today=self.today,
            bounds=self.bounds,
            background=Background(self._judge, self.known.remembered, self.parents),
        )

    def _judge(
        self, first: Floats, second: Floats, words: Sequence[RowWords], named: Crs | None
    ) -> Recognition:
        """Recognise, and remember what was asked and answered."""
        found = self.known.judge(first, second, words, self.named or named)
        self.heard = (first, second, words, found)
        return found

    def _heard(self) -> dict[str, Any]:
        """Give the candidates and the rows they were judged by."""
        if self.heard is None:
            return {}
        first, second, words, found = self.heard
        rows = np.unique(np.linspace(0, len(first) - 1, min(len(first), MOST_POINTS)).round())
        chosen = rows.astype(int)
        return {
            "candidates": tuple(
                candidate_told(judged, first[chosen], second[chosen])
                for judged in found.candidates[:MOST_CANDIDATES]
            ),
            "rows_at": tuple(
                {
                    "row": words[row].row,
                    "label": self._label(words[row]),
                    "first": float(first[row]),
                    "second": float(second[row]),
                }
                for row in chosen
                if not words[row].is_corner
            ),
        }

    def _label(self, words: RowWords) -> str:
        """Name a row by its address up to the building, else by what it is called in public."""
        if words.address:
            return mask_address(words.address)
        name = self.layer.by_column.get("name")
        is_public = name is not None and not name.personal and words.names
        return scrub_text(words.names[-1]) if is_public else ""
