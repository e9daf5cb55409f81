"""Systems of the police, of schools and of health: they send, do not trust the answer, send again, and correct."""

import asyncio
import itertools
from dataclasses import dataclass, replace

from tests.campaign.history import Asked
from tests.campaign.workload.asking import Acknowledged, Asker, Outcome, Surroundings, passes
from tests.campaign.workload.families import Town
from tests.campaign.workload.letters import Letter, Matter, matter_of
from tests.campaign.workload.places import organisation

FULL_DESK, BREATH_SECONDS = 6, 1.5
"""A sender slows down, and never stops, while its desk has so many cases waiting: people are to be asked for, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A contact that has been acknowledged, for the desk. ``children`` are ids by the sender's reference."""

    number: int
    family: int
    contact_id: str
    children: dict[str, str]


class Sender:
    """One sending system, which writes about one matter after another and hands each on to its desk."""

    def __init__(self, asker: Asker, kind: str, town: Town, desk: asyncio.Queue[Case]) -> None:
        self._asker = asker
        self._around: Surroundings = asker.around
        self._kind = kind
        self._town = town
        self._desk = desk

    async def work(self) -> None:
        for number in itertools.count():
            if self._around.stopping.is_set():
                return
            await self.send(matter_of(self._around.plan, self._town, self._asker.name, self._kind, number))
            if self._desk.qsize() > FULL_DESK:
                await passes(self._around.stopping, BREATH_SECONDS)

    async def send(self, matter: Matter) -> None:
        """Rubbish first, then every version; the key used again with other words once the first is acknowledged."""
        if matter.rubbish is not None:
            await self._asker.once(self._asked(matter, "bad", matter.rubbish))
        first, *later = matter.letters
        outcome = await self._letter(matter, first, "submit")
        if matter.at_once:
            await asyncio.gather(*(self._letter(matter, letter, "amend") for letter in later))
        else:
            for letter in later:
                await self._letter(matter, letter, "amend")
        if outcome.ok:
            await self._use_key_again(matter, outcome)
            self._hand_on(matter, outcome)

    async def _letter(self, matter: Matter, letter: Letter, kind: str) -> Outcome:
        asked = self._asked(matter, kind, letter.content, letter.key)
        if letter.together and letter.copies:
            copies = [self._asker.settle(replace(asked, kind="repeat")) for _ in range(letter.copies)]
            return (await asyncio.gather(self._first(asked, letter), *copies))[0]
        outcome = await self._first(asked, letter)
        for _ in range(letter.copies):
            await self._asker.settle(replace(asked, kind="repeat", of=outcome.op))
        return outcome

    async def _first(self, asked: Asked, letter: Letter) -> Outcome:
        return await self._asker.settle(asked, letter.cut, letter.hurry_seconds)

    async def _use_key_again(self, matter: Matter, outcome: Outcome) -> None:
        """Only a stored key can be told from a new one, so this waits for the receipt of version 1."""
        version_1 = next(letter for letter in matter.letters if letter.key.endswith("/1"))
        if matter.other_words is not None and version_1 is matter.letters[0]:
            reuse = self._asked(matter, "key_reuse", matter.other_words, version_1.key)
            await self._asker.settle(replace(reuse, of=outcome.op))

    def _hand_on(self, matter: Matter, outcome: Outcome) -> None:
        contact_id = outcome.told("contact_id")
        if not isinstance(contact_id, str):
            return
        children = {child["temp_ref"]: child["child_id"] for child in outcome.told("children") or ()}
        self._around.contacts.append(
            Acknowledged(contact_id=contact_id, org=organisation(matter.who), child_ids=tuple(children.values()))
        )
        case = Case(number=matter.number, family=matter.family.number, contact_id=contact_id, children=children)
        self._desk.put_nowait(case)

    def _asked(self, matter: Matter, kind: str, content: bytes, key: str | None = None) -> Asked:
        return Asked(
            client=self._asker.name,
            who=matter.who,
            service="intake",
            method="POST",
            path=matter.path,
            kind=kind,
            key=key,
            key_client=organisation(matter.who) if key else None,
            body=content,
        )
