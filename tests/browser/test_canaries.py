"""Personal data seeded into every personal field and free text, looked for in all that leaves."""

import contextlib
import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from geodata.catalogue import Layer, read_catalogue
from geodata.records import Record
from geodata.storage.store import open_storage
from tests.browser.server import Server
from tests.browser.signing import cookie_of
from tests.browser.wire import run_page, stream
from tests.dashboard.small_town import on
from tests.geodata.making import NOW, at, incident, rental, write, write_town

pytestmark = pytest.mark.browser

NAME, PHONE, ID_NUMBER, ROOM = "欧阳金丝雀", "13987654321", "11010519491231002X", "7788房"
CANARIES = (NAME[1:], PHONE, ID_NUMBER, ROOM)
YEAR = "period=2025-01-01/2026-01-01"


def personal(layer: Layer) -> dict[str, str]:
    """Return a canary for each personal field of a layer."""
    kinds = {"person": NAME, "phone": PHONE, "id_number": ID_NUMBER}
    fields = [field for field in layer.fields if field.personal]
    return {field.id: kinds.get(field.type, f"{PHONE} {ID_NUMBER}") for field in fields}


def seeded(make: Callable[..., Record], layer: Layer, key: str, **more: object) -> Record:
    free = [f.id for f in layer.fields if f.type == "text" and f.column is None and not f.personal]
    attributes = dict.fromkeys(free, f"联系 {PHONE} 身份证 {ID_NUMBER}")
    return make(
        key,
        position=at(113.501, 23.101),
        address=f"新庄西街12号3栋{ROOM}",
        attributes=attributes,
        personal=personal(layer),
        **more,
    )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("canaries") / "town"
    layers = read_catalogue().by_layer
    storage = open_storage(folder, now=NOW)
    write_town(storage)
    write(storage, "rental", [seeded(rental, layers["rental"], "R-1", grade="red")])
    fire = seeded(incident, layers["incident"], "F-1", class_="fire", occurred_at=on(3, 1))
    write(storage, "incident", [fire])
    storage.close()
    return folder


def found_in(content: bytes) -> set[str]:
    opened = [content]
    for start in (b"\x1f\x8b", b"\x78\x9c"):
        at_byte = content.find(start)
        while at_byte >= 0:
            with contextlib.suppress(zlib.error):
                opened.append(zlib.decompressobj(47).decompress(content[at_byte:]))
            at_byte = content.find(start, at_byte + 1)
    whole = b"\0".join(opened)
    spelled = {canary: (canary.encode(), json.dumps(canary)[1:-1].encode()) for canary in CANARIES}
    return {canary for canary, forms in spelled.items() if any(form in whole for form in forms)}


def all_sent(server: Server, role: str, reason: str | None = None) -> bytes:
    """Return all a role is sent of map, figures, rows, facts and ledgers."""
    cookie = cookie_of(server, role)
    headers = {"cookie": f"{cookie['name']}={cookie['value']}", "origin": server.url}
    catalogue = read_catalogue()
    sent = []
    with httpx.Client(base_url=server.url, headers=headers) as client:
        for layer in catalogue.by_layer:
            sent += [client.get(f"/api/layers/{layer}/columns"), client.get(f"/api/shapes/{layer}")]
        for layer in ("rental", "incident"):
            sent += [client.get(f"/api/facts/{layer}/1?{YEAR}{more}") for more in ("", "&short=1")]
            if reason is not None:
                form = {"reason": reason}
                sent.append(client.post(f"/api/facts/{layer}/1/unmask?{YEAR}", data=form))
    assert sum(answer.status_code == httpx.codes.OK for answer in sent) > len(catalogue.by_layer)
    told = []
    for layers in ("rental", "incident"):
        with stream(server, cookie) as socket:
            told.append(run_page(socket, f"{YEAR}&layers={layers}")[1].encode())
    return b"\0".join([*told, *(answer.content for answer in sent)])


def test_the_search_finds_what_is_there() -> None:
    assert found_in(f"x{PHONE}".encode()) == {PHONE}
    assert found_in(b"head" + gzip.compress(NAME.encode())) == {NAME[1:]}
    assert found_in(json.dumps(ROOM).encode()) == {ROOM}


def test_an_evaluator_is_sent_none_of_it_and_nothing_of_it_is_kept(
    started: Callable[[Path], Server], town: Path
) -> None:
    server = started(town)
    sent = all_sent(server, "evaluator")
    assert b"safety_map_table" in sent
    assert found_in(sent) == set()
    assert found_in(server.log.read_bytes()) == set()
    stored = b"".join(path.read_bytes() for path in town.rglob("*") if path.is_file())
    assert NAME[1:] not in found_in(stored)


def test_a_clerk_who_asks_is_sent_all_of_it(started: Callable[[Path], Server], town: Path) -> None:
    server = started(town)
    assert found_in(all_sent(server, "clerk")) == set()
    assert found_in(all_sent(server, "clerk", "核对")) == set(CANARIES)
    assert found_in(server.log.read_bytes()) == set()
