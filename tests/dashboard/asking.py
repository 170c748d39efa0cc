"""Asking an ASGI application without a socket."""

import asyncio

import httpx
from starlette.types import ASGIApp


def ask(
    app: ASGIApp,
    address: str,
    *,
    form: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """Send a GET, or a form, and return the answer."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            method = "GET" if form is None else "POST"
            return await client.request(method, address, data=form, headers=headers)

    return asyncio.run(send())
