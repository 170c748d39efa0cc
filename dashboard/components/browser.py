"""Our pieces in the browser: each an ES module of `assets`, mounted as a Streamlit component."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.server.assets import AssetFolder

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

ASSETS: Final = AssetFolder("page", Path(__file__).parent / "assets")


def declare(name: str) -> ComponentRenderer:
    """Declare the piece whose module is ``{name}.js`` and whose element is ``.sm-{name}``.

    The module travels once, as a file with a lasting address, instead of with every rerun. Its
    exported ``show`` is called with what Streamlit hands a component, at each change of the data.
    """
    address = f"{ASSETS.prefix}/{name}.js"
    script = f"""
const module = import(new URL({address!r}, location.origin));
export default (component) => {{
  const shown = module.then(({{ show }}) => show(component));
  return () => shown.then((leave) => leave?.());
}}"""
    return st.components.v2.component(
        f"safety_map_{name}",
        html=f'<div class="sm sm-{name}"></div>',
        js=script,
        isolate_styles=False,
    )
