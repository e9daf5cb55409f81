"""The six services by the names of their paths, and where each one's code and database are."""

import importlib
from typing import Final, Protocol, cast

from fastapi import FastAPI

from frontdoor.health import health_routes
from shared.settings import Settings

SERVICES: Final = ("intake", "screening", "strategy", "edt-handover", "notifications", "timeline")
IDENTITY: Final = "identity"
JOURNAL_DATABASE: Final = "journal"


class ServiceMain(Protocol):
    """What each service's `main` module, and the identity provider's `app`, offers."""

    def build(self, settings: Settings) -> FastAPI: ...


def database_of(service: str) -> str:
    return service.replace("-", "_")


def build(name: str, settings: Settings) -> FastAPI:
    """The app of a service or of the identity provider, by the name of its path."""
    module = f"frontdoor.{name}.app" if name == IDENTITY else f"{database_of(name)}.main"
    app = cast(ServiceMain, importlib.import_module(module)).build(settings)
    if name == IDENTITY:
        app.router.routes.extend(health_routes({}))
    return app
