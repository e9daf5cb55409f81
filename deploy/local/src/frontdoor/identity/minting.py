"""What the provider signs: access tokens for the services, ID tokens for the pages that ask who signed in."""

import secrets
import time
from collections.abc import Mapping, Sequence

from joserfc import jwt
from joserfc.jwk import RSAKey

from frontdoor.identity.personas import MachineClient, Persona
from shared.access.actor import Actor
from shared.access.tokens import AUDIENCE

ACCESS_TOKEN_SECONDS = 3600
_ID_TOKEN_SECONDS = 300


class Mint:
    """Signs as one issuer with one key, in real time: tokens do not follow the demo's clock."""

    def __init__(self, issuer_url: str, key: RSAKey) -> None:
        self._issuer_url = issuer_url
        self._key = key

    def machine_token(self, client: MachineClient, scopes: Sequence[str]) -> str:
        claims = self._about(client.actor) | {"client_id": client.client_id, "scope": " ".join(scopes)}
        return self._access_token(claims)

    def person_token(self, persona: Persona, client_id: str) -> str:
        """`auth_time` says that a person took part, which is what tells it from a machine's."""
        claims = self._about(persona.actor) | {"client_id": client_id, "auth_time": int(time.time())}
        return self._access_token(claims)

    def id_token(self, persona: Persona, client_id: str, nonce: str) -> str:
        claims = self._about(persona.actor) | {
            "aud": client_id,
            "nonce": nonce,
            "auth_time": int(time.time()),
        }
        return self._signed(claims, "JWT", _ID_TOKEN_SECONDS)

    def _access_token(self, claims: Mapping[str, object]) -> str:
        return self._signed({**claims, "aud": AUDIENCE}, "at+jwt", ACCESS_TOKEN_SECONDS)

    def _about(self, actor: Actor) -> dict[str, object]:
        return {
            "iss": self._issuer_url,
            "sub": actor.user_id,
            "name": actor.name,
            "role": actor.role.value,
            "org_id": actor.org_id,
            "registered_sw": actor.registered_sw,
        }

    def _signed(self, claims: Mapping[str, object], kind: str, seconds: int) -> str:
        now = int(time.time())
        header = {"alg": "RS256", "typ": kind, "kid": self._key.kid}
        return jwt.encode(
            header,
            {**claims, "iat": now, "exp": now + seconds, "jti": secrets.token_urlsafe(16)},
            self._key,
            algorithms=["RS256"],
        )
