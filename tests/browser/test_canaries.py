"""Personal data seeded into every personal field and free text, looked for in all that leaves."""

import contextlib
import gzip
import json
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Request, WebSocket, expect

from dashboard.reports.order import FORMATS
from geodata.catalogue import Layer, read_catalogue
from geodata.records import NotedRow, Problem, Record
from geodata.storage.store import open_storage
from tests.browser.server import Server
from tests.browser.signing import cookie_of
from tests.browser.wire import run_page, stream
from tests.dashboard.small_town import on
from tests.geodata.making import NOW, at, incident, rental, write, write_town

pytestmark = pytest.mark.browser

NAME, PHONE, ID_NUMBER, ROOM = "欧阳金丝雀", "13987654321", "11010519491231002X", "7788房"
TOLD = "司徒百灵鸟"
"""Named in free text only, which is scrubbed but not sealed."""
CANARIES = (NAME[1:], TOLD[1:], PHONE, ID_NUMBER, ROOM)
YEAR = "period=2025-01-01/2026-01-01"
READY_MS = 30_000
PLACES = ("rental", "premises", "school", "shelter", "enterprise", "clinic")
EVENTS = ("incident", "injury")
Serve = Callable[..., Server]


def personal(layer: Layer) -> dict[str, str]:
    """Return a canary for each personal field of a layer."""
    kinds = {"person": NAME, "phone": PHONE, "id_number": ID_NUMBER}
    fields = [field for field in layer.fields if field.personal]
    free = f"{PHONE} {ID_NUMBER}"
    return {field.id: kinds.get(field.type, free) for field in fields}


def seeded(make: Callable[..., Record], layer: Layer, key: str, **more: object) -> Record:
    free = [f.id for f in layer.fields if f.type == "text" and f.column is None and not f.personal]
    attributes = dict.fromkeys(free, f"联系人{TOLD} {PHONE} 身份证 {ID_NUMBER}")
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
    """A record full of canaries in every layer, and a refused row of one ledger."""
    folder = tmp_path_factory.mktemp("canaries") / "town"
    layers = read_catalogue().by_layer
    storage = open_storage(folder, now=NOW)
    write_town(storage)
    for name in PLACES:
        write(storage, name, [seeded(rental, layers[name], "R-1")])
    for name, kind in zip(EVENTS, ("fire", "fall"), strict=True):
        record = seeded(incident, layers[name], "F-1", class_=kind, occurred_at=on(3, 1))
        cells = {"姓名": NAME, "电话": PHONE, "备注": f"{TOLD} {ID_NUMBER}"}
        refused = NotedRow("一", 9, cells, (Problem("发生时间", "required"),))
        write(storage, name, [record], rejected=[refused])
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
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as book:
            opened += [book.read(name) for name in book.namelist()]
    whole = b"\0".join(opened)
    spelled = {canary: (canary.encode(), json.dumps(canary)[1:-1].encode()) for canary in CANARIES}
    return {canary for canary, forms in spelled.items() if any(form in whole for form in forms)}


class Recorder:
    """Everything a tab receives: bodies of answers and frames of sockets."""

    def __init__(self, page: Page) -> None:
        self.content: list[bytes] = []
        self._ended: list[Request] = []
        page.on("requestfinished", self._end)
        page.on("websocket", self._follow)

    def _end(self, request: Request) -> None:
        self._ended.append(request)

    def _follow(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._frame)

    def _frame(self, frame: Any) -> None:
        self.content.append(frame.encode() if isinstance(frame, str) else bytes(frame))

    def all(self) -> list[bytes]:
        """Return it, one piece an answer or frame."""
        for request in self._ended:
            answer = request.response()
            if answer is not None and answer.ok:  # a redirect has no body
                self.content.append(answer.body())
        self._ended.clear()
        return self.content


def kept(page: Page) -> bytes:
    """Return what the browser keeps of itself."""
    text: str = page.evaluate(
        """async () => JSON.stringify([
          { ...localStorage }, { ...sessionStorage }, document.cookie, location.href,
          await caches.keys(), (await indexedDB.databases?.()) ?? [], document.title])"""
    )
    return text.encode()


def canaries(pieces: list[bytes]) -> set[str]:
    return {canary for piece in pieces for canary in found_in(piece)}


def tour(
    page: Page, server: Server, pages: tuple[str, ...], layers: tuple[str, ...], reason: str = ""
) -> None:
    """See what a person is offered: rows and facts of each layer, counts, each page.

    With a reason, each record's personal data too.
    """
    page.goto(f"{server.url}/?{YEAR}&layers={','.join(layers)}")
    drawn = page.locator(".map-legend").get_by_text("图上 1")
    expect(drawn).to_have_count(len(layers), timeout=READY_MS)
    facts = page.locator(".map-facts")
    for layer in layers:
        tab = page.locator(f'.sm-table [data-focus="tab-{layer}"]')
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        page.locator(f'.sm-table tr[data-row^="{layer}."] button').click()
        name = read_catalogue().by_layer[layer].name.zh
        expect(facts).to_contain_text(name)
        expect(facts.locator(".map-source")).to_be_visible()
        if reason:
            facts.get_by_role("textbox").fill(reason)
            facts.get_by_role("button", name="查看").click()
            expect(facts.get_by_role("textbox")).to_have_count(0)
            expect(facts).to_contain_text(ROOM)
    expect(page.locator(".sm-table", has_text="伤害监测")).to_contain_text("少于 5")
    for name in pages:
        page.locator(".sm-head nav button", has_text=name).click()
        expect(page.locator(".sm-table").last.locator("tbody tr").first).to_be_visible()


def logs(server: Server) -> list[bytes]:
    files = [server.log, *(server.data / "logs").glob("*")]
    return [path.read_bytes() for path in files]


def test_the_search_finds_what_is_there() -> None:
    assert found_in(f"x{PHONE}".encode()) == {PHONE}
    assert found_in(b"head" + gzip.compress(NAME.encode())) == {NAME[1:]}
    assert found_in(json.dumps(ROOM).encode()) == {ROOM}
    book = BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("sheet.xml", TOLD)
    assert found_in(book.getvalue()) == {TOLD[1:]}


def test_an_evaluator_is_sent_none_of_it_and_nothing_of_it_is_kept(
    serve: Serve, town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    server, recorder = serve(town, "evaluator"), Recorder(page)
    tour(page, server, ("台账", "地图"), (*PLACES, "incident"))
    shot("counted")
    sent = recorder.all()
    assert any("少于 5".encode() in piece or b"\\u5c11\\u4e8e 5" in piece for piece in sent)
    assert canaries(sent) == set()
    assert found_in(kept(page)) == set()
    assert canaries(logs(server)) == set()
    stored = b"".join(path.read_bytes() for path in town.rglob("*") if path.is_file())
    assert NAME[1:] not in found_in(stored)


def test_nothing_else_sends_it_to_whoever_asks_for_it_all(
    started: Callable[[Path], Server], town: Path
) -> None:
    server = started(town)
    for role in ("evaluator", "clerk"):
        sent = all_answers(server, role)
        assert canaries(sent) == set(), role
    assert canaries(logs(server)) == set()


def all_answers(server: Server, role: str) -> list[bytes]:
    """Ask every route for every record, files included, as a program would."""
    cookie = cookie_of(server, role)
    headers = {"cookie": f"{cookie['name']}={cookie['value']}", "origin": server.url}
    sent, files = [], []
    with httpx.Client(base_url=server.url, headers=headers, timeout=READY_MS) as client:
        for layer in read_catalogue().by_layer:
            sent += [client.get(f"/api/layers/{layer}/columns"), client.get(f"/api/shapes/{layer}")]
            sent.append(client.get(f"/api/layers/{layer}/names?numbers=1,2,3,4,5,6,7,8"))
            sent += [client.get(f"/api/facts/{layer}/{n}?{YEAR}") for n in range(1, 9)]
        files = [client.post(f"/api/export/incident/{kind}?{YEAR}") for kind in FORMATS]
        files.append(client.post(f"/api/export/rental/csv?{YEAR}"))
    assert sum(answer.status_code == httpx.codes.OK for answer in sent) > len(PLACES)
    expected = httpx.codes.OK if role == "clerk" else httpx.codes.FORBIDDEN
    assert {answer.status_code for answer in files} == {expected}
    with stream(server, cookie) as socket:
        told = run_page(socket, f"{YEAR}&layers=rental&pick=incident.1")[1].encode()
    return [told, *(answer.content for answer in [*sent, *files])]


def test_a_clerk_who_asks_is_sent_all_of_it_and_the_logs_none(
    serve: Serve, town: Path, page: Page
) -> None:
    server, recorder = serve(town, "clerk"), Recorder(page)
    tour(page, server, ("台账",), ("rental", "incident"), reason="核对")
    assert canaries(recorder.all()) == set(CANARIES)
    assert found_in(kept(page)) == set()
    assert canaries(logs(server)) == set()
