"""The gateway: it passes on what it was given, keeps nothing of it, and says what became of a request it lost."""

import json
from collections.abc import AsyncIterator

import httpx2
import pytest
from starlette.applications import Starlette

from frontdoor.gateway import build_gateway

BODY = b"a concern about a child" * 1000


async def _service(request: httpx2.Request) -> httpx2.Response:
    """A service that tells what reached it, and sets two cookies."""
    body = await request.aread()
    seen = {
        "url": str(request.url),
        "host": request.headers["host"],
        "cookie": request.headers.get("cookie"),
        "forwarded": request.headers.get_list("x-forwarded-for"),
        "encoding": request.headers.get("accept-encoding"),
        "length": len(body),
    }
    cookies = [("set-cookie", "a=1"), ("set-cookie", "b=2")]
    return httpx2.Response(200, headers=cookies, stream=httpx2.ByteStream(json.dumps(seen).encode()))


async def _away(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused", request=request)


async def _cut(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.RemoteProtocolError("closed without an answer", request=request)


def _client(service: httpx2.MockTransport) -> httpx2.AsyncClient:
    gateway = build_gateway({"intake": "http://intake:8000"}, Starlette(), service)
    transport = httpx2.ASGITransport(gateway)  # pyright: ignore[reportArgumentType]
    return httpx2.AsyncClient(transport=transport, base_url="http://frontdoor.example")


@pytest.fixture
async def client() -> AsyncIterator[httpx2.AsyncClient]:
    async with _client(httpx2.MockTransport(_service)) as client:
        yield client


async def test_the_service_is_asked_without_its_name_in_the_path(client: httpx2.AsyncClient) -> None:
    seen = (await client.get("/intake/api/v1/contacts?since=3")).json()
    assert seen["url"] == "http://intake:8000/api/v1/contacts?since=3"


async def test_the_path_arrives_byte_for_byte(client: httpx2.AsyncClient) -> None:
    seen = (await client.get("/intake/a%2Fb%20c")).json()
    assert seen["url"] == "http://intake:8000/a%2Fb%20c"


async def test_a_path_that_leads_to_no_service_is_answered_as_a_service_would(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/intake/a%0Ab")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "HTTP-404"


async def test_the_service_sees_the_address_that_the_browser_asked_for(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/intake/")).json()["host"] == "frontdoor.example"


async def test_a_body_arrives_whole(client: httpx2.AsyncClient) -> None:
    assert (await client.post("/intake/", content=BODY)).json()["length"] == len(BODY)


async def test_a_caller_cannot_say_on_whose_behalf_it_calls(client: httpx2.AsyncClient) -> None:
    seen = (await client.get("/intake/", headers={"x-forwarded-for": "10.0.0.1"})).json()
    assert seen["forwarded"] == ["127.0.0.1"]


async def test_every_cookie_is_passed_back(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/intake/")).headers.get_list("set-cookie") == ["a=1", "b=2"]


async def test_one_persons_cookie_is_never_sent_with_the_next_ones_request(client: httpx2.AsyncClient) -> None:
    await client.get("/intake/")
    client.cookies.clear()
    assert (await client.get("/intake/")).json()["cookie"] is None


async def test_nothing_is_asked_for_that_the_caller_did_not_ask_for(client: httpx2.AsyncClient) -> None:
    del client.headers["accept-encoding"]
    assert (await client.get("/intake/")).json()["encoding"] is None


async def test_a_service_that_is_away_was_certainly_not_asked() -> None:
    async with _client(httpx2.MockTransport(_away)) as client:
        answer = await client.post("/intake/", content=BODY)
    assert answer.status_code == 503
    assert answer.json()["code"] == "GATEWAY-AWAY"
    assert answer.headers["retry-after"]


async def test_a_service_that_broke_off_may_have_done_it() -> None:
    async with _client(httpx2.MockTransport(_cut)) as client:
        answer = await client.post("/intake/", content=BODY)
    assert answer.status_code == 502
    assert answer.json()["code"] == "GATEWAY-CUT"
    assert answer.headers["content-type"] == "application/problem+json"
