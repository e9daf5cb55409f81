"""Who may use a route, declared on the route itself and enforced there.

Its one law: what is not declared is closed. `declared_access` reads all declarations back for a test.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

from fastapi import Depends, HTTPException, Request
from fastapi.dependencies.models import Dependant
from fastapi.openapi.models import HTTPBearer
from fastapi.routing import iter_route_contexts
from fastapi.security.base import SecurityBase
from fastapi.security.utils import get_authorization_scheme_param
from starlette.routing import BaseRoute
from starlette.staticfiles import StaticFiles

from shared.access.actor import Actor, Role
from shared.access.issuer import Issuer, IssuerUnreachable
from shared.access.session import check_csrf, session_of, settings_of
from shared.access.tokens import NoRole, Presented, TokenRefused, verify_access_token
from shared.problems import Problem

_BEARER = HTTPBearer(description="An access token of the identity provider")
_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Openness(Enum):
    """What a route is when no role is asked for."""

    PUBLIC = "PUBLIC"
    UNDECLARED = "UNDECLARED"


PUBLIC = Openness.PUBLIC
UNDECLARED = Openness.UNDECLARED


class Allowed(NamedTuple):
    """Who may: these roles; machines only with the scope, so not at all where there is none."""

    roles: frozenset[Role]
    scope: str | None


class RouteAccess(NamedTuple):
    """One route as declared. `path` is from the root of the app that was asked about."""

    method: str
    path: str
    access: Allowed | Openness


class Allowance(SecurityBase):
    """The dependency behind `allow`: finds out who is asking, and lets them pass or not.

    It is the security scheme itself, as a dependency on one would cost every request a second of FastAPI's rounds.
    """

    def __init__(self, roles: frozenset[Role], scope: str | None) -> None:
        self.model = _BEARER
        self.scheme_name = "token"
        self.roles = roles
        self.scope = scope

    async def __call__(self, request: Request) -> Actor:
        scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
        has_token = scheme.lower() == "bearer" and token != ""
        presented = await (_by_token(request, token) if has_token else _by_session(request))
        self._check_role(request, presented.actor.role)
        self._check_scope(presented)
        request.state.actor = presented.actor
        return presented.actor

    def _check_role(self, request: Request, role: Role) -> None:
        if role not in self.roles:
            who_may = ", ".join(sorted(self.roles))
            instead = _instead(request, role, self.scope) if self.scope else ""
            raise _forbidden(f"The role {role} may not do this. It is for: {who_may}.{instead}", "ACCESS-ROLE")

    def _check_scope(self, presented: Presented) -> None:
        if not presented.is_machine or (self.scope and self.scope in presented.scopes):
            return
        needed = f'Bearer realm="frontdoor", error="insufficient_scope", scope="{self.scope or ""}"'
        reason = f"The token lacks the scope {self.scope}." if self.scope else "This is not open to machines."
        raise _forbidden(reason, "ACCESS-SCOPE", {"WWW-Authenticate": needed})


class Public:
    """The dependency behind `public`: asks nothing."""

    async def __call__(self) -> None:
        return None


def allow(*roles: Role, scope: str | None = None) -> Any:
    """Let these roles use the route, people by session or token, machines by a token with the scope.

    Used as ``who: Annotated[Actor, allow(Role.SCREENER_SW, scope="screening:decide")]``.
    """
    if not roles or Role.SYSTEM in roles:
        raise ValueError("allow() needs the roles of those who may; the system itself never comes by HTTP")
    return Depends(Allowance(frozenset(roles), scope))


def public() -> Any:
    """Let anybody use the route: ``dependencies=[public()]``."""
    return Depends(Public())


def declared_access(app: object) -> list[RouteAccess]:
    """Every route of an app, and of the apps mounted in it, with what each declares."""
    return sorted(_declared(app, prefix=""), key=lambda declared: (declared.path, declared.method))


def _instead(request: Request, role: Role, scope: str) -> str:
    """Where a machine of this role may use the same method with the same scope, as a sentence; empty where nowhere."""
    root = request.scope.get("root_path", "")
    open_to_it = [
        f"{method} {root}{path}"
        for method, path, access in declared_access(request.app)
        if method == request.method and isinstance(access, Allowed) and access.scope == scope and role in access.roles
    ]
    return f" {role} may use, with the scope {scope}: {', '.join(open_to_it)}." if open_to_it else ""


def issuer_of(request: Request) -> Issuer:
    """The identity provider that this service trusts, with the keys it has fetched so far."""
    state = request.app.state
    if not hasattr(state, "issuer"):
        state.issuer = Issuer(settings_of(request).issuer_url)
    return cast(Issuer, state.issuer)


def issuer_away() -> Problem:
    """Nobody can be checked just now; the same request may succeed in a moment."""
    return Problem(
        503,
        "Sign-in is not available",
        "The identity provider does not answer. Try again in a moment.",
        "ACCESS-ISSUER",
        headers={"Retry-After": "5"},
    )


async def _by_token(request: Request, token: str) -> Presented:
    try:
        return await verify_access_token(issuer_of(request), token)
    except TokenRefused as refused:
        challenge = f'Bearer realm="frontdoor", error="invalid_token", error_description="{refused}"'
        raise _unknown(str(refused), "ACCESS-TOKEN", challenge) from refused
    except NoRole as nobody:
        raise _forbidden(f"{nobody}.", "ACCESS-ROLE") from nobody
    except IssuerUnreachable as away:
        raise issuer_away() from away


async def _by_session(request: Request) -> Presented:
    session = session_of(request)
    if session is None:
        if _is_page_request(request):
            raise HTTPException(303, "Sign in", headers={"Location": _login_address(request)})
        raise _unknown(
            "Sign in, or send a token in the header Authorization: Bearer TOKEN.",
            "ACCESS-SIGN-IN",
            'Bearer realm="frontdoor"',
        )
    if request.method not in _SAFE_METHODS:
        await check_csrf(request)
    return Presented(session.actor, is_machine=False, scopes=frozenset())


def _is_page_request(request: Request) -> bool:
    return request.method == "GET" and "text/html" in request.headers.get("accept", "")


def _login_address(request: Request) -> str:
    """At the public address, whichever name the browser used: only there are the cookies found again."""
    wanted = urlencode({"next": f"{request.url.path}?{request.url.query}".rstrip("?")})
    return f"{settings_of(request).public_url.rstrip('/')}{request.scope.get('root_path', '')}/login?{wanted}"


def _unknown(detail: str, code: str, challenge: str) -> Problem:
    return Problem(401, "Not signed in", detail, code, headers={"WWW-Authenticate": challenge})


def _forbidden(detail: str, code: str, headers: dict[str, str] | None = None) -> Problem:
    return Problem(403, "Not allowed", detail, code, headers=headers)


def _declared(app: object, prefix: str) -> Iterator[RouteAccess]:
    for route in iter_route_contexts(cast(Sequence[BaseRoute], getattr(app, "routes", ()))):
        path = prefix + (route.path or "")
        mounted: object = getattr(route, "app", None)
        if getattr(mounted, "routes", None):
            yield from _declared(mounted, path)
        else:
            is_open = isinstance(mounted, StaticFiles) or route.path in _descriptions(app)
            yield from _declared_methods(route, path, is_open)


def _descriptions(app: object) -> set[str | None]:
    """Where FastAPI describes an API: its own routes, which nothing can be declared on, and which hold no record."""
    names = ("openapi_url", "docs_url", "redoc_url", "swagger_ui_oauth2_redirect_url")
    return {getattr(app, name, None) for name in names} - {None}


def _declared_methods(route: object, path: str, is_open: bool) -> Iterator[RouteAccess]:
    access = PUBLIC if is_open else _access_of(cast(Dependant | None, getattr(route, "dependant", None)))
    for method in cast(set[str] | None, getattr(route, "methods", None)) or {"*"}:
        if method != "HEAD":
            yield RouteAccess(method, path, access)


def _access_of(dependant: Dependant | None) -> Allowed | Openness:
    """Every declaration found must let the caller pass, so several together allow what all of them do."""
    calls = list(_calls(dependant)) if dependant else []
    allowances = [call for call in calls if isinstance(call, Allowance)]
    if not allowances:
        return PUBLIC if any(isinstance(call, Public) for call in calls) else UNDECLARED
    roles = frozenset[Role].intersection(*(allowance.roles for allowance in allowances))
    return Allowed(roles, next((allowance.scope for allowance in allowances if allowance.scope), None))


def _calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)
