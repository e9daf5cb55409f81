"""The token endpoint's three grants: a code from the persona page, a machine's secret, a persona by name.

The last lets a script be somebody by one curl; like the whole provider it is for development only.
"""

import base64
import hashlib
import hmac
import re
from enum import StrEnum

from pydantic import BaseModel

from frontdoor.identity.codes import Codes
from frontdoor.identity.minting import ACCESS_TOKEN_SECONDS, Mint
from frontdoor.identity.personas import CLIENT_BY_ID, PERSONA_BY_ID, MachineClient
from shared.access.login import CLIENT_ID

_SCRIPTS = "frontdoor-scripts"
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class GrantType(StrEnum):
    """The ways to a token. PERSONA takes the form field `persona`, an id of personas.py, and no secret."""

    AUTHORIZATION_CODE = "authorization_code"
    CLIENT_CREDENTIALS = "client_credentials"
    PERSONA = "urn:frontdoor:grant:persona"


class GrantRefused(Exception):
    """The OAuth error (RFC 6749, section 5.2) that answers a request for a token."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.description = description
        self.status = status


class TokenRequest(BaseModel):
    """The form that asks for a token. What it leaves out is empty."""

    grant_type: str = ""
    client_id: str = ""
    client_secret: str = ""
    scope: str = ""
    code: str = ""
    code_verifier: str = ""
    redirect_uri: str = ""
    persona: str = ""


def answer_grant(request: TokenRequest, codes: Codes, mint: Mint) -> dict[str, object]:
    """The token response. Raises GrantRefused."""
    match request.grant_type:
        case GrantType.AUTHORIZATION_CODE:
            return _for_code(request, codes, mint)
        case GrantType.CLIENT_CREDENTIALS:
            return _for_machine(request, mint)
        case GrantType.PERSONA:
            return _for_persona(request, mint)
        case _:
            raise GrantRefused(
                "unsupported_grant_type",
                "Send grant_type=client_credentials, as a form (application/x-www-form-urlencoded)",
            )


def _for_code(request: TokenRequest, codes: Codes, mint: Mint) -> dict[str, object]:
    granted = codes.redeem(request.code)
    if granted is None:
        raise GrantRefused("invalid_grant", "The code is unknown, used or older than 60 seconds")
    matches = (
        _VERIFIER.fullmatch(request.code_verifier)
        and _challenge_of(request.code_verifier) == granted.code_challenge
        and request.client_id == granted.client_id
        and request.redirect_uri == granted.redirect_uri
    )
    if not matches:
        raise GrantRefused("invalid_grant", "The code was issued for another verifier, client or address")
    id_token = mint.id_token(granted.persona, CLIENT_ID, granted.nonce)
    return _bearer(mint.person_token(granted.persona, CLIENT_ID)) | {"id_token": id_token}


def _challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _for_machine(request: TokenRequest, mint: Mint) -> dict[str, object]:
    client = _authenticated(request)
    scopes = request.scope.split() or list(client.scopes)
    if not set(scopes) <= set(client.scopes):
        raise GrantRefused("invalid_scope", f"This client may have: {' '.join(client.scopes)}")
    return _bearer(mint.machine_token(client, scopes)) | {"scope": " ".join(scopes)}


def _for_persona(request: TokenRequest, mint: Mint) -> dict[str, object]:
    persona = PERSONA_BY_ID.get(request.persona)
    if persona is None:
        raise GrantRefused("invalid_grant", "There is no such persona")
    return _bearer(mint.person_token(persona, _SCRIPTS))


def _authenticated(request: TokenRequest) -> MachineClient:
    client = CLIENT_BY_ID.get(request.client_id)
    secret = client.secret if client else ""
    if client is None or not hmac.compare_digest(secret.encode(), request.client_secret.encode()):
        raise GrantRefused("invalid_client", "Unknown client or wrong secret", status=401)
    return client


def _bearer(token: str) -> dict[str, object]:
    return {"access_token": token, "token_type": "Bearer", "expires_in": ACCESS_TOKEN_SECONDS}
