"""What a route declares is what it enforces, and the declarations can be read back."""

from dataclasses import dataclass
from typing import Annotated, Any

import httpx2
import pytest
from fastapi import APIRouter, FastAPI
from starlette.staticfiles import StaticFiles

from shared.access.actor import Actor, Role
from shared.access.routes import PUBLIC, UNDECLARED, Allowed, allow, declared_access, public


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@dataclass(frozen=True)
class Answer:
    status: int
    code: str | None


async def asked(api: httpx2.AsyncClient, token: str, path: str = "/screening/api/v1/contacts") -> Answer:
    response = await api.get(path, headers=bearer(token))
    return Answer(response.status_code, response.json().get("code"))


async def test_a_machine_with_the_scope_is_let_in_as_itself(copy: Any, api: httpx2.AsyncClient) -> None:
    token = await copy.machine_token("expol-rms")
    answer = await api.get("/screening/api/v1/contacts", headers=bearer(token))

    assert answer.json() == {
        "user_id": "expol-rms",
        "name": "Example Police records system",
        "role": "POLICE_SYSTEM",
        "org_id": "force-example",
        "registered_sw": False,
    }


async def test_a_machine_without_the_scope_is_refused(copy: Any, api: httpx2.AsyncClient) -> None:
    token = await copy.machine_token("expol-rms", scope="contacts:submit")

    assert await asked(api, token) == Answer(403, "ACCESS-SCOPE")


async def test_a_machine_of_another_role_is_refused_whatever_its_scopes(copy: Any, api: httpx2.AsyncClient) -> None:
    token = await copy.machine_token("school-portal-999001")

    assert await asked(api, token) == Answer(403, "ACCESS-ROLE")


async def test_a_route_without_a_scope_is_closed_to_machines(copy: Any, api: httpx2.AsyncClient) -> None:
    token = await copy.machine_token("expol-rms")
    refused = await api.post("/screening/api/v1/decisions", headers=bearer(token), json={})

    assert (refused.status_code, refused.json()["code"]) == (403, "ACCESS-SCOPE")


async def test_a_person_passes_by_role_alone(copy: Any, api: httpx2.AsyncClient) -> None:
    token = await copy.person_token("sw.adeyemi")
    answer = await api.get("/screening/api/v1/contacts", headers=bearer(token))

    assert answer.json()["registered_sw"] is True


async def test_a_person_of_another_role_is_refused(copy: Any, api: httpx2.AsyncClient) -> None:
    assert await asked(api, await copy.person_token("dsl.osei")) == Answer(403, "ACCESS-ROLE")


async def test_nobody_is_told_how_to_come_in(api: httpx2.AsyncClient) -> None:
    refused = await api.get("/screening/api/v1/contacts")

    assert (refused.status_code, refused.json()["code"]) == (401, "ACCESS-SIGN-IN")
    assert refused.headers["www-authenticate"] == 'Bearer realm="frontdoor"'


async def test_a_form_sent_after_the_session_ended_is_refused_not_redirected(
    browser: httpx2.AsyncClient,
) -> None:
    assert (await browser.post("/screening/notes", data={"text": "x"})).status_code == 401


async def test_a_bad_token_is_not_rescued_by_a_good_cookie(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")

    assert (await browser.get("/screening/queue", headers=bearer("x.y.z"))).status_code == 401


async def test_a_public_route_asks_nothing(api: httpx2.AsyncClient) -> None:
    assert (await api.get("/screening/about")).status_code == 200


def test_a_declaration_names_somebody() -> None:
    with pytest.raises(ValueError, match="roles"):
        allow()


def test_the_system_never_comes_by_http() -> None:
    with pytest.raises(ValueError, match="never"):
        allow(Role.SYSTEM)


def app_of_every_kind() -> FastAPI:
    """Routes on the app, in routers inside routers, in mounted apps, as a web socket and as plain ASGI."""
    inner = APIRouter(prefix="/inner")

    @inner.get("/nested")
    async def nested(who: Annotated[Actor, allow(Role.SCREENER_SW, Role.LADO, scope="a:b")]) -> None: ...

    @inner.post("/forgotten")
    async def forgotten() -> None: ...

    @inner.get("/open", dependencies=[public()])
    async def opened() -> None: ...

    @inner.websocket("/socket")
    async def talk(who: Annotated[Actor, allow(Role.LADO)]) -> None: ...

    outer = APIRouter(prefix="/outer", dependencies=[allow(Role.SCREENER_SW, Role.EDT_WORKER)])
    outer.include_router(inner)
    mounted = FastAPI(openapi_url=None)
    mounted.include_router(inner)
    app = FastAPI(docs_url=None, redoc_url=None)
    app.include_router(outer)
    app.mount("/mounted", mounted)
    app.mount("/static", StaticFiles(directory="."))
    return app


def test_every_route_is_listed_with_what_it_declares() -> None:
    screener, lado = frozenset({Role.SCREENER_SW}), frozenset({Role.LADO})
    both = frozenset({Role.SCREENER_SW, Role.EDT_WORKER})

    listed = {(method, path): access for method, path, access in declared_access(app_of_every_kind())}

    assert listed == {
        ("GET", "/openapi.json"): PUBLIC,
        ("GET", "/outer/inner/nested"): Allowed(screener, "a:b"),
        ("POST", "/outer/inner/forgotten"): Allowed(both, None),
        ("GET", "/outer/inner/open"): Allowed(both, None),
        ("*", "/outer/inner/socket"): Allowed(frozenset(), None),
        ("GET", "/mounted/inner/nested"): Allowed(screener | lado, "a:b"),
        ("POST", "/mounted/inner/forgotten"): UNDECLARED,
        ("GET", "/mounted/inner/open"): PUBLIC,
        ("*", "/mounted/inner/socket"): Allowed(lado, None),
        ("*", "/static"): PUBLIC,
    }
