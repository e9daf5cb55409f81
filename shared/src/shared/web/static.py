"""The style sheet and the icon, served by every service at its own `/static`.

An address carries the hash of what it names, so a browser may keep it for ever and never shows an old one.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"


@cache
def version_of(name: str) -> str:
    """Twelve hex digits of the file's content. Raises FileNotFoundError for a name that is not there."""
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def static_address(request: Request, name: str) -> str:
    """Where this request's service serves the file, with its version."""
    return f"{request.scope.get('root_path', '')}/static/{name}?v={version_of(name)}"


class VersionedFiles(StaticFiles):
    """Static files that are immutable when asked for by their version, and checked each time otherwise."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        asked = Request(scope).query_params.get("v")
        kept = response.status_code in (200, 304) and asked is not None and asked == version_of(path)
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response


def static_app() -> VersionedFiles:
    """The application to mount at `/static` of a service."""
    return VersionedFiles(directory=FOLDER)
