"""A signed-in person, kept in one signed cookie that every service reads, and the form token bound to it.

Its one law: the cookie alone never changes anything; a change also needs the form token or our own origin.
Nothing is kept on our side: signing out takes the cookie from the browser, its 10 hours end it everywhere.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from fastapi import Request, Response
from itsdangerous import BadData, Signer, URLSafeTimedSerializer

from shared.access.actor import Actor
from shared.problems import Problem
from shared.settings import Settings

SESSION_SECONDS = 10 * 3600
"""A long shift; nobody is signed out in the middle of a night's work."""

CSRF_FIELD = "csrf_token"
CSRF_HEADER = "X-CSRF-Token"


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in. `session_id` is random for each sign-in and seeds the form token."""

    actor: Actor
    session_id: str


def settings_of(request: Request) -> Settings:
    """The settings of the service that answers."""
    return cast(Settings, request.app.state.service.settings)


def session_of(request: Request) -> Session | None:
    """The session that the request's cookie proves, if any."""
    settings = settings_of(request)
    stored = request.cookies.get(cookie_name(settings))
    if not stored:
        return None
    try:
        content = cast(dict[str, object], _serializer(settings).loads(stored, max_age=SESSION_SECONDS))
        actor = Actor.from_dict(cast(dict[str, object], content["actor"]))
        return Session(actor, str(content["session_id"]))
    except (BadData, KeyError, TypeError, ValueError):
        return None


def signed_in(request: Request) -> Actor | None:
    """Whoever is signed in, for the page's header. Routes declare who may use them with `allow`."""
    session = session_of(request)
    return session.actor if session else None


def signed_session(settings: Settings, actor: Actor) -> str:
    """The cookie's value for a new session of this person."""
    content = {"actor": actor.to_dict(), "session_id": secrets.token_urlsafe(16)}
    return _serializer(settings).dumps(content)


def start_session(response: Response, settings: Settings, actor: Actor) -> None:
    """Sign the person in: their session replaces whichever was there."""
    response.set_cookie(
        cookie_name(settings),
        signed_session(settings, actor),
        max_age=SESSION_SECONDS,
        path="/",
        secure=is_https(settings),
        httponly=True,
        samesite="lax",
    )


def end_session(response: Response, settings: Settings) -> None:
    """Sign the person out of this browser."""
    response.delete_cookie(cookie_name(settings), path="/", secure=is_https(settings), httponly=True, samesite="lax")


def cookie_name(settings: Settings) -> str:
    """Browsers share cookies between ports, so the port is in the name: two copies can run side by side."""
    port = urlsplit(settings.public_url).port
    plain = f"frontdoor-{port}" if port else "frontdoor"
    return f"__Host-{plain}" if is_https(settings) else plain


def is_https(settings: Settings) -> bool:
    return urlsplit(settings.public_url).scheme == "https"


def csrf_token(request: Request) -> str:
    """What each form of ours carries in its hidden field `csrf_token`; empty when nobody is signed in."""
    session = session_of(request)
    return _csrf_token(settings_of(request), session) if session else ""


async def check_csrf(request: Request) -> None:
    """Refuse a change that another site made this person's browser send.

    A form proves itself by its token (field or `X-CSRF-Token` header), anything else by our own origin;
    a client that is no browser sends neither origin nor `Sec-Fetch-Site` and holds its cookie knowingly.
    """
    session = session_of(request)
    if session is None:
        return
    if _is_form(request):
        given = request.headers.get(CSRF_HEADER) or (await request.form()).get(CSRF_FIELD)
        if not _matches(given, _csrf_token(settings_of(request), session)):
            raise _forged("This form is not from your session. Go back, reload the page and send it again.")
    elif not _is_from_our_origin(request):
        raise _forged("This request came from another site.")


def _is_form(request: Request) -> bool:
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}


def _is_from_our_origin(request: Request) -> bool:
    ours = urlsplit(settings_of(request).public_url)
    origin = request.headers.get("origin", f"{ours.scheme}://{ours.netloc}")
    site = request.headers.get("sec-fetch-site", "same-origin")
    return site in {"same-origin", "none"} and origin == f"{ours.scheme}://{ours.netloc}"


def _matches(given: object, expected: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def _forged(detail: str) -> Problem:
    return Problem(403, "Not sent from our pages", detail, "ACCESS-CSRF")


def _csrf_token(settings: Settings, session: Session) -> str:
    secret = settings.session_secret.get_secret_value()
    signer = Signer(secret, salt="frontdoor.form", key_derivation="hmac", digest_method=hashlib.sha256)
    return signer.get_signature(session.session_id).decode()


def _serializer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        settings.session_secret.get_secret_value(),
        salt="frontdoor.session",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )
