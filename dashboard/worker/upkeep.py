"""Jobs of each night that keep the data folder safe."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geodata.kept_results import AUDIT_CHAIN, NOW
from geodata.storage.audit_chain import add_link, check_chain
from geodata.storage.results import keep_result
from geodata.storage.versions import read_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.worker.work import Work


def chain_audit(work: Work) -> Mapping[str, Any]:
    """Close a link over the day's entries, check the whole chain, and keep what was found."""
    add_link(work.storage, now=work.clock())
    state = check_chain(work.storage)
    _keep(work, AUDIT_CHAIN.kind, state.to_bytes())
    return asdict(state)


def _keep(work: Work, kind: str, content: bytes) -> None:
    with work.storage.reading() as connection:
        version = read_version(connection)
    keep_result(work.storage, kind, NOW, version, content, now=work.clock())
