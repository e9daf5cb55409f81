"""Where a directed run plays: a world, one client that writes everything down, and the few things that it asks.

Its law: whatever ended unknown is asked again, with the same bytes, until the answer is definite.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx2
import orjson

from tests.campaign.history import Asked, History
from tests.campaign.workload import Plan
from tests.campaign.workload.asking import Acknowledged, Asker, Outcome, Pace, Surroundings
from tests.campaign.workload.desks import Desk, kept_submission
from tests.campaign.workload.nights import Nights
from tests.campaign.workload.places import Tokens, organisation
from tests.campaign.workload.plan import Chances
from tests.campaign.workload.senders import Case
from tests.campaign.world.world import World

POLICE, MANAGER, OTHER_MANAGER = "expol-rms", "fdm.reyes", "fdm.brook"
HEARD_SECONDS = 8.0
LOOK_SECONDS = 0.02
REQUEST_SECONDS = 3.0
THOROUGH = Chances(desk=1, decide=1, identify=0, strategy=0, read=0, race=0, bad=0, cut=0, reuse_key=0, repeat=0)
"""A desk that does its work with every case, and makes no trouble."""


@dataclass
class Stage:
    """Use as an async context manager, inside the world."""

    world: World
    history: History

    @property
    def contacts(self) -> Sequence[Acknowledged]:
        """Those of which we have the receipt."""
        return self._around.contacts

    async def __aenter__(self) -> Self:
        plan = Plan(seed=1, request_seconds=REQUEST_SECONDS, heard_seconds=HEARD_SECONDS, chances=THOROUGH)
        self._tokens = Tokens(self.world)
        self._around = Surroundings(
            plan=plan, places=self.world, history=self.history, tokens=self._tokens, pace=Pace(None)
        )
        self._asker = Asker("directed", self._around)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._around.over.set()
        await self._asker.close()
        await self._tokens.close()

    async def submit(self, number: int, version: int = 1, *, copies: int = 0, urgent: bool = False) -> Outcome:
        """One notification of one child, and copies of it afterwards."""
        asked = self._notification(number, version, "A bruise on the left arm.", urgent)
        outcome = await self._asker.settle(asked)
        for _ in range(copies):
            await self._asker.settle(asked)
        if outcome.ok and version == 1:
            children = [child["child_id"] for child in outcome.answer["children"]]
            contact_id = outcome.answer["contact_id"]
            known = Acknowledged(contact_id=contact_id, org=organisation(POLICE), child_ids=tuple(children))
            self._around.contacts.append(known)
        return outcome

    async def use_key_again(self, number: int) -> Outcome:
        """Other words under the key of a notification that was acknowledged."""
        return await self._asker.settle(self._notification(number, 1, "Other words altogether.", False, "key_reuse"))

    async def many(self, count: int, *, first: int = 0, lanes: int = 8, copies: int = 0, urgent: bool = False) -> None:
        """So many notifications, some at a time, every third with a later version."""
        numbers = iter(range(first, first + count))

        async def lane() -> None:
            for number in numbers:
                await self.submit(number, copies=copies, urgent=urgent)
                if number % 3 == 0:
                    await self.submit(number, 2)

        await asyncio.gather(*(lane() for _ in range(lanes)))

    async def acknowledged_more(self, count: int) -> None:
        """Until so many more commands than now have been acknowledged."""
        enough = len(self._around.acknowledged) + count
        while len(self._around.acknowledged) < enough:
            await asyncio.sleep(LOOK_SECONDS)

    async def heard(self) -> None:
        """Until everybody has heard of everything, or it is plain that somebody never will."""
        await self.world.settled(HEARD_SECONDS)

    async def read(self, child_id: str) -> Outcome:
        """A manager looks at a child's timeline."""
        path = f"/api/v1/children/{child_id}/timeline"
        asked = Asked(client="reader", who=OTHER_MANAGER, service="timeline", method="GET", path=path, kind="read")
        return await self._asker.once(asked, keep=lambda _: None)

    async def read_back(self, contact: Acknowledged) -> Outcome:
        """The sender looks at what became of its contact."""
        path = f"/api/v1/submissions/{contact.contact_id}"
        asked = Asked(client="reader", who=POLICE, service="intake", method="GET", path=path, kind="observe")
        return await self._asker.once(asked, keep=kept_submission)

    async def race(self, contact: Acknowledged) -> None:
        """Two people rate the same case, both having seen the same version."""
        path = f"/api/v1/screenings/{contact.contact_id}"
        look = Asked(client="desk", who=MANAGER, service="screening", method="GET", path=path, kind="read")
        seen = await self._asker.once(look, keep=lambda case: {"version": case["version"]})
        await asyncio.gather(
            self._rate(contact, MANAGER, "RED", seen.answer["version"]),
            self._rate(contact, OTHER_MANAGER, "AMBER", seen.answer["version"]),
        )

    async def retry_parked(self) -> None:
        """An operator has everything that the timeline has parked taken in again."""
        headers = {"authorization": f"Bearer {await self._tokens.of(MANAGER)}"}
        operations = f"{self.world.direct('timeline')}/api/v1/operations/parked"
        async with httpx2.AsyncClient(headers=headers, trust_env=False, timeout=20) as client:
            parked: list[dict[str, Any]] = (await client.get(operations)).json()
            for topic, key in sorted({(each["topic"], each["key"]) for each in parked}):
                await client.post(f"{operations}/retry", json={"topic": topic, "key": key})

    async def decide(self) -> None:
        """Every contact is rated, mostly directed, and decided for each of its children."""
        desk = Desk(self._asker, asyncio.Queue())
        for number, contact in enumerate(self.contacts):
            children = {str(place): child_id for place, child_id in enumerate(contact.child_ids)}
            await desk.take(Case(number=number, family=number, contact_id=contact.contact_id, children=children))

    async def nights(self, count: int) -> None:
        """So many shifts of the emergency duty team, one after another."""
        team = Nights(self._asker)
        for number in range(count):
            await team.shift(number)

    async def _rate(self, contact: Acknowledged, who: str, rag: str, version: int) -> Outcome:
        body = {"rag": rag, "expected_version": version, "reasons": ["What the police wrote"]}
        asked = Asked(
            client=who,
            who=who,
            service="screening",
            method="POST",
            path=f"/api/v1/screenings/{contact.contact_id}/rag",
            kind="screening",
            key=f"rate/{contact.contact_id}/{rag}",
            key_client=f"{organisation(who)}/{who}",
            key_in_header=True,
            body=orjson.dumps(body),
        )
        return await self._asker.settle(asked)

    def _notification(self, number: int, version: int, worries: str, urgent: bool, kind: str = "submit") -> Asked:
        ref = f"directed-{number}"
        body = {
            "source_system": "EXPOL",
            "source_ref": ref,
            "source_version": version,
            "contact_type": "CHILD_CONCERN",
            "urgent_flag": urgent,
            "worries": f"{worries} Version {version}. [S {ref}]",
            "police": {"narrative": f"A neighbour rang. [P {ref}]"},
            "children": [
                {"temp_ref": "child", "first_name": "Ada", "surname": f"Example {number}", "dob": "2018-03-04"},
                {"temp_ref": "sibling", "first_name": "Ben", "surname": f"Example {number}", "dob": "2016-05-06"},
            ],
        }
        return Asked(
            client="directed",
            who=POLICE,
            service="intake",
            method="POST",
            path="/api/v1/police-notifications",
            kind=kind,
            key=f"EXPOL/{ref}/{version}",
            key_client=organisation(POLICE),
            body=orjson.dumps(body),
        )
