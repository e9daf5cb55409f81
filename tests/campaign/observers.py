"""Look at the system while it is being broken, and write down what they saw: submissions, the queue, timelines.

They judge nothing. A checker reads from their lines what was seen once and then was gone.
"""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from tests.campaign.history import Asked
from tests.campaign.workload.asking import Acknowledged, Asker, Keep, Outcome, Surroundings, passes
from tests.campaign.workload.desks import MANAGER, kept_submission, kept_timeline
from tests.campaign.workload.plan import stream

SENDER_OF = {
    "force-example": "expol-rms",
    "sch-999001": "school-portal-999001",
    "sch-999014": "school-portal-999014",
    "health-example": "health-system",
}
WATCHED = 40
"""So many of the first children are looked at again and again; everybody else is met by chance."""
IDLE_SHARE = 4
"""An observer rests this many times as long as its last look took: looking must not become the load."""

Look = Callable[[Random], Awaitable[Outcome | None]]


class Observer:
    """One of those who look. Its lines are of kind ``observe``; each is a read like any other, and audited."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._around: Surroundings = asker.around

    async def submissions(self, chance: Random) -> Outcome | None:
        """What one organisation has sent lately, and one of its contacts by name."""
        if not self._around.contacts:
            return None
        contact = chance.choice(self._around.contacts)
        who = SENDER_OF[contact.org]
        await self._look(who, "intake", "/api/v1/submissions", _kept_submissions)
        return await self._look(who, "intake", f"/api/v1/submissions/{contact.contact_id}", kept_submission)

    async def queue(self, _: Random) -> Outcome | None:
        return await self._look(MANAGER, "screening", "/api/v1/queue", _kept_queue)

    async def timelines(self, chance: Random) -> Outcome | None:
        """A child of the first ones, whose record grows, or one by chance."""
        contacts = self._around.contacts
        if not contacts:
            return None
        contact: Acknowledged = chance.choice(contacts[:WATCHED] if chance.random() < 0.6 else contacts)
        if not contact.child_ids:
            return None
        child_id = chance.choice(contact.child_ids)
        return await self._look(MANAGER, "timeline", f"/api/v1/children/{child_id}/timeline", kept_timeline)

    async def keep_looking(self, look: Look, every_seconds: float) -> None:
        """Looks until the run stops; what a fault takes away is asked for again at the next turn."""
        chance = stream(self._around.plan.seed, self._asker.name)
        took = 0.0
        while await passes(self._around.stopping, max(every_seconds, took * IDLE_SHARE)):
            began = asyncio.get_running_loop().time()
            await look(chance)
            took = asyncio.get_running_loop().time() - began

    async def _look(self, who: str, service: str, path: str, keep: Keep) -> Outcome:
        asked = Asked(client=self._asker.name, who=who, service=service, method="GET", path=path, kind="observe")
        return await self._asker.once(asked, keep=keep)


def _kept_submissions(answer: Any) -> object:
    return {"submissions": [[row["contact_id"], row["source_ref"], row["source_version"]] for row in answer]}


def _kept_queue(answer: Any) -> object:
    return {"queue": [line["contact_id"] for line in answer]}


async def observe(around: Surroundings) -> None:
    """Runs every observer until the run stops."""
    askers = [Asker(name, around) for name in ("observer-submissions", "observer-queue", "observer-timelines")]
    first, second, third = (Observer(asker) for asker in askers)
    try:
        await asyncio.gather(
            first.keep_looking(first.submissions, 1.0),
            second.keep_looking(second.queue, 5.0),
            third.keep_looking(third.timelines, 0.5),
        )
    finally:
        for asker in askers:
            await asker.close()
