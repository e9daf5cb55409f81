"""Only a genuine token, for us, from our issuer and in its time, names anybody."""

import base64
import hmac
import json
import time
from collections.abc import Sequence
from typing import Any

import httpx2
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from shared.access.issuer import TOKENS_KEPT, Issuer, IssuerUnreachable
from shared.access.tokens import NoRole, TokenRefused, verify_access_token

ISSUER = "https://id.example"
KEY = ECKey.generate_key("P-256", auto_kid=True)
CLAIMS = {
    "iss": ISSUER,
    "aud": "frontdoor",
    "sub": "sw.adeyemi",
    "name": "Tola Adeyemi",
    "role": "SCREENER_SW",
    "org_id": "la-812",
    "auth_time": 1,
}


def provider(*keys: RSAKey | ECKey) -> httpx2.MockTransport:
    """An identity provider that publishes these keys."""
    return provider_of(keys)


def provider_of(keys: Sequence[RSAKey | ECKey]) -> httpx2.MockTransport:
    """An identity provider that publishes what is in ``keys`` when it is asked."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.path == "/.well-known/openid-configuration":
            return httpx2.Response(200, json=discovery())
        return httpx2.Response(200, json={"keys": [key.as_dict(private=False) for key in keys]})

    return httpx2.MockTransport(answer)


def discovery() -> dict[str, str]:
    ends = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    return {"issuer": ISSUER} | {end: f"{ISSUER}/{end}" for end in ends}


def signed(key: Any = KEY, alg: str = "ES256", header: dict[str, Any] | None = None, **claims: object) -> str:
    changed = {**CLAIMS, "exp": int(time.time()) + 60, **claims}
    kept = {name: value for name, value in changed.items() if value is not None}
    return jwt.encode({"alg": alg, "kid": KEY.kid, **(header or {})}, kept, key, algorithms=[alg])


def unpadded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).decode().rstrip("=")


TRUSTED = Issuer(ISSUER, provider(KEY))


async def bearer_of(token: str) -> Any:
    return await verify_access_token(TRUSTED, token)


async def test_an_es256_token_names_its_bearer() -> None:
    assert (await bearer_of(signed())).actor.user_id == "sw.adeyemi"


async def test_one_of_several_audiences_may_be_ours() -> None:
    assert (await bearer_of(signed(aud=["other", "frontdoor"]))).actor.org_id == "la-812"


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time.time()) - 120},
        {"exp": None},
        {"exp": "tomorrow"},
        {"nbf": int(time.time()) + 3600},
        {"aud": "frontdoor-pages"},
        {"aud": None},
        {"aud": ["other"]},
        {"iss": "https://evil.example"},
        {"iss": f"{ISSUER}/"},
        {"iss": None},
        {"sub": None},
        {"sub": 7},
    ],
)
async def test_a_token_that_is_late_or_not_for_us_is_refused(claims: dict[str, object]) -> None:
    with pytest.raises(TokenRefused):
        await bearer_of(signed(**claims))


async def test_clocks_may_differ_by_half_a_minute() -> None:
    assert (await bearer_of(signed(exp=int(time.time()) - 20))).actor.name == "Tola Adeyemi"


async def test_a_token_that_was_let_in_before_is_refused_once_it_is_late() -> None:
    token = signed(exp=int(time.time()) + 60)
    await bearer_of(token)
    with time_machine.travel(time.time() + 120), pytest.raises(TokenRefused, match="expired"):
        await bearer_of(token)


async def test_a_token_that_was_let_in_before_is_refused_once_its_id_has_another_key() -> None:
    seconds = 0.0
    keys = [KEY]
    issuer = Issuer(ISSUER, provider_of(keys), lambda: seconds)
    token = signed()
    await verify_access_token(issuer, token)
    keys[0] = ECKey.generate_key("P-256", {"kid": str(KEY.kid)})
    seconds = 4000.0
    with pytest.raises(TokenRefused, match="signature"):
        await verify_access_token(issuer, token)


async def test_tokens_without_end_do_not_fill_the_memory() -> None:
    issuer = Issuer(ISSUER, provider(KEY))
    for number in range(3 * TOKENS_KEPT):
        issuer.keep_proven(f"token {number}", {})
    assert len(issuer.proven) <= TOKENS_KEPT


async def test_a_changed_claim_breaks_the_signature() -> None:
    header, payload, signature = signed().split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "==")) | {"role": "FRONT_DOOR_MANAGER"}
    forged = unpadded(json.dumps(claims).encode())

    with pytest.raises(TokenRefused):
        await bearer_of(f"{header}.{forged}.{signature}")


async def test_an_unsigned_token_is_refused() -> None:
    header = unpadded(json.dumps({"alg": "none", "kid": KEY.kid}).encode())
    _, payload, signature = signed().split(".")

    for unsigned in (f"{header}.{payload}.", f"{header}.{payload}.{signature}"):
        with pytest.raises(TokenRefused):
            await bearer_of(unsigned)


async def test_the_public_key_is_not_a_shared_secret() -> None:
    header = unpadded(json.dumps({"alg": "HS256", "kid": KEY.kid}).encode())
    claims = signed().split(".")[1]
    proof = hmac.new(KEY.as_pem(private=False), f"{header}.{claims}".encode(), "sha256").digest()

    with pytest.raises(TokenRefused):
        await bearer_of(f"{header}.{claims}.{unpadded(proof)}")


async def test_a_key_inside_the_token_is_ignored() -> None:
    own = ECKey.generate_key("P-256")

    with pytest.raises(TokenRefused):
        await bearer_of(signed(own, header={"jwk": own.as_dict(private=False)}))


@pytest.mark.parametrize("alg", ["RS256", "PS256"])
async def test_a_key_of_another_kind_with_the_same_id_is_refused(alg: str) -> None:
    with pytest.raises(TokenRefused):
        await bearer_of(signed(RSAKey.generate_key(2048), alg))


async def test_a_token_of_a_key_that_the_issuer_never_had_is_refused() -> None:
    with pytest.raises(TokenRefused, match="unknown key"):
        await bearer_of(signed(header={"kid": "unknown"}))


@pytest.mark.parametrize("claims", [{"role": None}, {"role": "WIZARD"}, {"role": ["LADO"]}, {"org_id": None}])
async def test_a_genuine_token_without_a_role_or_organisation_names_nobody(claims: dict[str, object]) -> None:
    with pytest.raises(NoRole):
        await bearer_of(signed(**claims))


async def test_the_system_is_never_let_in_by_a_token() -> None:
    with pytest.raises(NoRole):
        await bearer_of(signed(role="SYSTEM"))


@pytest.mark.parametrize("claimed", ["true", 1, None, "yes"])
async def test_only_true_makes_a_registered_social_worker(claimed: object) -> None:
    assert (await bearer_of(signed(registered_sw=claimed))).actor.registered_sw is False


@pytest.mark.parametrize(
    "claims",
    [
        {"auth_time": None, "client_id": "expol-rms", "sub": "expol-rms"},
        {"auth_time": None, "azp": "expol-rms", "sub": "service-account-7"},
        {"client_id": "expol-rms", "sub": "expol-rms"},
    ],
)
async def test_a_token_is_a_machines_unless_it_shows_that_a_person_took_part(
    claims: dict[str, object],
) -> None:
    presented = await bearer_of(signed(role="POLICE_SYSTEM", **claims))

    assert (presented.is_machine, presented.actor.user_id) == (True, "expol-rms")


@given(st.text(max_size=300) | st.from_regex(r"[\w-]{0,90}\.[\w-]{0,90}\.[\w-]{0,90}"))
async def test_nonsense_is_refused_and_nothing_worse(token: str) -> None:
    with pytest.raises(TokenRefused):
        await bearer_of(token)


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.lists(st.none()) | st.integers(), max_size=3))
async def test_a_nonsensical_header_is_refused_and_nothing_worse(header: dict[str, object]) -> None:
    written = unpadded(json.dumps(header).encode())

    with pytest.raises(TokenRefused):
        await bearer_of(f"{written}.e30.aaaa")


async def test_a_very_long_token_is_refused() -> None:
    with pytest.raises(TokenRefused, match="long"):
        await bearer_of("a" * 10_000)


async def test_the_providers_own_tokens_are_refused_when_forged(copy: Any, api: httpx2.AsyncClient) -> None:
    genuine = copy.forged()
    forged = {
        "as it is": genuine,
        "expired": copy.forged(exp=1),
        "for the pages": copy.forged(aud="frontdoor-pages"),
        "of another issuer": copy.forged(iss="https://evil.example"),
        "cut": genuine[:-40],
    }
    answers = {
        name: (await api.get("/screening/queue", headers={"authorization": f"Bearer {token}"})).status_code
        for name, token in forged.items()
    }

    assert answers == {"as it is": 200, "expired": 401, "for the pages": 401, "of another issuer": 401, "cut": 401}


async def test_a_refused_token_is_told_why_and_not_repeated(copy: Any, api: httpx2.AsyncClient) -> None:
    token = copy.forged(exp=1)
    refused = await api.get("/screening/queue", headers={"authorization": f"Bearer {token}"})

    assert refused.json()["code"] == "ACCESS-TOKEN"
    assert 'error="invalid_token", error_description="The token has expired"' in refused.headers["www-authenticate"]
    assert token not in refused.text


async def test_an_issuer_that_answers_for_another_is_not_trusted() -> None:
    with pytest.raises(IssuerUnreachable):
        await verify_access_token(Issuer("https://other.example", provider(KEY)), signed())
