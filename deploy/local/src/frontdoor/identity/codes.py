"""Authorization codes: what a browser carries from the persona page to a service. Good once, for 60 s."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from frontdoor.identity.personas import Persona

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Granted:
    """What a code stands for, and what its redeemer must match (RFC 6749, section 4.1.3; RFC 7636)."""

    persona: Persona
    client_id: str
    redirect_uri: str
    code_challenge: str
    nonce: str


class Codes:
    """The codes that are out. `now` counts seconds and never goes back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._out: dict[str, tuple[float, Granted]] = {}

    def issue(self, granted: Granted) -> str:
        self._forget_expired()
        code = secrets.token_urlsafe(32)
        self._out[code] = (self._now() + _SECONDS, granted)
        return code

    def redeem(self, code: str) -> Granted | None:
        """What the code stood for. Any attempt uses it up, so a wrong verifier cannot be tried again."""
        self._forget_expired()
        _, granted = self._out.pop(code, (0.0, None))
        return granted

    def _forget_expired(self) -> None:
        now = self._now()
        self._out = {code: kept for code, kept in self._out.items() if kept[0] > now}
