"""What besides its bytes shapes the import of a file: the sub-district, what is declared."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from etl.reading import Manner
from etl.reasons import refusal
from etl.words import TEXTS
from geodata.catalogue import Catalogue, Layer
from geodata.coordinates.bounds import Bounds


def require_layer(catalogue: Catalogue, layer_id: str) -> Layer:
    """Return the declaration of a layer.

    Raises
    ------
    LedgerError
        Where none is called so.
    """
    layer = catalogue.by_layer.get(layer_id)
    if layer is None:
        raise refusal("unknown_layer", layer=layer_id, layers="、".join(catalogue.by_layer))
    return layer


def choose_district(
    layer: Layer, named: str | None, districts: Mapping[str, Bounds | None]
) -> tuple[str, Bounds | None]:
    """Choose the sub-district a ledger belongs to and its extent.

    The one named, else the only one there is; '' for areas, which are their own, and where none is
    known yet: the first to come will own what came before it.

    Parameters
    ----------
    named
        Its code, where it was named.
    districts
        Those in the database, by code.

    Raises
    ------
    LedgerError
        Where there are several and none is named, or the one named is not among them: what a key
        means is known within one sub-district only.
    """
    if layer.record == "area":
        return "", None
    codes = "、".join(districts) or "—"
    if named is not None:
        if named not in districts:
            raise refusal("unknown_district", found=named, districts=codes)
        return named, districts[named]
    if len(districts) > 1:
        raise refusal("several_districts", districts=codes)
    return next(iter(districts.items()), ("", None))


def choose_ground(
    layer: Layer, own: tuple[str, Bounds | None], districts: Mapping[str, Bounds | None]
) -> tuple[str, Bounds | None]:
    """Choose what the positions of a ledger are held against: its sub-district.

    Areas have none of their own; they are held against the only one there is.

    Parameters
    ----------
    own
        As `choose_district` gives it.
    """
    alone = layer.record == "area" and len(districts) == 1
    return next(iter(districts.items())) if alone else own


def require_past(data_date: date | None, today: date) -> None:
    """Refuse a ledger that is said to be true up to a day that has not come.

    Raises
    ------
    LedgerError
        Where it lies after `today`.
    """
    if data_date is not None and data_date > today:
        raise refusal("future_data_date", found=data_date.isoformat(), today=today.isoformat())


def write_recipe(
    layer: Layer,
    catalogue: Catalogue,
    manner: Manner,
    *,
    district: str,
    bounds: Bounds | None,
    data_date: date | None,
    complete: bool = False,
    cut: str | None = None,
) -> str:
    """Return a digest of all but the bytes that shapes the result.

    A digest, since a value given for a whole file may be personal.

    Parameters
    ----------
    cut
        Tells the area an extract is cut to; None for a ledger.
    """
    parts = {
        **asdict(manner),
        "district": district,
        "bounds": bounds,
        "data_date": data_date and data_date.isoformat(),
        "layer": layer.model_dump(mode="json"),
        "projects": [[p.id, p.name.zh, p.name.en] for p in catalogue.projects],
        "severity": [level.model_dump(mode="json") for level in catalogue.severity],
        "graded": sorted(catalogue.graded_types),
        "words": TEXTS.read_text(encoding="utf-8"),
    }
    if complete:
        parts["complete"] = True
    if cut is not None:
        parts["cut"] = cut
    if not manner.columns:
        del parts["columns"]
    if manner.only is None:
        del parts["only"]
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
