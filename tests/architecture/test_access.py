"""Every route of every service declares who may use it."""

import pytest

from frontdoor.documents import routes
from shared.access.routes import PUBLIC, UNDECLARED

ROUTES = routes()
OPEN_EVERYWHERE = {
    "GET /livez",
    "GET /readyz",
    "GET /metrics",
    "GET /login",
    "GET /callback",
    "POST /logout",
    "* /static",
    "GET /api/docs",
    "GET /api/openapi.json",
}
OPEN_TOO = {"intake": {"GET /connect"}}
"""What else is open to anybody, by service: how to connect, before one has credentials. Nothing that holds a record."""


@pytest.mark.parametrize("service", ROUTES)
def test_every_route_declares_who_may_use_it(service: str) -> None:
    undeclared = [f"{route.method} {route.path}" for route in ROUTES[service] if route.access is UNDECLARED]
    assert undeclared == []


@pytest.mark.parametrize("service", ROUTES)
def test_only_what_holds_no_record_is_open_to_anybody(service: str) -> None:
    is_open = {f"{route.method} {route.path}" for route in ROUTES[service] if route.access is PUBLIC}
    assert is_open - OPEN_TOO.get(service, set()) == OPEN_EVERYWHERE


@pytest.mark.parametrize("service", ROUTES)
def test_no_route_takes_anything_away(service: str) -> None:
    """INT-01, and §0 rule 5: what is stored stays; a correction is posted beside it."""
    assert {route.method for route in ROUTES[service]} <= {"GET", "POST", "*"}
