"""What can be chosen in a filter, as groups of options with their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dashboard.texts import Texts
    from geodata.areas import Area, AreaTree
    from geodata.catalogue.model import Layer, ListName, Project, ValueList

Json = dict[str, object]
Option = dict[str, object]


def project_groups(
    texts: Texts, projects: Sequence[Project], chosen: Collection[str]
) -> list[Json]:
    """Return the projects in the order of their numbers."""
    ordered = sorted(projects, key=lambda project: project.number)
    options = [_option(p.id, texts.name(p.name), p.id in chosen) for p in ordered]
    return [{"label": "", "options": options}]


def value_groups(
    texts: Texts,
    layers: Sequence[Layer],
    kind: ListName,
    chosen: Collection[str],
    *,
    prefix: str = "",
) -> list[Json]:
    """Return for each layer with such a list its values, those below another set in.

    Options have ids as ``{prefix}layer.value``.
    """
    groups: list[Json] = []
    for layer in layers:
        declared: ValueList | None = getattr(layer, kind)
        if declared is None or not declared.values:
            continue
        options = [
            _option(
                f"{prefix}{layer.id}.{value.id}",
                texts.name(value.name),
                f"{layer.id}.{value.id}" in chosen,
                depth=int(value.parent is not None),
            )
            for value in declared.values
        ]
        label = f"{texts.name(layer.name)} · {texts.name(declared.name)}"
        groups.append({"label": label, "options": options})
    return groups


def area_groups(
    areas: AreaTree, chosen: Collection[str], *, seen: Collection[str] | None = None
) -> list[Json]:
    """Return the communities, each followed by its resident groups; what stands alone, last.

    Parameters
    ----------
    seen
        Codes of the areas a viewer is limited to; only they and what is below them are offered.
    """
    within = None if seen is None else set(areas.descendants(seen))
    offered = [i for i in range(len(areas.areas)) if within is None or i in within]
    groups: list[Json] = []
    alone: list[Option] = []
    for index in offered:
        area = areas.areas[index]
        if area.level == "community":
            below = [areas.areas[i] for i in offered if areas.areas[i].parent == index]
            options = [_option(area.code, area.name, area.code in chosen)]
            options += [_option(a.code, a.name, a.code in chosen, depth=1) for a in below]
            groups.append({"label": "", "options": options})
        elif area.level == "group" and not (area.parent in offered and _has_community(areas, area)):
            alone.append(_option(area.code, area.name, area.code in chosen))
    return [*groups, {"label": "", "options": alone}] if alone else groups


def chosen_text(texts: Texts, groups: Sequence[Json]) -> str:
    """Return the name of the one option chosen, or how many there are."""
    options = [option for group in groups for option in group["options"]]  # type: ignore[attr-defined]
    names = [option["label"] for option in options if option["chosen"]]
    return str(names[0]) if len(names) == 1 else texts("filters.some", n=len(names))


def _option(option_id: str, label: str, chosen: bool, *, depth: int = 0) -> Option:  # noqa: FBT001 - named by its place
    return {"id": option_id, "label": label, "chosen": chosen, "depth": depth}


def _has_community(areas: AreaTree, area: Area) -> bool:
    return area.parent is not None and areas.areas[area.parent].level == "community"
