"""What a service's sign-in asks of the persona page, and whether it may be answered at all.

Its one law: a browser is never sent to an address that is not a callback of this copy.
"""

import re
from urllib.parse import urlencode

from pydantic import BaseModel

from shared.access.login import CLIENT_ID
from shared.problems import Problem

_CALLBACK = re.compile(r"(/[a-z-]+)?/callback")
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


class AuthorizationRequest(BaseModel):
    """The parameters of RFC 6749 section 4.1.1, RFC 7636 and OpenID Connect that the page carries along."""

    client_id: str = ""
    redirect_uri: str = ""
    response_type: str = ""
    scope: str = ""
    state: str = ""
    nonce: str = ""
    code_challenge: str = ""
    code_challenge_method: str = ""
    login_hint: str = ""


def check_client(asked: AuthorizationRequest, public_url: str) -> None:
    """Refuse, with a page and no redirect, a client or an address that is not ours. Raises Problem."""
    path = asked.redirect_uri.removeprefix(public_url.rstrip("/"))
    is_ours = asked.redirect_uri != path and _CALLBACK.fullmatch(path)
    if asked.client_id != CLIENT_ID or not is_ours:
        detail = f"Sign-ins come from {CLIENT_ID} and go back to a callback under {public_url}."
        raise Problem(400, "Not a sign-in of this copy", detail, "IDENTITY-CLIENT")


def fault_of(asked: AuthorizationRequest) -> str | None:
    """The OAuth error that the client is to be told, if any."""
    if asked.response_type != "code":
        return "unsupported_response_type"
    if "openid" not in asked.scope.split():
        return "invalid_scope"
    if asked.code_challenge_method != "S256" or not _CHALLENGE.fullmatch(asked.code_challenge):
        return "invalid_request"
    return None


def back_to_client(asked: AuthorizationRequest, **outcome: str) -> str:
    """The address that takes the outcome, a code or an error, back to the client."""
    return f"{asked.redirect_uri}?{urlencode({**outcome, 'state': asked.state})}"
