"""Which layer a file holds: the one whose fields its headings name."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from etl.headings import (
    BOTH,
    ROWS_LOOKED_AT,
    Headings,
    find_headings,
    guess_headings,
    name_columns,
)
from etl.shapes import WANTED, fits
from etl.sheets import Row, Sheet
from etl.words import plain
from geodata.catalogue import Catalogue, Layer

NAMED = 2
"""A layer whose name stands in the name of the file or sheet counts as so many more fields."""


TELLING = 3
"""So many required fields together are in no table by chance."""


class Start(NamedTuple):
    """A sheet and its first rows; of a map file the first is that of property names."""

    sheet: Sheet
    rows: Sequence[Row]


def headings_of(start: Start, layer: Layer, said: Mapping[str, str]) -> Headings | None:
    """Find the headings of a sheet for a layer; None where it has none or other geometries."""
    if not fits(start.sheet.geometry, layer):
        return None
    if start.sheet.geometry is not None:
        return name_columns(start.rows[0], layer, said) if start.rows else None
    return find_headings(start.rows[:ROWS_LOOKED_AT], layer, said)


def columns_of(starts: Iterable[Start], layer: Layer, said: Mapping[str, str]) -> dict[str, str]:
    """Return what each column feeds, the sheets' columns together.

    Where no sheet has headings that are known, those of the fullest row of the first that has any.

    Returns
    -------
    dict of str to str
        Heading → field id, or '' for a column that feeds nothing.
    """
    held = list(starts)
    found = [one for start in held if (one := headings_of(start, layer, said))]
    if not found:
        return dict.fromkeys(headings_seen(held), "")
    columns: dict[str, str] = {}
    for headings in found:
        for column in headings.columns:
            columns[column.heading] = columns.get(column.heading) or column.field or ""
    return columns


def headings_seen(starts: Iterable[Start]) -> list[str]:
    """Return the cells of the fullest row of the first sheet that has any."""
    guessed = (guess_headings(start.rows) for start in starts)
    first = next((one for one in guessed if one), None)
    return [column.heading for column in first.columns] if first else []


def missing_fields(
    layer: Layer, columns: Mapping[str, str], given: Iterable[str], *, mapped: bool = False
) -> list[str]:
    """Return the ids of required fields that no column feeds and no value was given for.

    Parameters
    ----------
    mapped
        Whether the rows have geometries, which say where they are.
    """
    fed = {*columns.values(), *given}
    if mapped or BOTH in fed:
        fed |= {layer.by_column[c].id for c in "xy" if c in layer.by_column}
    return [field.id for field in layer.fields if field.required and field.id not in fed]


def rank_layers(
    starts: Sequence[Start], catalogue: Catalogue, name: str, given: Iterable[str] = ()
) -> list[str]:
    """Return the ids of the layers the headings speak of, the likeliest first.

    That is the one with the most fields named, after what it lacks: a column that is no field of
    it, a required field (twice). A layer that gets nothing so, or none of whose required fields is
    named, is left out: names and telephone numbers alone are in any table. One all of whose three
    or more required fields are named stays, however many columns there are besides; so does the
    only one made for the geometries of a map file, of which it names a field: streets are lines.
    """
    given, made = tuple(given), Counter(WANTED.get(layer.record) for layer in catalogue.layers)
    only = {kind for kind, layers in made.items() if kind is not None and layers == 1}
    ranked = [
        (-_score(starts, layer, name, given, only), layer.order, layer.id)
        for layer in catalogue.layers
    ]
    return [layer for score, _, layer in sorted(ranked) if score < 0]


def _score(
    starts: Sequence[Start],
    layer: Layer,
    name: str,
    given: tuple[str, ...],
    only: Collection[str],
) -> int:
    best = 0
    for start in starts:
        found = headings_of(start, layer, {})
        if found is None:
            continue
        words = plain(f"{name} {start.sheet.name}")
        named = NAMED if plain(layer.name.zh) in words else 0
        fed = {column.heading: column.field or "" for column in found.columns}
        missing = [] if start.sheet.geometry else missing_fields(layer, fed, given)
        if missing and len(missing) == sum(field.required for field in layer.fields):
            continue
        score = named + len(found.fields) - len(found.unknown) - 2 * len(missing)
        required = {field.id for field in layer.fields if field.required}
        tells = len(required) >= TELLING and found.fields >= required
        if start.sheet.geometry in only:
            tells |= bool(found.fields) and start.sheet.geometry == WANTED.get(layer.record)
        best = max(best, score, int(tells))
    return best
