import socket
from pathlib import Path

import pytest

from tests.conftest import NETWORK, pytest_collection_modifyitems

DOCUMENTATION_ADDRESS = ("192.0.2.1", 80)
"""RFC 5737: nobody's; without a way out the refusal is immediate."""


@pytest.mark.skipif("NOT" in NETWORK, reason=NETWORK)
def test_no_test_can_reach_another_machine() -> None:
    with socket.socket() as client, pytest.raises(OSError, match="unreachable"):
        client.connect(DOCUMENTATION_ADDRESS)


def test_loopback_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_the_awkward_folder_exists_and_is_empty(awkward_folder: Path) -> None:
    assert " " in awkward_folder.name
    assert not list(awkward_folder.iterdir())


class Item:
    def __init__(self, *keywords: str) -> None:
        self.keywords = set(keywords)


def test_browser_tests_come_last_and_others_keep_their_order() -> None:
    late, fault, first, second = Item("browser"), Item("fault"), Item("x"), Item("y")
    items = [late, fault, first, second]
    pytest_collection_modifyitems(items)  # type: ignore[arg-type]
    assert items == [first, second, fault, late]
