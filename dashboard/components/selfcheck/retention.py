"""How long each kind is kept and what is past its time; which personal fields are held, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.components.table import Heading, rows_json, show_table
from dashboard.retention.policy import days_of, read_retention_policy
from dashboard.retention.words import RetentionError, kind_name, since_text, words_of
from dashboard.wording import number_text
from geodata.results.kept_results import RETENTION
from geodata.retention import PERSONAL, personal_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.catalogue.model import Catalogue, Field, Layer
    from geodata.retention import Due


def show_retention(view: View) -> None:
    """Draw both tables: for whoever sees to it that personal data is kept lawfully."""
    words, days = words_of(view.texts.language), _days(view)
    due = {one.kind: one for one in RETENTION.newest(view.live.storage) or ()}
    show_table(
        "retention_kinds",
        view.texts,
        label=words("table.kinds"),
        columns=_headings(words, "table.kind", right=("count",)),
        rows=rows_json(
            [(kind, kind_cells(words, view.catalogue, kind, days, due)) for kind in days]
        ),
        empty="",
        about=words("table.about" if RETENTION.made_at(view.live.storage) else "table.not_yet"),
    )
    show_table(
        "retention_fields",
        view.texts,
        label=words("table.fields"),
        columns=_headings(words, "table.field"),
        rows=rows_json(
            [
                (f"{layer.id}.{field.id}", field_cells(view.texts, words, layer, field, days))
                for layer in view.catalogue.layers
                for field in layer.personal_fields
            ]
        ),
        empty="",
    )


def kind_cells(
    words: Texts,
    catalogue: Catalogue,
    kind: str,
    days: Mapping[str, int],
    due: Mapping[str, Due],
) -> list[str]:
    """Return what a kind is, its rule, why, and how much was past its time at the last look."""
    rule = words("rule", since=since_text(words, catalogue, kind), days=number_text(days[kind]))
    found = due.get(kind)
    count = "" if found is None else number_text(found.count)
    oldest = found.oldest.isoformat() if found and found.oldest else ""
    return [kind_name(words, catalogue, kind), rule, _reason(words, catalogue, kind), count, oldest]


def field_cells(
    texts: Texts, words: Texts, layer: Layer, field: Field, days: Mapping[str, int]
) -> list[str]:
    """Return layer and field, what the field is for, and how long it is kept."""
    purpose = field.purpose or (layer.retention.purpose if layer.retention else None)
    since = words("since_event" if layer.record == "incident" else "since_end")
    kept = words("rule", since=since, days=number_text(days[PERSONAL + layer.id]))
    said = words.name(purpose) if purpose else words("table.no_purpose")
    return [texts.name(layer.name), texts.name(field.name), said, kept]


def _reason(words: Texts, catalogue: Catalogue, kind: str) -> str:
    if not kind.startswith(PERSONAL):
        return words.name(next(one.reason for one in catalogue.kept_kinds if one.id == kind))
    retention = catalogue.by_layer[kind.removeprefix(PERSONAL)].retention
    return words.name(retention.purpose) if retention else words("table.no_purpose")


def _days(view: View) -> dict[str, int]:
    """Return the times in force; as declared where the office's own cannot be used."""
    try:
        return days_of(view.catalogue, read_retention_policy(view.live.folder))
    except RetentionError:  # the check above says so
        personal = {
            PERSONAL + layer.id: personal_days(layer)
            for layer in view.catalogue.layers
            if layer.personal_fields
        }
        return personal | {kind.id: kind.days for kind in view.catalogue.kept_kinds}


def _headings(words: Texts, group: str, *, right: tuple[str, ...] = ()) -> list[Heading]:
    return [Heading(n, label, right=n in right) for n, label in words.group(group).items()]
