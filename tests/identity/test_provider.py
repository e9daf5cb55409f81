"""The development identity provider: discovery, keys, and that it stays in development."""

import json
import stat
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx2
import pytest

from frontdoor.identity.app import build
from frontdoor.identity.keys import signing_key
from frontdoor.identity.personas import CLIENTS, PERSONAS
from shared.access.actor import Role
from shared.access.routes import PUBLIC, declared_access
from shared.settings import Settings

ASKED = {
    "client_id": "frontdoor-pages",
    "redirect_uri": "http://127.0.0.1:8000/screening/callback",
    "response_type": "code",
    "scope": "openid profile",
    "state": "s",
    "nonce": "n",
    "code_challenge": "c" * 43,
    "code_challenge_method": "S256",
}


def test_it_refuses_to_exist_outside_development(settings_in: Callable[..., Settings]) -> None:
    with pytest.raises(RuntimeError, match="development only"):
        build(settings_in("production"))


def test_every_role_has_somebody_to_sign_in_or_call_as() -> None:
    actors = [persona.actor for persona in PERSONAS] + [client.actor for client in CLIENTS]

    assert {actor.role for actor in actors} == set(Role) - {Role.SYSTEM}


def test_nobody_shares_an_id() -> None:
    ids = [persona.actor.user_id for persona in PERSONAS] + [client.client_id for client in CLIENTS]

    assert len(ids) == len(set(ids))


def test_its_routes_are_open_to_all(settings_in: Callable[..., Settings]) -> None:
    assert {declared.access for declared in declared_access(build(settings_in()))} == {PUBLIC}


async def test_it_describes_itself(provider: httpx2.AsyncClient) -> None:
    document = (await provider.get("/.well-known/openid-configuration")).json()

    assert document["issuer"] == "http://127.0.0.1:8000"
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert "none" not in document["id_token_signing_alg_values_supported"]


async def test_it_publishes_the_public_half_of_its_key_only(provider: httpx2.AsyncClient) -> None:
    (key,) = (await provider.get("/jwks")).json()["keys"]

    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}


def test_its_key_outlives_a_restart(tmp_path: Path) -> None:
    assert signing_key(tmp_path / "state").kid == signing_key(tmp_path / "state").kid


def test_its_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    signing_key(tmp_path)

    (kept,) = tmp_path.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert json.loads(kept.read_text())["kty"] == "RSA"


class Page(HTMLParser):
    """What a test asks of the persona page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


async def chooser(provider: httpx2.AsyncClient, **changed: str) -> Page:
    answer = await provider.get("/authorize", params=ASKED | changed)
    assert answer.status_code == 200
    return Page(answer.text)


async def test_the_page_offers_every_persona_with_what_they_may_do(provider: httpx2.AsyncClient) -> None:
    page = await chooser(provider)
    offered = {button.get("formaction") for button in page.all("button")}

    assert offered == {f"/authorize/{persona.actor.user_id}" for persona in PERSONAS}
    assert all(persona.may in page.text for persona in PERSONAS)


async def test_a_suggested_persona_comes_first(provider: httpx2.AsyncClient) -> None:
    page = await chooser(provider, login_hint="edt.okafor")

    assert page.all("button")[0]["formaction"] == "/authorize/edt.okafor"


async def test_the_page_has_one_heading_labelled_buttons_and_no_script(provider: httpx2.AsyncClient) -> None:
    page = await chooser(provider)

    assert len(page.all("h1")) == 1
    assert page.all("script") == []
    assert all(f"Sign in as {persona.actor.name}" in page.text for persona in PERSONAS)


async def test_what_was_asked_is_escaped_on_the_page(provider: httpx2.AsyncClient) -> None:
    answer = await provider.get("/authorize", params=ASKED | {"state": '"><script>alert(1)</script>'})

    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "changed",
    [
        {"client_id": "somebody-else"},
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": "http://127.0.0.1:8000.evil.example/callback"},
        {"redirect_uri": "http://127.0.0.1:8000@evil.example/callback"},
        {"redirect_uri": "http://127.0.0.1:8000/screening/callback?x=1"},
        {"redirect_uri": "http://127.0.0.1:8000/screening/../callback"},
        {"redirect_uri": "http://127.0.0.1:8000//evil.example/callback"},
        {"redirect_uri": "/screening/callback"},
        {"redirect_uri": ""},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_nobody_is_sent_to_an_address_that_is_not_ours(
    provider: httpx2.AsyncClient, changed: dict[str, str], method: str
) -> None:
    how: dict[str, Any] = {"params": ASKED | changed} if method == "GET" else {"data": ASKED | changed}
    path = "/authorize" if method == "GET" else "/authorize/sw.adeyemi"
    answer = await provider.request(method, path, **how)

    assert (answer.status_code, answer.json()["code"]) == (400, "IDENTITY-CLIENT")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
async def test_a_client_that_asks_wrongly_is_told(
    provider: httpx2.AsyncClient, changed: dict[str, str], error: str
) -> None:
    answer = await provider.get("/authorize", params=ASKED | changed)

    assert answer.headers["location"] == f"{ASKED['redirect_uri']}?error={error}&state=s"


async def test_an_unknown_persona_is_not_found(provider: httpx2.AsyncClient) -> None:
    assert (await provider.post("/authorize/nobody", data=ASKED)).status_code == 404
