"""The gallery, asked through HTTP and looked at in a browser."""

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx2
import pytest_asyncio
import uvicorn

from shared.testing.browser import browser as browser
from shared.testing.browser import browser_page as browser_page
from shared.testing.gallery import gallery


@pytest_asyncio.fixture(loop_scope="session")
async def pages() -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the gallery in the demonstration, nobody signed in."""
    transport = httpx2.ASGITransport(gallery())
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def address() -> AsyncIterator[str]:
    """The gallery on a free port of this machine, for a browser."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(gallery(), log_level="warning"))
        # The listener is open already: what is asked before the server has started waits in its queue.
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving
