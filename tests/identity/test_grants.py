"""The token endpoint: a code once, a machine by its secret, a persona by name."""

import base64
import hashlib
from typing import Any

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from frontdoor.identity.codes import Codes, Granted
from frontdoor.identity.personas import PERSONA_BY_ID

VERIFIER = "a-verifier-that-is-long-enough-for-the-standard"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
CALLBACK = "http://127.0.0.1:8000/screening/callback"
ASKED = {
    "client_id": "frontdoor-pages",
    "redirect_uri": CALLBACK,
    "response_type": "code",
    "scope": "openid",
    "state": "s",
    "nonce": "the nonce",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


async def new_code(provider: httpx2.AsyncClient) -> str:
    chosen = await provider.post("/authorize/sw.adeyemi", data=ASKED)
    return httpx2.URL(chosen.headers["location"]).params["code"]


async def redeemed(provider: httpx2.AsyncClient, code: str, **changed: str) -> httpx2.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": "frontdoor-pages",
        "code": code,
        "code_verifier": VERIFIER,
        "redirect_uri": CALLBACK,
    }
    return await provider.post("/token", data=form | changed)


async def claims_of(provider: httpx2.AsyncClient, token: str) -> dict[str, Any]:
    keys = KeySet.import_key_set((await provider.get("/jwks")).json())
    return jwt.decode(token, keys, algorithms=["RS256"]).claims


async def test_a_code_becomes_who_signed_in(provider: httpx2.AsyncClient) -> None:
    answer = (await redeemed(provider, await new_code(provider))).json()
    claims = await claims_of(provider, answer["id_token"])

    assert (claims["sub"], claims["aud"], claims["nonce"]) == ("sw.adeyemi", "frontdoor-pages", "the nonce")
    assert (claims["role"], claims["registered_sw"]) == ("SCREENER_SW", True)


async def test_a_code_is_good_once(provider: httpx2.AsyncClient) -> None:
    code = await new_code(provider)
    answers = [await redeemed(provider, code) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 400]


@pytest.mark.parametrize(
    "changed",
    [
        {"code_verifier": "another-verifier-that-is-long-enough-to-be-one"},
        {"code_verifier": ""},
        {"code_verifier": CHALLENGE},
        {"code_verifier": "é" * 50},
        {"redirect_uri": "http://127.0.0.1:8000/timeline/callback"},
        {"client_id": "somebody-else"},
    ],
)
async def test_a_code_is_good_only_for_whoever_asked_for_it(
    provider: httpx2.AsyncClient, changed: dict[str, str]
) -> None:
    answer = await redeemed(provider, await new_code(provider), **changed)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


async def test_a_wrong_verifier_uses_the_code_up(provider: httpx2.AsyncClient) -> None:
    code = await new_code(provider)
    await redeemed(provider, code, code_verifier="x" * 43)

    assert (await redeemed(provider, code)).status_code == 400


@pytest.mark.parametrize(("waited", "is_good"), [(59.0, True), (60.0, False)])
def test_a_code_lasts_a_minute(waited: float, is_good: bool) -> None:
    seconds = [0.0]
    codes = Codes(now=lambda: seconds[0])
    granted = Granted(PERSONA_BY_ID["sw.adeyemi"], "frontdoor-pages", CALLBACK, CHALLENGE, "n")
    code = codes.issue(granted)
    seconds[0] = waited

    assert codes.redeem(code) == (granted if is_good else None)


async def machine(provider: httpx2.AsyncClient, **form: str) -> httpx2.Response:
    return await provider.post("/token", data={"grant_type": "client_credentials"} | form)


async def test_a_machine_gets_all_its_scopes_or_those_it_asks_for(provider: httpx2.AsyncClient) -> None:
    credentials = {"client_id": "expol-rms", "client_secret": "expol-rms-secret"}
    every = (await machine(provider, **credentials)).json()
    one = (await machine(provider, **credentials, scope="contacts:read")).json()

    assert (every["scope"], one["scope"]) == ("contacts:submit contacts:read", "contacts:read")


async def test_a_machine_may_prove_itself_in_the_header(provider: httpx2.AsyncClient) -> None:
    answer = await provider.post(
        "/token", data={"grant_type": "client_credentials"}, auth=("expol-rms", "expol-rms-secret")
    )
    claims = await claims_of(provider, answer.json()["access_token"])

    assert (claims["sub"], claims["client_id"], claims["aud"]) == ("expol-rms", "expol-rms", "frontdoor")
    assert answer.headers["cache-control"] == "no-store"


async def test_a_machine_cannot_have_more_than_its_scopes(provider: httpx2.AsyncClient) -> None:
    credentials = {"client_id": "expol-rms", "client_secret": "expol-rms-secret"}
    answer = await machine(provider, **credentials, scope="contacts:read screening:decide")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    "credentials",
    [
        {},
        {"client_id": "expol-rms"},
        {"client_id": "expol-rms", "client_secret": "guess"},
        {"client_id": "expol-rms", "client_secret": "é"},
        {"client_id": "nobody", "client_secret": "nobody-secret"},
        {"client_id": "", "client_secret": ""},
    ],
)
async def test_a_machine_without_its_secret_is_refused(
    provider: httpx2.AsyncClient, credentials: dict[str, str]
) -> None:
    answer = await machine(provider, **credentials)

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


async def test_a_script_may_be_a_persona(provider: httpx2.AsyncClient) -> None:
    form = {"grant_type": "urn:frontdoor:grant:persona", "persona": "dsl.osei"}
    answer = (await provider.post("/token", data=form)).json()
    claims = await claims_of(provider, answer["access_token"])

    assert (claims["sub"], claims["role"], "auth_time" in claims) == ("dsl.osei", "SCHOOL_DSL", True)


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "urn:frontdoor:grant:persona", "persona": "nobody"}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "made up"}, "invalid_grant"),
    ],
)
async def test_other_requests_are_refused(provider: httpx2.AsyncClient, form: dict[str, str], error: str) -> None:
    answer = await provider.post("/token", data=form)

    assert (answer.status_code, answer.json()["error"]) == (400, error)


async def test_a_large_form_is_refused(provider: httpx2.AsyncClient) -> None:
    assert (await provider.post("/token", data={"grant_type": "x" * 20_000})).status_code == 413
