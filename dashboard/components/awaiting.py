"""Pages of what the worker makes: drawn again once what it is still at is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

if TYPE_CHECKING:
    from dashboard.components.view import View
    from geodata.results.kept_results import Kept
    from geodata.storage.store import Storage

LOOK_EVERY_S: Final = 3


def await_newer(view: View, kept: Kept[Any]) -> None:
    """Draw the page again once there is a result of the newest data version."""
    made = kept.version(view.live.storage)
    if made is None or made < view.model.version:
        _look_again(kept, view.live.storage, made)


@st.fragment(run_every=LOOK_EVERY_S)
def _look_again(kept: Kept[Any], storage: Storage, shown: int | None) -> None:
    if kept.version(storage) != shown:
        st.rerun()
