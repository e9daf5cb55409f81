"""What a client is told when something is refused: problem details (RFC 9457) with a code and a field to act on."""

from collections.abc import Mapping
from typing import Any


class Problem(Exception):
    """An answer that is not a success.

    ``code`` is stable and meant for programs; ``detail`` is meant for people; ``field`` is a dotted path in the body.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        code: str,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {detail}")
        self.status = status
        self.title = title
        self.detail = detail
        self.code = code
        self.field = field
        self.headers = dict(headers or {})

    def body(self) -> dict[str, object]:
        """The members of the problem details document."""
        document: dict[str, object] = {
            "type": f"/problems/{self.code.split()[0]}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        return document | ({"field": self.field} if self.field else {})


PROBLEM_ANSWERS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "Not done: what stood in the way, and which field to change",
        "content": {
            "application/problem+json": {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail", "code"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "code": {"type": "string"},
                        "field": {"type": "string"},
                        "errors": {"type": "array", "items": {"type": "object"}},
                    },
                }
            }
        },
    }
}
"""How the OpenAPI documents describe every answer that is not a success."""


class NotFound(Problem):
    """Nothing of that name that this reader may know of. Unknown and forbidden look the same."""

    def __init__(self, what: str) -> None:
        super().__init__(404, "Not found", f"There is no such {what}", "NOT-FOUND")


class StoreAway(Problem):
    """The store could not be read. Asking again is safe."""

    def __init__(self) -> None:
        super().__init__(
            503,
            "Not available",
            "The records cannot be read just now. Ask again in a moment.",
            "STORE-UNAVAILABLE",
            headers={"Retry-After": "5"},
        )


class StoreUnavailable(Problem):
    """Nothing is acknowledged: the commit failed, or its answer was lost. Retrying with the same key is safe."""

    def __init__(self) -> None:
        super().__init__(
            503,
            "Not acknowledged",
            "It is not known whether this was stored. Send it again with the same key.",
            "STORE-UNAVAILABLE",
            headers={"Retry-After": "5"},
        )
