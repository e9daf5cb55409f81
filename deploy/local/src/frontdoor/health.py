"""Whether the whole system is alive and ready, asked of each part by its own `/readyz`."""

import asyncio
from collections.abc import Mapping

import httpx2
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

ANSWER_SECONDS = 3.0

Clients = Mapping[str, httpx2.AsyncClient]


async def unready(parts: Clients) -> dict[str, object]:
    """What each part that is not ready says of itself; empty when all are ready."""
    answers = await asyncio.gather(*(_answer(client) for client in parts.values()))
    return {name: answer for name, answer in zip(parts, answers, strict=True) if answer is not None}


def health_routes(parts: Clients) -> list[Route]:
    async def alive(_: Request) -> JSONResponse:
        return JSONResponse({"status": "alive"})

    async def ready(_: Request) -> JSONResponse:
        not_ready = await unready(parts)
        if not_ready:
            return JSONResponse({"status": "not ready", "parts": not_ready}, 503, {"retry-after": "2"})
        return JSONResponse({"status": "ready", "parts": list(parts)})

    return [Route("/livez", alive), Route("/readyz", ready)]


def in_process(app: object, name: str) -> httpx2.AsyncClient:
    """A client of an app in this process, which sees the path that it is mounted at."""
    transport = httpx2.ASGITransport(app, root_path=f"/{name}")  # pyright: ignore[reportArgumentType]
    return httpx2.AsyncClient(transport=transport, base_url=f"http://{name}", timeout=ANSWER_SECONDS)


async def _answer(client: httpx2.AsyncClient) -> object | None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            response = await client.get("/readyz")
    except (httpx2.HTTPError, TimeoutError) as failure:
        return type(failure).__name__
    if response.status_code == 200:
        return None
    try:
        return response.json()
    except ValueError:
        return response.status_code
