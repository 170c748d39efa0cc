"""What was recognised of a ledger, shown on the map, and what the clerk says instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.components.ledgers.anchoring import anchors_told, read_anchoring
from dashboard.components.ledgers.jobs import (
    follow,
    found_by,
    kept_file,
    leave,
    look_again,
    want_layer,
)
from dashboard.components.ledgers.recognised_columns import ask_columns
from dashboard.components.ledgers.recognised_parents import ask_parent
from dashboard.components.ledgers.recognised_places import crs_name, show_places
from dashboard.components.ledgers.recognised_whole import ask_whole, may_be_whole
from dashboard.components.ledgers.refused import refused_lines, refused_to_outsider
from dashboard.server.imports import Corrections, Wish, ask_import, corrections_of
from dashboard.wording import number_text
from etl.area_codes import makes_codes
from geodata.coordinates.crs import parse_crs
from geodata.coordinates.crs_names import BD09, CGCS2000, GCJ02, WGS84
from geodata.errors import CrsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.catalogue import Layer
    from geodata.storage.jobs import Job

KEY: Final = "preview_map"
SYSTEMS: Final = (WGS84.code, CGCS2000.code, GCJ02.code, BD09.code, "EPSG:4547")
"""The coordinate systems offered by name; any other may be typed."""

HEADINGS_SHOWN: Final = 20


def show_recognised(view: View, job: Job) -> None:
    """Draw what was recognised, the map with the readings of its coordinates, the corrections."""
    texts, found = view.texts, found_by(view, job)
    if not found:
        st.button(texts("guided.again"), on_click=look_again, args=(view, job))
        return
    if not found["layer"]:
        _ask_layer(view, job, found)
        return
    layer = view.catalogue.by_layer[found["layer"]]
    st.text(summary_text(texts, layer, found, kept_file(view, job).name))
    _ask_what(view, job, found)
    stands = _tell_troubles(view, layer, found) or ask_parent(view, job, found)
    ask_whole(view, job, layer, found)
    crs = None
    if found["candidates"]:
        crs = show_places(view, job, found)
    ask_columns(view, job, layer, found)
    asks = bool(found["candidates"]) and crs is None
    if asks and not stands:
        st.warning(texts("guided.choose_crs"))
    with st.container(horizontal=True, vertical_alignment="center"):
        complete = st.checkbox(texts("ledgers.complete"), help=texts("ledgers.complete_hint"))
        pressed = st.button(texts("guided.check"), type="primary", disabled=asks or stands)
        st.button(texts("guided.another"), on_click=another, args=(job, stands))
    # not in a callback: that of a button comes before that of the map, and whoever is quick would
    # have the reading tried that was taken before
    if pressed and not asks and not stands:
        _try(view, job, found, crs, complete=complete)
        st.rerun()


def another(job: Job, refused: bool) -> None:  # noqa: FBT001 - of a callback
    """Turn to another file: of the layer that was said, if this one is refused."""
    if refused:
        want_layer(corrections_of(job).layer)
    else:
        leave()


def _ask_layer(view: View, job: Job, found: Mapping[str, Any]) -> None:
    """Have the layer named of a file whose headings are those of none."""
    texts, key = view.texts, f"which_{job.number}"
    st.text(kept_file(view, job).name)  # not in the warning, which is Markdown
    st.warning(texts("guided.no_layer"))
    if found["columns"] and _may_read(view):
        seen = texts("guided.and").join(list(found["columns"])[:HEADINGS_SHOWN])
        st.text(texts("guided.seen", headings=seen))
    names = {layer.id: texts.name(layer.name) for layer in view.catalogue.layers}

    def choose() -> None:
        look_again(view, job, Corrections(layer=st.session_state[key]))

    st.selectbox(
        texts("ledgers.layer"),
        names,
        index=None,
        placeholder=texts("guided.choose_layer"),
        format_func=names.__getitem__,
        key=key,
        on_change=choose,
        width=280,
    )
    st.button(texts("guided.another"), on_click=leave)


def _may_read(view: View) -> bool:
    """Say whether cells of the ledger may be shown: not while somebody else looks on."""
    return view.allows("read_rejected")


def summary_text(texts: Texts, layer: Layer, found: Mapping[str, Any], name: str) -> str:
    """Say in one line what a file is: layer, rows, columns, encoding, key."""
    fed = sum(bool(field) for field in found["columns"].values())
    parts = [
        texts("guided.is", name=name, layer=texts.name(layer.name)),
        texts(f"guided.{'features' if found['mapped'] else 'rows'}", n=number_text(found["rows"])),
        texts("guided.columns", n=number_text(fed), of=number_text(len(found["columns"]))),
    ]
    if found["encoding"]:
        parts.append(texts("guided.encoding", name=found["encoding"].upper()))
    fields = set(found["columns"].values())
    key = next((k for k in (layer.key, layer.fallback_key) if k and fields.issuperset(k)), ())
    names = texts("guided.and").join(texts.name(layer.by_field[one].name) for one in key)
    none = "guided.named_key" if makes_codes(layer) else "guided.no_key"
    parts.append(texts("guided.key", fields=names) if key else texts(none))
    return texts("guided.between").join(parts)


def _ask_what(view: View, job: Job, found: Mapping[str, Any]) -> None:
    """Ask for layer, sheet, source and another CRS; a change has the file recognised once more."""
    texts, said, key = view.texts, corrections_of(job), f"what_{job.number}"
    order = [*found["layers"], *(la.id for la in view.catalogue.layers)]
    names = {one: texts.name(view.catalogue.by_layer[one].name) for one in dict.fromkeys(order)}
    places = st.columns(4)

    def again(field: str) -> None:
        value = str(st.session_state[f"{key}_{field}"]).strip()
        if field == "crs" and value:
            try:
                value = parse_crs(value).code
            except CrsError:
                st.session_state[f"{key}_unknown"] = value
                return
        look_again(view, job, _corrected(said, field, value))

    def asked(field: str) -> dict[str, Any]:
        return {"key": f"{key}_{field}", "on_change": again, "args": (field,)}

    places[0].selectbox(
        texts("ledgers.layer"),
        names,
        index=list(names).index(found["layer"]),
        format_func=names.__getitem__,
        **asked("layer"),
    )
    places[1].text_input(
        texts("guided.source"),
        value=said.source or "",
        max_chars=40,
        help=texts("guided.source_hint"),
        **asked("source"),
    )
    systems = {"": texts("guided.crs_recognised")} | {c: crs_name(texts, c) for c in SYSTEMS}
    if said.crs:
        systems[said.crs] = crs_name(texts, said.crs)
    places[2].selectbox(
        texts("guided.other_crs"),
        systems,
        index=list(systems).index(said.crs or ""),
        format_func=lambda code: systems.get(code, code),
        accept_new_options=True,
        **asked("crs"),
    )
    if len(found["sheets"]) > 1:
        sheets = ["", *found["sheets"]]
        places[3].selectbox(
            texts("guided.sheet"),
            sheets,
            index=sheets.index(said.sheet or ""),
            format_func=lambda name: name or texts("guided.all_sheets"),
            **asked("sheet"),
        )
    unknown = st.session_state.get(f"{key}_unknown")
    if unknown:
        st.error(texts("guided.unknown_crs", found=unknown))


def _corrected(said: Corrections, field: str, value: str) -> Corrections:
    """Take one correction in; what was said of the columns of one layer is nothing to another."""
    match field:
        case "layer":
            return Corrections(layer=value, source=said.source)
        case "source":
            return said._replace(source=value or None)
        case "crs":
            return said._replace(crs=value or None)
        case _:
            return said._replace(sheet=value or None)


def _tell_troubles(view: View, layer: Layer, found: Mapping[str, Any]) -> bool:
    """Say what stands against importing it so; False where nothing does."""
    texts = view.texts
    if found["missing"]:
        names = texts("guided.and").join(
            texts.name(layer.by_field[one].name) for one in found["missing"]
        )
        whole = all(may_be_whole(layer, found, one) for one in found["missing"])
        st.warning(texts("guided.missing" if whole else "guided.missing_key", fields=names))
    elif found["problem"]:
        st.error(texts("guided.problem"))
        lines = refused_lines if _may_read(view) else refused_to_outsider
        for line in lines(texts, found["problem"]):
            st.text(line)
    return bool(found["missing"] or found["problem"])


def _try(
    view: View,
    job: Job,
    found: Mapping[str, Any],
    crs: str | None,
    *,
    complete: bool,
) -> None:
    """Have tried what an import would do, with what was recognised and said."""
    said = corrections_of(job)
    anchors = anchors_told(found, read_anchoring(job, found), crs)
    # what the evidence settled is left to the evidence: only a person's word is remembered
    is_said = crs is not None and (said.crs == crs or found["crs"] != crs or bool(anchors))
    asked = Corrections(
        layer=found["layer"],
        sheet=said.sheet,
        crs=crs if is_said else None,
        source=said.source,
        columns=said.columns,
        defaults=said.defaults,
        only=said.only,
        anchors=anchors,
    )
    number = ask_import(
        view.live.storage,
        kept_file(view, job),
        asked,
        by=view.session,
        now=view.live.clock(),
        wish=Wish(complete=complete, trial=True),
    )
    follow(number)
