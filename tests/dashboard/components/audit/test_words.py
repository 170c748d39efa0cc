from datetime import timedelta

from dashboard.components.audit.words import chain_words, is_broken
from dashboard.components.view import View
from geodata.results.kept_results import AUDIT_CHAIN, NOW
from geodata.storage.audit_chain import ChainState
from geodata.storage.results import keep_result
from tests.geodata import making


def test_the_chain_is_said_to_be_whole_or_where_it_is_broken(view: View) -> None:
    storage = view.live.storage
    assert (chain_words(view), is_broken(view)) == ("审计链今晚起逐日核对", False)
    for made, state, said in (
        (
            making.NOW,
            ChainState(links=2, entries=1234),
            "审计链完整，已入链 1,234 条（2026-01-05 16:00 核对）",
        ),
        (
            making.NOW + timedelta(hours=12),
            ChainState(links=2, entries=1234, purged=99),
            "审计链完整，已入链 1,234 条，另有 99 条已按期限清除（2026-01-06 04:00 核对）",
        ),
        (
            making.NOW + timedelta(days=1),
            ChainState(links=3, fault="missing", broken_link=2, first=5, last=1008),
            "审计链断开：第 5 至 1,008 条之间有记录被删除",
        ),
    ):
        keep_result(storage, AUDIT_CHAIN.kind, NOW, 1, state.to_bytes(), now=made)
        assert chain_words(view).startswith(said)
        assert is_broken(view) is not state.whole
