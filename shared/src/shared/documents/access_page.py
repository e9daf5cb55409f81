"""The page ``docs/access.md``: every route of every service, and who may use it."""

from collections.abc import Iterator, Mapping, Sequence

from shared.access.actor import Role
from shared.access.routes import PUBLIC, Allowed, Openness, RouteAccess

START = """# Who may use what

<!-- Generated from the routes by `make docs`; a test fails when it is out of date. -->

Every route declares who may use it. A person comes with a session or a token of the identity provider, and a role; a
machine comes with a token of its own, and needs the scope as well: where no scope is named, no machine may. What a
reader then sees of a record is decided by the need-to-know matrix, not here.
"""
ANYBODY = "anybody"
EVERY_ROLE = frozenset(Role) - {Role.SYSTEM}


def access_page(routes: Mapping[str, list[RouteAccess]]) -> str:
    """The whole page; routes by name of service."""
    return "\n".join(_lines(routes)) + "\n"


def _lines(routes: Mapping[str, list[RouteAccess]]) -> Iterator[str]:
    everywhere = set[RouteAccess].intersection(*map(set, routes.values()))
    yield START.rstrip()
    yield from _table("Every service", sorted(everywhere, key=lambda route: (route.path, route.method)))
    for service, declared in routes.items():
        yield from _table(service, [route for route in declared if route not in everywhere])


def _table(heading: str, routes: Sequence[RouteAccess]) -> Iterator[str]:
    yield from ("", f"## {heading}", "", "| Route | Who | Scope of a machine |", "|---|---|---|")
    for route in routes:
        yield f"| `{route.method} {route.path}` | {_who(route.access)} | {_scope(route.access)} |"


def _who(access: Allowed | Openness) -> str:
    if not isinstance(access, Allowed):
        return ANYBODY if access is PUBLIC else "**not declared**"
    if access.roles == EVERY_ROLE:
        return "every role"
    missing = EVERY_ROLE - access.roles
    if len(missing) <= len(EVERY_ROLE) // 3:
        return f"every role but {_names(missing)}"
    return _names(access.roles)


def _names(roles: frozenset[Role]) -> str:
    return ", ".join(role.value for role in Role if role in roles)


def _scope(access: Allowed | Openness) -> str:
    return f"`{access.scope}`" if isinstance(access, Allowed) and access.scope else ""
