"""Asking an ASGI application without a socket."""

import asyncio

import httpx
from starlette.types import ASGIApp


def ask(app: ASGIApp, address: str, **options: str) -> httpx.Response:
    """Send one GET and return the answer; `options` are headers."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(address, headers=options)

    return asyncio.run(send())
