"""One guard as a line of a table: who asks what, over the API and on the page, and is refused."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.access.actor import Actor
from shared.testing.service import RunningService

from .guarded_worlds import Parts

Given = Callable[[RunningService], Awaitable[Parts]]


@dataclass(frozen=True)
class Line:
    """``code`` and ``about`` are the refusal's code and field.

    ``form`` ends the address of the form on ``page``. A page that has no such form for this person any more (``gone``)
    shows what they wrote all the same.
    """

    code: str
    about: str | None
    given: Given
    who: Actor
    api: str
    body: Mapping[str, Any]
    page: str
    form: str
    typed: Mapping[str, str] = field(default_factory=dict[str, str])
    gone: bool = False
