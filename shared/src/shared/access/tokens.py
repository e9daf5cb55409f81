"""Bearer tokens (JWT) checked and read: signature, issuer, audience and time first, then who it names.

Its one law: only RS256 and ES256 with a key that the issuer publishes; a key in the token itself is ignored.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key

from shared.access.actor import Actor, Role
from shared.access.issuer import TOKENS_KEPT, Claims, Issuer

AUDIENCE = "frontdoor"
"""The audience of every access token; an identity provider registers the whole front door as one API."""

_ALGORITHMS = ("RS256", "ES256")
_LEEWAY_SECONDS = 30
_LONGEST_TOKEN = 8192


class TokenRefused(Exception):
    """The token proves nothing. The text may be told to its bearer and holds no part of the token."""


class NoRole(Exception):
    """The token is genuine, and names nobody that has a role here."""


@dataclass(frozen=True, slots=True)
class Presented:
    """Who a genuine token names. `scopes` bind machines; a person is bound by role."""

    actor: Actor
    is_machine: bool
    scopes: frozenset[str]


async def verify_access_token(issuer: Issuer, token: str) -> Presented:
    """The bearer of an access token. Raises TokenRefused, NoRole or IssuerUnreachable."""
    claims = await _genuine(issuer, token, audience=AUDIENCE)
    is_machine = _is_machine(claims)
    return Presented(_actor(claims, is_machine), is_machine, frozenset(_scopes(claims)))


async def verify_id_token(issuer: Issuer, token: str, client_id: str, nonce: str) -> Actor:
    """The person who has just signed in (OpenID Connect Core, section 3.1.3.7)."""
    claims = await _genuine(issuer, token, audience=client_id)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise TokenRefused("The sign-in answers another request")
    if claims.get("azp", client_id) != client_id:
        raise TokenRefused("The sign-in was made for another client")
    return _actor(claims, is_machine=False)


async def _genuine(issuer: Issuer, token: str, audience: str) -> Claims:
    if len(token) > _LONGEST_TOKEN:
        raise TokenRefused("The token is too long")
    key = await issuer.key(_key_id(token))
    if key is None:
        raise TokenRefused("The token is signed with an unknown key")
    expected = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer.url},
        aud={"essential": True, "value": audience},
        sub={"essential": True},
        exp={"essential": True},
    )
    try:
        claims = issuer.proven.get(token) or _proven(issuer, token, key)
        expected.validate(claims)
    except (JoseError, ValueError) as failure:
        raise TokenRefused(_reason(failure)) from failure
    return claims


def _proven(issuer: Issuer, token: str, key: Key) -> Claims:
    claims = jwt.decode(token, key, algorithms=_ALGORITHMS).claims
    issuer.keep_proven(token, claims)
    return claims


@lru_cache(TOKENS_KEPT)
def _key_id(token: str) -> str:
    try:
        header = jws.extract_compact(token.encode()).headers()
    except (JoseError, ValueError, TypeError) as failure:
        raise TokenRefused("The token cannot be read") from failure
    key_id: object = header.get("kid")
    if not isinstance(key_id, str):
        raise TokenRefused("The token does not name its key")
    return key_id


def _reason(failure: Exception) -> str:
    match getattr(failure, "error", ""):
        case "expired_token":
            return "The token has expired"
        case "invalid_claim" | "missing_claim":
            return f"The token's claim is missing or not for us: {getattr(failure, 'claim', 'unknown')}"
        case _:
            return "The token's signature does not hold"


def _is_machine(claims: Mapping[str, object]) -> bool:
    """A token counts as a person's only when it says that a person took part (RFC 9068, section 2.2.1).

    Where a provider says neither, it is a machine's and needs its scopes: the stricter reading.
    """
    a_person_took_part = any(claim in claims for claim in ("auth_time", "amr", "sid"))
    return claims["sub"] == _client_id(claims) or not a_person_took_part


def _client_id(claims: Mapping[str, object]) -> object:
    return claims.get("client_id") or claims.get("azp") or claims["sub"]


def _scopes(claims: Mapping[str, object]) -> list[str]:
    scope = claims.get("scope", "")
    return scope.split() if isinstance(scope, str) else []


def _actor(claims: Mapping[str, object], is_machine: bool) -> Actor:
    user_id = str(_client_id(claims) if is_machine else claims["sub"])
    org_id = claims.get("org_id")
    if not isinstance(org_id, str) or not org_id:
        raise NoRole("The token names no organisation")
    return Actor(
        user_id=user_id,
        name=str(claims.get("name") or user_id),
        role=_role(claims.get("role")),
        org_id=org_id,
        registered_sw=claims.get("registered_sw") is True,
    )


def _role(claimed: object) -> Role:
    try:
        role = Role(str(claimed))
    except ValueError:
        role = Role.SYSTEM
    # SYSTEM is the front door itself: it acts from inside and is never let in by a token.
    if role is Role.SYSTEM:
        raise NoRole("The token names no role that is known here")
    return role
