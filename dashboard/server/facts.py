"""The facts of one record as the map's panel shows them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Final

from dashboard.wording import number_text, value_text
from geodata.facts import title_of, value_named
from geodata.localtime import local_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer, Value
    from geodata.facts import Fact
    from geodata.viewer import Viewer

Json = dict[str, object]

NEARBY_M: Final = 100
MOST_EVENTS: Final = 3
# Told by title, subtitle and chips, so not told again among the fields.
_ELSEWHERE: Final = frozenset(
    {"name", "code", "case_number", "address", "community", "group", "class", "grade", "status"}
    | {"valid_from"}
)

_NUMBERED: Final = frozenset({"code", "case_number"})


def title_text(texts: Texts, layer: Layer, record: Mapping[str, object], viewer: Viewer) -> str:
    """Return what a record is called on screen; an incident by its type."""
    kind = value_named(layer.classes, record.get("class"))
    if layer.record == "incident" and kind is not None:
        return texts.name(kind.name)
    return title_of(record, layer, viewer) or texts("facts.untitled")


def subtitle_text(
    texts: Texts, layer: Layer, record: Mapping[str, object], facts: Sequence[Fact], area: str
) -> str:
    """Return the line below the title: layer, code, area; for incidents also the place."""
    named = f"{texts.name(layer.name)} {_code(facts)}".rstrip()
    return _joined(named, _place(texts, layer, record, facts), area)


def detail_text(
    texts: Texts, layer: Layer, record: Mapping[str, object], facts: Sequence[Fact]
) -> str:
    """Return what tells records of one kind and place apart: when, number, place."""
    when = next((fact for fact in facts if fact.field.column == "occurred"), None)
    day = value_text(texts, when.field, when.value) if when else ""
    return _joined(day, _code(facts), _place(texts, layer, record, facts))


def _code(facts: Sequence[Fact]) -> str:
    """Return the number it goes by, masked like any text: some ledgers number by ID number."""
    told = (fact for fact in facts if fact.field.column in _NUMBERED)
    return str(next((fact.value for fact in told), ""))


def _place(texts: Texts, layer: Layer, record: Mapping[str, object], facts: Sequence[Fact]) -> str:
    """Return the address, where the title is not the address already."""
    address = next((fact for fact in facts if fact.field.column == "address"), None)
    told = address is not None and (layer.record == "incident" or bool(record.get("name")))
    return value_text(texts, address.field, address.value) if address and told else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def chips(texts: Texts, layer: Layer, record: Mapping[str, object], *, sample: bool) -> list[Json]:
    """Return the chips: grade in its colour, class, status, whether it is placed and a sample."""
    grade = value_named(layer.grades, record.get("grade"))
    kind = value_named(layer.classes, record.get("class"))
    status = value_named(layer.statuses, record.get("status"))
    made: list[Json] = []
    if grade:
        made.append({"text": texts.name(grade.name), "tone": grade.mark})
    if kind and layer.record != "incident":
        made.append({"text": texts.name(kind.name), "tone": "plain"})
    if status:
        tone = "closed" if status.closed else "plain"
        made.append({"text": texts.name(status.name), "tone": tone})
    if record.get("lng") is None:
        made.append({"text": texts("facts.off_map"), "tone": "warning"})
    if sample:
        made.append({"text": texts("facts.sample"), "tone": "sample"})
    return made


def fields(texts: Texts, facts: Sequence[Fact]) -> list[Json]:
    """Return the fields; numbers of different units share one line, a name and its phone too."""
    told = [fact for fact in facts if fact.field.column not in _ELSEWHERE]
    counted = [fact for fact in told if fact.field.type == "integer" and fact.field.unit]
    units = Counter(fact.field.unit for fact in counted)
    sizes = [fact for fact in counted if units[fact.field.unit] == 1]
    if len(sizes) == 1:  # a lone number keeps its own label
        sizes = []
    lines = _lines(texts, [fact for fact in told if fact not in sizes])
    if sizes:
        size = " · ".join(value_text(texts, fact.field, fact.value) for fact in sizes)
        lines.insert(0, {"label": texts("facts.size"), "value": size})
    return lines


def nearby_section(
    texts: Texts,
    counts: Sequence[tuple[Value, int]],
    *,
    total: int,
    period: str,
    layer: str,
    narrowed: bool,
) -> Json:
    """Return the incidents around a record by type, with their total.

    Parameters
    ----------
    narrowed
        Whether the selection leaves incidents of the period out: then the label says so.
    """
    label = "facts.nearby_chosen" if narrowed else "facts.nearby"
    return {
        "label": texts(label, distance=NEARBY_M, period=period),
        "total": texts("facts.nearby_total", n=number_text(total)) if total else "",
        "items": [
            {"text": texts.name(value.name), "count": number_text(count), "layer": layer}
            for value, count in counts
        ]
        or [{"text": texts("facts.nearby_none"), "count": "", "layer": layer}],
    }


def history_section(
    texts: Texts, changes: Sequence[tuple[date, str]], *, since: date | None
) -> Json:
    """Return what changed when, the latest first, and at the end the registration."""
    items: list[Json] = [{"date": day.isoformat(), "text": text} for day, text in changes]
    if since is not None:
        items.append({"date": since.isoformat(), "text": texts("facts.created")})
    return {"label": texts("facts.history"), "items": items[:MOST_EVENTS]}


def source_text(texts: Texts, record: Mapping[str, object], ledger: str) -> str:
    """Return ledger and row a record comes from, how well its place is known, what was purged."""
    told = [texts("facts.row", ledger=ledger, row=record.get("row"))]
    precision = record.get("precision_m")
    if record.get("lng") is None:
        told.append(texts("facts.no_position"))
    elif isinstance(precision, (int, float)):
        told.append(texts("facts.precision", metres=number_text(precision)))
    purged_at = record.get("purged_at")
    if isinstance(purged_at, datetime):
        told.append(texts("facts.purged", day=local_date(purged_at).isoformat()))
    return " · ".join(told)


def actions(texts: Texts, *, may_print: bool, may_correct: bool) -> list[Json]:
    """Return the buttons below the facts: those that will do what they say."""
    offered = {"print": may_print, "link": True, "correct": may_correct}
    return [
        {"id": name, "text": texts(f"facts.action_{name}")} for name, may in offered.items() if may
    ]


def has_masked(layer: Layer) -> bool:
    """Say whether records of a layer hold anything that is masked."""
    return any(field.personal or field.type == "address" for field in layer.fields)


def unmask_words(texts: Texts) -> Json:
    """Return the words of the form that asks for the personal data."""
    return {name: texts(f"facts.unmask_{name}") for name in ("reason", "show")}


def change_text(texts: Texts, names: Sequence[str], *, by_hand: bool, reason: str | None) -> str:
    """Return what changed, in one line.

    Parameters
    ----------
    names
        What the changed fields are called; none where only personal ones did.
    by_hand
        Whether somebody corrected it; a ledger told it otherwise.
    reason
        Why, for those who may be told.
    """
    if not names:
        return texts("facts.changed_personal")
    told = texts(
        "facts.corrected" if by_hand else "facts.changed", fields=texts("facts.and").join(names)
    )
    return texts("facts.because", change=told, reason=reason) if reason else told


def _lines(texts: Texts, facts: Sequence[Fact]) -> list[Json]:
    """Give each fact a line; a phone goes on the line of the person before it."""
    lines: list[Json] = []
    for before, fact in zip((None, *facts), facts, strict=False):
        if before is not None and (before.field.type, fact.field.type) == ("person", "phone"):
            lines[-1]["value"] = f"{lines[-1]['value']} {fact.value}"
        else:
            lines.append(_line(texts, fact))
    return lines


def _line(texts: Texts, fact: Fact) -> Json:
    line: Json = {
        "label": texts.name(fact.field.name),
        "value": value_text(texts, fact.field, fact.value),
    }
    if fact.hazard:
        line["flag"] = texts("facts.hazard")
    return line
