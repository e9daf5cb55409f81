"""The provider over HTTP: discovery, keys, persona page and token endpoint (OpenID Connect, code with PKCE).

Its one law: it refuses to be built outside development.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Form, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials

from frontdoor.identity.authorizing import AuthorizationRequest, back_to_client, check_client, fault_of
from frontdoor.identity.codes import Codes, Granted
from frontdoor.identity.grants import GrantRefused, GrantType, TokenRequest, answer_grant
from frontdoor.identity.keys import public_keys, signing_key
from frontdoor.identity.minting import Mint
from frontdoor.identity.personas import PERSONA_BY_ID, persona_groups
from shared.access.login import login_router
from shared.access.routes import public
from shared.answers import answer_problems
from shared.problems import NotFound
from shared.settings import Settings
from shared.time import Clock, clock_for
from shared.web import Pages, static_app

_PAGES = Pages("frontdoor.identity")
_BODY_LIMIT_BYTES = 16_384
_NOT_KEPT = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the shared pages ask of an app: its settings and the time that they show."""

    settings: Settings
    clock: Clock


def build(settings: Settings) -> FastAPI:
    """The provider, to be mounted at the path of `issuer_url`. Raises RuntimeError outside development."""
    if settings.environment != "development":
        raise RuntimeError("The development identity provider lets anybody be anybody: development only")
    key = signing_key(settings.state_dir)
    codes = Codes()
    app = FastAPI(openapi_url=None, max_body_size=_BODY_LIMIT_BYTES, dependencies=[public()])
    app.state.service = Surroundings(settings, clock_for(settings.clock_file))
    answer_problems(app)
    app.add_exception_handler(GrantRefused, _refused)
    # The header of every page, and so of the persona page, signs in and out at its own app.
    app.include_router(login_router(settings))
    app.include_router(_metadata(settings.issuer_url, public_keys(key)))
    app.include_router(_persona_page(settings, codes))
    app.include_router(_tokens(codes, Mint(settings.issuer_url, key)))
    app.mount("/static", static_app())
    return app


def _metadata(issuer_url: str, keys: dict[str, object]) -> APIRouter:
    router = APIRouter()

    @router.get("/.well-known/openid-configuration")
    async def describe() -> dict[str, object]:
        return {
            "issuer": issuer_url,
            "authorization_endpoint": f"{issuer_url}/authorize",
            "token_endpoint": f"{issuer_url}/token",
            "jwks_uri": f"{issuer_url}/jwks",
            "scopes_supported": ["openid", "profile"],
            "response_types_supported": ["code"],
            "grant_types_supported": [grant.value for grant in GrantType],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["none", "client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": ["sub", "name", "role", "org_id", "registered_sw"],
        }

    @router.get("/jwks")
    async def publish_keys() -> dict[str, object]:
        return keys

    return router


def _persona_page(settings: Settings, codes: Codes) -> APIRouter:
    router = APIRouter()

    @router.get("/authorize")
    async def choose(request: Request, asked: Annotated[AuthorizationRequest, Query()]) -> Response:
        check_client(asked, settings.public_url)
        if fault := fault_of(asked):
            return RedirectResponse(back_to_client(asked, error=fault), status_code=303)
        return _PAGES.render(
            request,
            "personas.html",
            action=request.url.path,
            asked=asked.model_dump(),
            hinted=PERSONA_BY_ID.get(asked.login_hint),
            groups=persona_groups(),
        )

    @router.post("/authorize/{persona_id}")
    async def chosen(persona_id: str, asked: Annotated[AuthorizationRequest, Form()]) -> Response:
        check_client(asked, settings.public_url)
        if fault := fault_of(asked):
            return RedirectResponse(back_to_client(asked, error=fault), status_code=303)
        if persona_id not in PERSONA_BY_ID:
            raise NotFound("persona")
        code = codes.issue(_granted(persona_id, asked))
        return RedirectResponse(back_to_client(asked, code=code), status_code=303)

    return router


def _granted(persona_id: str, asked: AuthorizationRequest) -> Granted:
    return Granted(PERSONA_BY_ID[persona_id], asked.client_id, asked.redirect_uri, asked.code_challenge, asked.nonce)


def _tokens(codes: Codes, mint: Mint) -> APIRouter:
    router = APIRouter()

    @router.post("/token")
    async def issue(asked: Annotated[TokenRequest, Depends(_token_request)]) -> JSONResponse:
        return JSONResponse(answer_grant(asked, codes, mint), headers=_NOT_KEPT)

    return router


def _token_request(
    asked: Annotated[TokenRequest, Form()],
    basic: Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False))],
) -> TokenRequest:
    """The form, with the client's name and secret from the header if they came there (RFC 6749, 2.3.1)."""
    if basic is None:
        return asked
    return asked.model_copy(update={"client_id": basic.username, "client_secret": basic.password})


async def _refused(_: Request, refused: Exception) -> Response:
    assert isinstance(refused, GrantRefused)  # noqa: S101 - registered for nothing else
    headers = _NOT_KEPT | ({"WWW-Authenticate": "Basic"} if refused.status == 401 else {})
    body = {"error": refused.error, "error_description": refused.description}
    return JSONResponse(body, refused.status, headers)
