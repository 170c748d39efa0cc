"""To a small provider and back, with its desk of ours."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from dashboard.accounts.by_provider import ProviderDesk
from dashboard.accounts.desk import Opened, Refused
from geodata.storage.audit import read_audit
from geodata.storage.store import Storage
from tests.dashboard.accounts.conftest import HERE
from tests.dashboard.accounts.small_provider import SmallProvider

BACK = "http://localhost:8501/login"
Making = Callable[..., ProviderDesk]


def go(desk: ProviderDesk, provider: SmallProvider) -> tuple[str, dict[str, str]]:
    """Go to the provider and come back; return the sealed flow and the answer."""
    begun = desk.begin(BACK, {"next": "/"})
    assert not isinstance(begun, Refused)
    address, sealed = begun
    return sealed, dict(parse_qsl(urlsplit(provider.authorize(address)).query))


def come_back(desk: ProviderDesk, sealed: str, answer: dict[str, str]) -> Opened | Refused:
    return desk.finish(desk.party.read_flow(sealed), answer, HERE)


def sign_in(desk: ProviderDesk, provider: SmallProvider) -> Opened | Refused:
    return come_back(desk, *go(desk, provider))


def audited(storage: Storage) -> list[tuple[str, str, str]]:
    with storage.reading() as connection:
        return [(e.actor, e.action, e.result) for e in reversed(read_audit(connection))]
