"""What one telling of the story carries along: who tells it, the payloads, and the places that it has come by."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from frontdoor.story.teller import Teller
from shared.working_time import LONDON


def london(day: str, clock: str) -> datetime:
    """A moment of May 2026 (``"3"``) or of any day (``"2025-11-14"``) on London's clocks."""
    date = day if "-" in day else f"2026-05-{int(day):02}"
    return datetime.fromisoformat(f"{date}T{clock}:00").replace(tzinfo=LONDON)


class Telling:
    """One telling of the story."""

    def __init__(self, teller: Teller, examples: Path) -> None:
        self.teller = teller
        self.places: dict[str, str] = {}
        self._examples = examples

    def example(self, name: str) -> Any:
        """The payload in ``examples/<name>.json``."""
        return json.loads((self._examples / f"{name}.json").read_text())

    async def screening(self, contact_id: str) -> Any:
        """The case that the contact has become, once screening has it."""
        return await self.teller.found("edt.lund", f"/screening/api/v1/screenings/{contact_id}")

    async def told(self, contact_id: str, messages: int) -> None:
        """Waits until that many messages about a contact have been sent, so that they bear the time of their cause."""

        async def look() -> bool:
            sent = await self.teller.get("fdm.reyes", f"/notifications/api/v1/sent?contact_id={contact_id}")
            return sum(row["sent_at"] is not None for row in sent["sent"]) >= messages

        await self.teller.until(look, f"{messages} messages about a contact")
