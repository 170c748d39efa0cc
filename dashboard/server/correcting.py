"""Correcting a record from its facts: what is asked is checked, done and noted at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Final

from dashboard.accounts.door import entry_of
from dashboard.server.errors import CorrectionError, OvertakenError
from dashboard.server.forms import last_of, reason_of
from geodata.coordinates.crs import CHINA
from geodata.storage.audit import note
from geodata.storage.correct import Corrector, Placement, StaleRecordError, correct, word_of
from geodata.storage.reads import read_record
from geodata.storage.rows import POSITION

if TYPE_CHECKING:
    from dashboard.server.forms import Form
    from dashboard.server.live import Live
    from dashboard.texts import Texts
    from geodata.accounts import Session
    from geodata.catalogue.model import Layer
    from geodata.coordinates.bounds import Bounds
    from geodata.storage.correct import Change
    from geodata.storage.reads import StoredRecord

MARGIN_M: Final = 5_000
"""How far outside of all areas a record may be put: schools and shelters lie across the border."""
LISTS: Final = {"class": "classes", "status": "statuses"}
END: Final = "valid_to"


@dataclass(frozen=True, slots=True)
class Correction:
    """What is asked: values by column, columns that take the ledger's word again, and why."""

    version: int
    changes: dict[str, Change]
    withdrawn: tuple[str, ...]
    reason: str


def parse_correction(
    form: Form, layer: Layer, texts: Texts, *, today: date, extent: Bounds | None
) -> Correction:
    """Read what is asked.

    Parameters
    ----------
    form
        ``version`` and ``reason``; ``class``, ``status``, ``valid_to`` (ISO date), ``position``
        (``lng,lat``) as far as they are to change; ``withdraw`` for each correction taken back.
    extent
        Of all areas.

    Raises
    ------
    CorrectionError
        Where no reason is given, nothing is asked, or something cannot be.
    """
    changes: dict[str, Change] = {}
    for column, declared in LISTS.items():
        if wanted := last_of(form, column):
            values = getattr(layer, declared)
            if values is None or wanted not in values.ids:
                raise _refused(texts, "unknown_value", found=wanted[:40])
            changes[column] = wanted
    if wanted := last_of(form, END):
        changes[END] = _day(wanted, texts, today)
    if wanted := last_of(form, POSITION):
        changes[POSITION] = _point(wanted, texts, extent or CHINA)
    withdrawn = tuple(sorted({*form.get("withdraw", [])} & {*LISTS, END, POSITION}))
    version, reason = last_of(form, "version"), reason_of(form)
    if not reason:
        raise _refused(texts, "no_reason")
    if not (changes or withdrawn) or not (version.isascii() and version.isdigit()):
        raise _refused(texts, "nothing_asked")
    return Correction(int(version[:10]), changes, withdrawn, reason)


def carry_out(
    live: Live, session: Session, layer: Layer, number: int, asked: Correction, texts: Texts
) -> int:
    """Correct a record and write it into the audit with before and after, in one transaction.

    Returns
    -------
    int
        Its version now.

    Raises
    ------
    CorrectionError
        Where the record is gone, or what is asked does not fit it.
    OvertakenError
        Where it has been changed since it was read.
    """
    now, by = live.clock(), Corrector(session.account.login, asked.reason)
    columns = (*asked.changes, *asked.withdrawn)
    with live.storage.writing() as connection:
        record = read_record(connection, layer, number)
        _require_fit(record, asked, texts)
        before = _words(record, columns)
        try:
            version = correct(
                connection,
                layer,
                number,
                version=asked.version,
                changes=asked.changes,
                withdrawn=asked.withdrawn,
                by=by,
                now=now,
            )
        except StaleRecordError:
            raise OvertakenError(texts("correct.overtaken"), "", "") from None
        after = _words(read_record(connection, layer, number), columns)
        details = {"reason": asked.reason, "before": before, "after": after}
        entry = entry_of(session, "correct", now, f"{layer.id}/{number}")
        note(connection, replace(entry, details=details))
    return version


def _require_fit(record: StoredRecord | None, asked: Correction, texts: Texts) -> None:
    """Refuse what only the record itself tells to be wrong."""
    if record is None:
        raise _refused(texts, "gone")
    if POSITION in asked.changes and record.get("geometry") is not None:
        raise _refused(texts, "outlined")
    end, began = asked.changes.get(END), record["valid_from"]
    if isinstance(end, date) and began is not None and end < began:
        raise _refused(texts, "before_begin", found=end.isoformat(), began=began.isoformat())


def _words(record: StoredRecord | None, columns: tuple[str, ...]) -> dict[str, object]:
    return {column: word_of(record, column) for column in columns} if record else {}


def _day(text: str, texts: Texts, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _refused(texts, "no_date", found=text[:20]) from None
    if day > today:
        raise _refused(texts, "future", found=text, today=today.isoformat())
    return day


def _point(text: str, texts: Texts, extent: Bounds) -> Placement:
    try:
        lng, lat = (float(part) for part in text.split(","))
    except ValueError:
        raise _refused(texts, "no_point", found=text[:40]) from None
    within = isfinite(lng) and isfinite(lat) and extent.padded(MARGIN_M).contains(lng, lat)
    if not within:
        raise _refused(texts, "far_away", found=text[:40])
    return Placement(lng, lat)


def _refused(texts: Texts, why: str, **values: str) -> CorrectionError:
    return CorrectionError(texts(f"correct.{why}", **values), "", "")
