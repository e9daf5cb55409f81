"""The emergency duty team: shifts that follow one another, what each owes to children, and who takes it on by day.

What a shift intends is drawn from the seed; whose children they are comes from the contacts that were acknowledged.
"""

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.campaign.history import Asked
from tests.campaign.workload.asking import Acknowledged, Asker, Outcome, Surroundings, passes
from tests.campaign.workload.bodies import BEGAN
from tests.campaign.workload.plan import stream

WORKER, ON_CALL, BY_DAY, MANAGER = "edt.okafor", "edt.lund", "sw.adeyemi", "fdm.reyes"
SHIFTS, ITEMS = "/api/v1/shifts", "/api/v1/items"
SHIFT_LASTS, NIGHT_AFTER_NIGHT = timedelta(hours=15), timedelta(days=1)
MOST_ITEMS = 4
BREATH_SECONDS = 1.0
TRIES = 5
HAPPENED = "A neighbour rang at two in the morning; the door was opened by the eldest child. " * 2
OWED = "See each child today, alone, and ask the school how they have been."
ANSWERED_FOR = "I have spoken to the police; a unit goes by every hour."


class Nights:
    """One duty team, whose shifts are worked one after another: each begins when the one before has ended."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._around: Surroundings = asker.around

    async def work(self) -> None:
        for number in itertools.count():
            if not await passes(self._around.stopping, BREATH_SECONDS):
                return
            await self.shift(number)

    async def shift(self, number: int) -> None:
        """Works one shift. A step whose end nobody knows leaves the rest of it undone."""
        chance = stream(self._around.plan.seed, self._asker.name, number)
        begins = BEGAN + number * NIGHT_AFTER_NIGHT
        ends = begins + SHIFT_LASTS
        shift_id = f"{self._asker.name}-{self._around.plan.seed}-{number}"
        opening = {"shift_id": shift_id, "opened_at": begins, "closes_at": ends}
        opening |= {"workers": [WORKER], "manager_on_call": ON_CALL}
        if not (await self._ask(WORKER, SHIFTS, opening, f"{number}/open")).ok:
            return
        for place, contact in enumerate(self._contacts(chance)):
            item = _item(chance, contact, ends)
            await self._ask(WORKER, f"{SHIFTS}/{shift_id}/items", item, f"{number}/{place}/item")
            await passes(self._around.stopping, BREATH_SECONDS)
        await self._hand_over(shift_id, number, chance)

    def _contacts(self, chance: Random) -> Sequence[Acknowledged]:
        known = [contact for contact in self._around.contacts if contact.child_ids]
        return chance.sample(known, min(len(known), chance.randint(1, MOST_ITEMS)))

    async def _hand_over(self, shift_id: str, number: int, chance: Random) -> None:
        """The manager on call answers for children who are not known to be safe; then all is handed over, and taken."""
        items = await self._items(shift_id)
        for item in items:
            if item["is_child_safe_now"] != "Y":
                entry, path = {"item_id": item["item_id"], "text": ANSWERED_FOR}, f"{SHIFTS}/{shift_id}/manager-entries"
                await self._ask(ON_CALL, path, entry, f"{number}/{item['item_id']}/entry")
        if not items or not (await self._ask(WORKER, f"{SHIFTS}/{shift_id}/publish", {}, f"{number}/publish")).ok:
            return
        for item in items:
            await self._take_on(item, chance.randint(0, 3), f"{number}/{item['item_id']}")
        closing = {"safety_statement": "Everything that is owed has been handed over."}
        await self._ask(WORKER, f"{SHIFTS}/{shift_id}/close", closing, f"{number}/close")

    async def _items(self, shift_id: str) -> Sequence[Mapping[str, Any]]:
        """What stands on the shift's list: new, or carried from the night before."""
        path = f"{SHIFTS}/{shift_id}"
        asked = Asked(client=self._asker.name, who=WORKER, service="edt-handover", method="GET", path=path, kind="read")
        for _ in range(TRIES):
            outcome = await self._asker.once(asked)
            if outcome.ok:
                return outcome.told("items") or ()
            await passes(self._around.over, BREATH_SECONDS)
        return ()

    async def _take_on(self, item: Mapping[str, Any], steps: int, step: str) -> None:
        """Accepted, followed up and closed, as far as it goes: what the night still owes is carried to the next."""
        taker = ON_CALL if item["owner_side"] == "EDT" else BY_DAY
        done = {"followed_up_at": BEGAN, "what": "Went there with a colleague.", "child_seen": "Y"}
        doing: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
            ("accept", taker, {}),
            ("follow-up", taker, {**done, "is_child_safe_now": "Y"}),
            ("close", MANAGER, {}),
        )
        for name, who, body in doing[:steps]:
            if not (await self._ask(who, f"{ITEMS}/{item['item_id']}/{name}", body, f"{step}/{name}")).ok:
                return

    async def _ask(self, who: str, path: str, body: Mapping[str, Any], step: str) -> Outcome:
        asked = self._asker.command(who, "edt-handover", path, body, kind="night", step=step)
        return await self._asker.settle(asked)


def _item(chance: Random, contact: Acknowledged, due_at: datetime) -> dict[str, Any]:
    by_night = chance.random() < 0.4
    return {
        "direction": "EDT_TO_EDT" if by_night else "EDT_TO_DAY",
        "child_ids": contact.child_ids,
        "category": "WELFARE_CHECK",
        "rag": chance.choice(("RED", "AMBER", "GREEN")),
        "what_happened": HAPPENED,
        "child_seen": {"seen": "N"},
        "is_child_safe_now": chance.choice(("Y", "Y", "N", "NOT_KNOWN")),
        "action_needed": OWED,
        "action_due_at": due_at,
        "owner_team": "EDT" if by_night else "FRONT_DOOR",
    }
