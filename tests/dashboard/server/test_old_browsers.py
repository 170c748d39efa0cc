import gzip

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from dashboard.server.old_browsers import ForOldBrowsers
from tests.dashboard.asking import ask

PAGE = (
    '<!doctype html><html><head><title>页</title></head><body><div id="root"></div></body></html>'
)
OURS = "<html><head></head><body>登录</body></html>"
HTML = {"accept": "text/html,*/*", "accept-encoding": "gzip", "if-none-match": '"1"'}


async def page(request: Request) -> Response:
    if "if-none-match" in request.headers:
        return Response(status_code=304)
    if "gzip" in request.headers.get("accept-encoding", ""):
        zipped = gzip.compress(PAGE.encode())
        return Response(zipped, media_type="text/html", headers={"content-encoding": "gzip"})
    return HTMLResponse(PAGE, headers={"etag": '"1"'})


async def own_page(_: Request) -> Response:
    return HTMLResponse(OURS)


async def data(_: Request) -> Response:
    return JSONResponse({"text": "<head>"}, headers={"etag": '"2"'})


@pytest.fixture
def app() -> ForOldBrowsers:
    routes = [Route("/", page), Route("/data", data), Route("/login", own_page)]
    return ForOldBrowsers(Starlette(routes=routes))


def test_a_page_begins_with_the_script_and_is_whole(app: ForOldBrowsers) -> None:
    answer = ask(app, "/", headers=HTML)
    before, tag, after = answer.text.partition("</script>")
    assert before.startswith('<!doctype html><html><head><script src="/assets/page-')
    assert before.endswith('/old_browsers.js">')
    assert f"{before.partition('<script')[0]}{after}" == PAGE
    assert tag
    assert "etag" not in answer.headers
    assert "content-length" not in answer.headers


def test_what_is_no_page_stays_as_it_is(app: ForOldBrowsers) -> None:
    answer = ask(app, "/data", headers={"accept": "text/html"})
    assert (answer.json(), answer.headers["etag"]) == ({"text": "<head>"}, '"2"')
    assert ask(app, "/", headers={"accept": "*/*"}).text == PAGE


def test_a_page_of_ours_has_no_script_from_elsewhere(app: ForOldBrowsers) -> None:
    assert ask(app, "/login", headers=HTML).text == OURS
