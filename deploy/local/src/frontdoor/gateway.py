"""One address in front of services that are processes of their own, told apart by the first word of the path.

The law: unless it certainly never left here, a request may have been done, and the answer says which it is.
Bodies are streamed in both directions and never kept.
"""

from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from typing import Final

import httpx2
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Mount
from starlette.types import Receive, Scope, Send

from frontdoor import start_page
from frontdoor.health import health_routes
from frontdoor.lifespans import all_alive
from frontdoor.nowhere import nowhere
from frontdoor.ready import ready_line
from frontdoor.server import Stop, serve, take_port
from frontdoor.settings import GatewaySettings

RETRY_AFTER_SECONDS: Final = "2"
# Server-sent events are silent between heartbeats; a service that says nothing for a minute hangs.
TIMEOUT: Final = httpx2.Timeout(60.0, connect=2.0)
# Shorter than uvicorn's own 5 s, so that a request seldom goes down a connection that is just being closed.
IDLE_SECONDS: Final = 2.0
HOP_BY_HOP: Final = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
)
FORWARDED: Final = frozenset({b"x-forwarded-for", b"x-forwarded-proto"})

RawHeaders = list[tuple[bytes, bytes]]


class Upstream:
    """The ASGI app that stands for one service at the gateway."""

    def __init__(self, name: str, url: str, transport: httpx2.AsyncBaseTransport) -> None:
        self._name = name
        self._url = httpx2.URL(url)
        self._transport = transport

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            answer = await self._transport.handle_async_request(self._forwarded(request))
        except ClientDisconnect:
            return
        except httpx2.TransportError as failure:
            await self._problem(failure)(scope, receive, send)
            return
        try:
            await _passed_back(answer)(scope, receive, send)
        finally:
            await answer.aclose()

    def _forwarded(self, request: Request) -> httpx2.Request:
        has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
        return httpx2.Request(
            request.method,
            self._address(request),
            headers=[*_end_to_end(request.headers.raw, without=FORWARDED), *_forwarding(request)],
            content=request.stream() if has_body else None,
            extensions={"timeout": TIMEOUT.as_dict()},
        )

    def _address(self, request: Request) -> httpx2.URL:
        # The bytes as they came: decoding and encoding again would change what a name in the path means.
        path = bytes(request.scope["raw_path"]).removeprefix(f"/{self._name}".encode()) or b"/"
        query = bytes(request.scope["query_string"])
        return self._url.copy_with(raw_path=path + (b"?" + query if query else b""))

    def _problem(self, failure: httpx2.TransportError) -> Response:
        if isinstance(failure, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout):
            detail = f"{self._name} does not answer. Nothing was done: send it again."
            return _problem(503, "Not there just now", detail, "GATEWAY-AWAY")
        detail = f"{self._name} did not finish its answer. Send it again with the same Idempotency-Key."
        return _problem(502, "No whole answer", detail, "GATEWAY-CUT")


def build_gateway(upstreams: Mapping[str, str], front: Starlette, transport: httpx2.AsyncBaseTransport) -> Starlette:
    """The gateway's app: health of the whole, the services by their paths, and `front` for all else."""
    services = [Mount(f"/{name}", Upstream(name, url, transport)) for name, url in upstreams.items()]
    health = health_routes(clients_of(upstreams, transport))
    return Starlette(routes=[*health, *services, Mount("/", front)], exception_handlers={404: nowhere})


def clients_of(upstreams: Mapping[str, str], transport: httpx2.AsyncBaseTransport) -> dict[str, httpx2.AsyncClient]:
    """Clients by which the services are asked how they are."""
    return {name: httpx2.AsyncClient(base_url=url, transport=transport) for name, url in upstreams.items()}


async def run_gateway(settings: GatewaySettings, host: str, port: int, stop: Stop) -> None:
    """Serve until asked to stop; says `Ready` when every service behind it is."""
    front = start_page.build(settings)
    upstreams = settings.upstreams()
    # A bare transport: a client would keep one person's cookies and send them with the next one's request.
    limits = httpx2.Limits(max_connections=None, keepalive_expiry=IDLE_SECONDS)
    async with AsyncExitStack() as running:
        listener = running.enter_context(take_port(host, port))
        transport = await running.enter_async_context(httpx2.AsyncHTTPTransport(limits=limits, trust_env=False))
        await running.enter_async_context(all_alive({"front page": front}))
        clients = clients_of(upstreams, transport)
        gateway = build_gateway(upstreams, front, transport)
        await serve(gateway, listener, stop, lambda: ready_line(settings.public_url, clients))


def _problem(status: int, title: str, detail: str, code: str) -> Response:
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "field": None,
    }
    return JSONResponse(body, status, {"retry-after": RETRY_AFTER_SECONDS}, "application/problem+json")


def _passed_back(answer: httpx2.Response) -> StreamingResponse:
    response = StreamingResponse(answer.aiter_raw(), answer.status_code)
    response.raw_headers = _end_to_end(answer.headers.raw)
    return response


def _end_to_end(headers: Iterable[tuple[bytes, bytes]], without: frozenset[bytes] = frozenset()) -> RawHeaders:
    left_out = HOP_BY_HOP | without
    return [(name, value) for name, value in headers if name.lower() not in left_out]


def _forwarding(request: Request) -> RawHeaders:
    client = request.client.host if request.client else "unknown"
    return [(b"x-forwarded-for", client.encode()), (b"x-forwarded-proto", request.url.scheme.encode())]
