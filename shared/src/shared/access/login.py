"""Signing in and out: OpenID Connect, authorization code with PKCE, at the configured identity provider.

Its one law: a sign-in ends in the browser that began it, on a page of ours.
"""

import hashlib
import re
import secrets
from typing import Any, cast

import httpx2
from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuthError
from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse
from itsdangerous import BadData, URLSafeTimedSerializer

from shared.access.actor import Actor
from shared.access.issuer import Issuer, IssuerUnreachable
from shared.access.routes import issuer_away, issuer_of, public
from shared.access.session import check_csrf, end_session, is_https, start_session
from shared.access.tokens import NoRole, TokenRefused, verify_id_token
from shared.problems import Problem
from shared.settings import Settings

CLIENT_ID = "frontdoor-pages"
"""Our pages at the identity provider: a public client, bound by PKCE and its redirect addresses."""

_ATTEMPT_SECONDS = 600
_STATE = re.compile(r"[A-Za-z0-9_-]{20,64}")


def login_router(settings: Settings) -> APIRouter:
    """`/login`, `/callback` and `/logout` of one service; the session they start is every service's."""
    router = APIRouter(include_in_schema=False, dependencies=[public()])

    @router.get("/login")
    async def login(request: Request, next: str = "/", login_hint: str = "") -> RedirectResponse:
        return await _send_to_issuer(request, settings, safe_next(next), login_hint)

    @router.get("/callback")
    async def callback(request: Request, state: str = "", code: str = "") -> RedirectResponse:
        return await _sign_in(request, settings, state, code)

    @router.post("/logout", dependencies=[Depends(check_csrf)])
    async def logout() -> RedirectResponse:
        response = RedirectResponse(f"{settings.public_url.rstrip('/')}/", status_code=303)
        end_session(response, settings)
        return response

    return router


def safe_next(wanted: str) -> str:
    """The address when it is a path of ours, else the front page: never another site's.

    Browsers drop tabs and line ends and read a backslash as a slash, so none of these may stand in it.
    """
    is_path = wanted.startswith("/") and not wanted.startswith("//")
    is_plain = all(character > " " and character not in "\\\x7f" for character in wanted)
    return wanted if is_path and is_plain else "/"


async def _send_to_issuer(request: Request, settings: Settings, wanted: str, login_hint: str) -> RedirectResponse:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    try:
        endpoint = (await issuer_of(request).endpoints())["authorization_endpoint"]
    except IssuerUnreachable as away:
        raise issuer_away() from away
    hint = {"login_hint": login_hint} if login_hint else {}
    async with _client(issuer_of(request), _redirect_uri(request, settings)) as client:
        address, _ = client.create_authorization_url(endpoint, state=state, nonce=nonce, code_verifier=verifier, **hint)
    response = RedirectResponse(cast(str, address), status_code=303)
    attempt = _attempts(settings).dumps({"nonce": nonce, "verifier": verifier, "next": wanted})
    _keep_attempt(response, request, settings, state, attempt)
    return response


async def _sign_in(request: Request, settings: Settings, state: str, code: str) -> RedirectResponse:
    attempt = _attempt_of(request, settings, state)
    actor = await _exchange(request, settings, attempt, code)
    response = RedirectResponse(safe_next(attempt["next"]), status_code=303)
    response.delete_cookie(_attempt_cookie(state), path=_callback_path(request))
    start_session(response, settings, actor)
    return response


async def _exchange(request: Request, settings: Settings, attempt: dict[str, str], code: str) -> Actor:
    issuer = issuer_of(request)
    try:
        endpoint = (await issuer.endpoints())["token_endpoint"]
        async with _client(issuer, _redirect_uri(request, settings)) as client:
            answer = await client.fetch_token(
                endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=attempt["verifier"],
                redirect_uri=_redirect_uri(request, settings),
            )
        return await verify_id_token(issuer, str(answer.get("id_token", "")), CLIENT_ID, attempt["nonce"])
    except (OAuthError, TokenRefused) as refused:
        raise _not_signed_in("The identity provider did not confirm this sign-in. Start again.") from refused
    except NoRole as nobody:
        raise Problem(403, "No role here", "You have no role at the front door.", "ACCESS-ROLE") from nobody
    except (IssuerUnreachable, httpx2.HTTPError, ValueError) as away:
        raise issuer_away() from away


def _client(issuer: Issuer, redirect_uri: str) -> Any:
    """Authlib's client has no types, hence Any; it builds the addresses and reads the provider's answers."""
    return AsyncOAuth2Client(
        client_id=CLIENT_ID,
        scope="openid profile",
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        **issuer.client_options(),
    )


def _attempt_of(request: Request, settings: Settings, state: str) -> dict[str, str]:
    """What this browser began under that state. One cookie an attempt: tabs can sign in side by side."""
    kept = request.cookies.get(_attempt_cookie(state)) if _STATE.fullmatch(state) else None
    try:
        return cast(dict[str, str], _attempts(settings).loads(kept or "", max_age=_ATTEMPT_SECONDS))
    except BadData as unknown:
        raise _not_signed_in("This sign-in was not begun in this browser, or took too long. Start again.") from unknown


def _keep_attempt(response: RedirectResponse, request: Request, settings: Settings, state: str, attempt: str) -> None:
    response.set_cookie(
        _attempt_cookie(state),
        attempt,
        max_age=_ATTEMPT_SECONDS,
        path=_callback_path(request),
        secure=is_https(settings),
        httponly=True,
        samesite="lax",
    )


def _not_signed_in(detail: str) -> Problem:
    return Problem(400, "Not signed in", detail, "ACCESS-LOGIN")


def _attempt_cookie(state: str) -> str:
    return f"frontdoor-login-{state}"


def _callback_path(request: Request) -> str:
    return f"{request.scope.get('root_path', '')}/callback"


def _redirect_uri(request: Request, settings: Settings) -> str:
    return f"{settings.public_url.rstrip('/')}{_callback_path(request)}"


def _attempts(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        settings.session_secret.get_secret_value(),
        salt="frontdoor.login",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
