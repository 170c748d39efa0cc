"""Blocks of the data: whose address bears what, and when a browser keeps what it has."""

import pytest
import shapely
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Account, Session
from geodata.packing import unpack
from geodata.records import Record
from geodata.viewer import OFFICE, Viewer
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.geodata.making import at, incident, write


@pytest.fixture
def app(live: Live, session: Session) -> ASGIApp:
    return Told(Starlette(routes=build_routes(live)), session)


def address_of(live: Live, block: str, viewer: Viewer = OFFICE) -> str:
    """Tell the address of ``columns/LAYER`` or ``shapes/LAYER`` as the map asks for it."""
    kind, layer = block.split("/")
    path = f"layers/{layer}/columns" if kind == "columns" else block
    return f"/api/{path}?v={live.model().block_versions(viewer)[block]}"


def test_columns_are_a_compressed_block_of_the_current_version(app: ASGIApp, live: Live) -> None:
    answer = ask(app, address_of(live, "columns/rental"))
    header, arrays = unpack(answer.content)
    assert header == {"layer": "rental", "count": 3}
    assert arrays["placed"].tolist() == [1, 1, 0]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_block_is_asked_for_again_and_not_sent_again(app: ASGIApp, live: Live) -> None:
    address = address_of(live, "columns/rental")
    tag = ask(app, address).headers["etag"]
    again = ask(app, address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_an_import_leaves_the_addresses_of_what_it_does_not_change(
    app: ASGIApp, live: Live
) -> None:
    def addresses() -> dict[str, str]:
        return {block: address_of(live, block) for block in live.model().block_versions(OFFICE)}

    before = addresses()
    write(live.storage, "incident", [incident("I-1", position=at(113.502, 23.102))])
    between = addresses()
    changed = {block for block in before if before[block] != between[block]}
    assert changed == {"columns/incident"}
    street = shapely.to_wkb(shapely.LineString([(113.501, 23.101), (113.509, 23.101)]))
    write(live.storage, "street", [Record(key="S", row=2, position=at(113.5, 23.1, street))])
    after = addresses()
    assert {block for block in before if between[block] != after[block]} == {"shapes/street"}
    assert ask(app, between["shapes/street"]).status_code == 409
    assert unpack(ask(app, after["shapes/street"]).content)[0]["count"] == 1
    assert ask(app, after["shapes/community"]).status_code == 200


def test_an_address_bears_what_its_viewer_sees(live: Live) -> None:
    officer = Account(0, "yuan", "袁", "community_officer", areas=frozenset({"D1"}))
    limited = Told(Starlette(routes=build_routes(live)), sign_in(live, officer))
    assert ask(limited, address_of(live, "shapes/street")).status_code == 200
    assert ask(limited, address_of(live, "columns/rental")).status_code == 409
    theirs = Viewer(areas=frozenset({"D1"}), projects=None)
    header, _ = unpack(ask(limited, address_of(live, "columns/rental", theirs)).content)
    assert header["count"] == 1


def test_a_block_of_another_scope_is_another_block(app: ASGIApp, live: Live) -> None:
    officer = Account(0, "yuan", "袁", "community_officer", areas=frozenset({"D1"}))
    limited = Told(Starlette(routes=build_routes(live)), sign_in(live, officer))
    address = "/api/layers/rental/columns"
    tag = ask(app, address).headers["etag"]
    answer = ask(limited, address, headers={"if-none-match": tag})
    header, _ = unpack(answer.content)
    assert header["count"] < 3


def test_a_version_gone_by_is_refused_and_the_current_one_named(app: ASGIApp, live: Live) -> None:
    current = address_of(live, "columns/rental")
    answer = ask(app, "/api/layers/rental/columns?v=1")
    assert answer.status_code == 409
    assert current.endswith(f"?v={answer.json()['expected']}")
