"""People at the front door: they say who a child is, rate, direct, decide, ask for strategy discussions, and read.

What a desk intends about a case is drawn at once from the seed; the versions and ids that it needs come from answers.
"""

import asyncio
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from random import Random
from typing import Any

import orjson

from tests.campaign.history import Asked
from tests.campaign.workload.asking import Asker, Outcome, Surroundings, passes
from tests.campaign.workload.bodies import BEGAN
from tests.campaign.workload.cutting import Cut
from tests.campaign.workload.plan import Chances, stream
from tests.campaign.workload.senders import Case

SCREENER, MANAGER, SECOND_MANAGER, NIGHT_MANAGER = "sw.adeyemi", "fdm.reyes", "fdm.brook", "edt.lund"
WORKER = "sw.ndlovu"
READERS = (SCREENER, MANAGER, NIGHT_MANAGER, "edt.okafor", "ds.amin", "nurse.farrow", "dsl.osei", WORKER)
RATINGS = ("RED", "AMBER", "GREEN")
SCREENINGS = "/api/v1/screenings/"
LOOK_SECONDS = (1.0, 2.0, 3.0, 5.0)
CASES_AT_ONCE = 3
"""A desk has a few cases open, since each waits a while for other services to hear of it."""
GROUNDS = "Several agencies worry about the same children, and what we do is to be decided together."
WORDS = "Read every earlier contact as one story. Speak to the school and to the grandmother before anybody else. " * 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What is to be done about one case."""

    screens: bool
    identify: bool
    as_known: bool
    races: bool
    rating: str
    other_rating: str
    directs: bool
    decides: bool
    repeats: bool
    reuses_key: bool
    bad: bool
    cut: Cut | None
    strategy: bool
    reader: str | None
    refers: bool
    allocates: bool


def doing_of(chance: Random, chances: Chances) -> Doing:
    rating, other = chance.sample(RATINGS, 2)
    return Doing(
        screens=chance.random() < chances.desk,
        identify=chance.random() < chances.identify,
        as_known=chance.random() < 0.5,
        races=chance.random() < chances.race,
        rating=rating,
        other_rating=other,
        directs=chance.random() < 0.7,
        decides=chance.random() < chances.decide,
        repeats=chance.random() < 0.2,
        reuses_key=chance.random() < chances.reuse_key,
        bad=chance.random() < chances.bad,
        cut=chance.choice((Cut.HALF_BODY, Cut.NO_ANSWER)) if chance.random() < chances.cut else None,
        strategy=chance.random() < chances.strategy,
        reader=chance.choice(READERS) if chance.random() < chances.read else None,
        refers=chance.random() < chances.refer,
        allocates=chance.random() < chances.refer,
    )


class Desk:
    """Works through the cases of one sender, in their order."""

    def __init__(self, asker: Asker, cases: asyncio.Queue[Case]) -> None:
        self._asker = asker
        self._around: Surroundings = asker.around
        self._cases = cases
        self._known: dict[tuple[int, str], str] = {}

    async def work(self) -> None:
        await asyncio.gather(*(self._work() for _ in range(CASES_AT_ONCE)))

    async def _work(self) -> None:
        while not self._around.stopping.is_set():
            try:
                async with asyncio.timeout(0.5):
                    case = await self._cases.get()
            except TimeoutError:
                continue
            await self.take(case)

    async def take(self, case: Case) -> None:
        plan = self._around.plan
        doing = doing_of(stream(plan.seed, self._asker.name, case.number), plan.chances)
        if doing.identify:
            await self._identify(case, doing)
        if doing.screens and await self._heard(case):
            await self._screen(case, doing)
        if doing.strategy:
            await self._ask_for_discussion(case)
        if doing.reader:
            await self._read(case, doing.reader)
        for temp_ref, child_id in case.children.items():
            self._known.setdefault((case.family, temp_ref), child_id)

    async def _identify(self, case: Case, doing: Doing) -> None:
        """The first named child is new to us, or the one whom this desk met before."""
        for temp_ref, child_id in list(case.children.items())[:1]:
            known = self._known.get((case.family, temp_ref), child_id)
            body: dict[str, Any] = {"temp_ref": temp_ref}
            if doing.as_known and known != child_id:
                body["child_id"] = known
            path = f"/api/v1/contacts/{case.contact_id}/identities"
            await self._ask(case, "confirm", SCREENER, "intake", path, body, "identity")

    async def _heard(self, case: Case) -> bool:
        """Waits until screening has heard of the case."""
        deadline = asyncio.get_running_loop().time() + self._around.plan.heard_seconds
        for look in itertools.count():
            if (await self._case(case)).ok:
                return True
            late = asyncio.get_running_loop().time() > deadline
            if late or not await passes(self._around.stopping, LOOK_SECONDS[min(look, 3)]):
                break
        return False

    async def _case(self, case: Case) -> Outcome:
        asked = self._reading(SCREENER, "screening", f"{SCREENINGS}{case.contact_id}")
        return await self._asker.once(asked, keep=_kept_case)

    async def _screen(self, case: Case, doing: Doing) -> None:
        await self._rate(case, doing)
        if doing.directs:
            body = {"text": WORDS, "screener_id": SCREENER}
            await self._versioned(case, "screening", MANAGER, "direction", body, "direction")
        if doing.decides:
            for temp_ref, child_id in case.children.items():
                if await self._decide(case, temp_ref, child_id) and doing.refers:
                    await self._refer(case, temp_ref, child_id, doing)

    async def _rate(self, case: Case, doing: Doing) -> None:
        """One person rates, or two at the same moment who have both seen the same version: one of them must lose."""
        version = (await self._case(case)).told("version")
        one = {"rag": doing.rating, "reasons": ["What is told"], "expected_version": version}
        other = {"rag": doing.other_rating, "reasons": ["What is not told"], "expected_version": version}
        path = f"{SCREENINGS}{case.contact_id}/rag"
        if doing.bad:
            purple = self._asked(case, "bad", MANAGER, "screening", path, {"rag": "PURPLE"}, "bad")
            await self._asker.once(replace(purple, key=None, key_client=None))
        mine = self._asked(case, "screening", MANAGER, "screening", path, one, "rag")
        theirs = self._asked(case, "race", NIGHT_MANAGER, "screening", path, other, "rag-2")
        rated = self._asker.settle(mine, doing.cut)
        if doing.races and version is not None:
            outcome, _ = await asyncio.gather(rated, self._asker.settle(theirs))
        else:
            outcome = await rated
        await self._ask_again(mine, outcome, doing)

    async def _ask_again(self, asked: Asked, outcome: Outcome, doing: Doing) -> None:
        """The same once more, and its key with other words once it is stored."""
        if doing.repeats:
            await self._asker.settle(replace(asked, kind="repeat", of=outcome.op))
        if doing.reuses_key and outcome.ok:
            other = orjson.dumps({"rag": doing.other_rating, "reasons": ["Other words under the same key"]})
            await self._asker.settle(replace(asked, kind="key_reuse", of=outcome.op, body=other))

    async def _decide(self, case: Case, temp_ref: str, child_id: str) -> bool:
        """One proposes, another authorises: protection goes first, so nothing else has to be done before."""
        proposal = {
            "child_id": child_id,
            "decision": "REFERRAL_STRATEGY",
            "need_level": 4,
            "rationale": WORDS,
            "consent": {"parents_informed": "YES", "parental_agreement": "AGREED", "child_view": ""},
            "plain_reason": "Agencies are meeting to plan how to keep the child safe.",
            "strategy": {"grounds": GROUNDS, "concern": ["NEG"], "immediacy": "SAME_DAY"},
        }
        await self._versioned(case, "screening", SCREENER, "proposals", proposal, f"propose-{temp_ref}")
        authorised = {"child_id": child_id, "manager_rationale": "Agreed: the pattern alone would meet the threshold."}
        path = f"{SCREENINGS}{case.contact_id}/authorisations"
        step = f"authorise-{temp_ref}"
        return (await self._ask(case, "screening", SECOND_MANAGER, "screening", path, authorised, step, again=True)).ok

    async def _refer(self, case: Case, temp_ref: str, child_id: str, doing: Doing) -> None:
        """A manager accepts the referral, unless somebody has referred the child before, and names a social worker."""
        path = f"{SCREENINGS}{case.contact_id}/children/{child_id}/referral"
        found = {"primary_need": "N1", "care_status": "CLOSED"}
        accepted = await self._ask(case, "referral", MANAGER, "screening", path, found, f"accept-{temp_ref}")
        if accepted.ok and doing.allocates:
            path = f"/api/v1/referrals/{accepted.told('referral_id')}/allocation"
            body = {"worker": WORKER, "team": "CASS-3"}
            await self._ask(case, "referral", SECOND_MANAGER, "screening", path, body, f"allocate-{temp_ref}")

    async def _versioned(
        self, case: Case, kind: str, who: str, command: str, body: Mapping[str, Any], step: str
    ) -> None:
        """A command that names the version that its person has just seen; who comes too late looks and asks again."""
        path = f"{SCREENINGS}{case.contact_id}/{command}"
        for name in (step, f"{step}-again"):
            version = (await self._case(case)).told("version")
            asked = await self._ask(case, kind, who, "screening", path, {**body, "expected_version": version}, name)
            if asked.status != HTTPStatus.CONFLICT:
                return

    async def _ask_for_discussion(self, case: Case) -> None:
        body = {
            "contact_id": case.contact_id,
            "child_ids": list(case.children.values()),
            "grounds": GROUNDS,
            "concern": ["NEG"],
            "immediacy": "SAME_DAY",
        }
        path = "/api/v1/discussions"
        asked = await self._ask(case, "strategy", SCREENER, "strategy", path, body, "discussion")
        if asked.ok:
            convened = {
                "held_at": BEGAN.isoformat(),
                "mode": "VIDEO",
                "chair": MANAGER,
                "invitees": ["CSC", "POLICE", "HEALTH"],
                "referrer_reason": "Heard beforehand by telephone",
            }
            path = f"/api/v1/discussions/{asked.told('strategy_id')}/convene"
            await self._ask(case, "strategy", MANAGER, "strategy", path, convened, "convene")

    async def _read(self, case: Case, reader: str) -> None:
        for child_id in list(case.children.values())[:2]:
            asked = self._reading(reader, "timeline", f"/api/v1/children/{child_id}/timeline")
            await self._asker.once(asked, keep=kept_timeline)

    async def _ask(
        self,
        case: Case,
        kind: str,
        who: str,
        service: str,
        path: str,
        body: Mapping[str, Any],
        step: str,
        *,
        again: bool = False,
    ) -> Outcome:
        """Asks a command with a key of its own; ``again``: it is sent once more after its answer."""
        asked = self._asked(case, kind, who, service, path, body, step)
        outcome = await self._asker.settle(asked)
        if again:
            await self._asker.settle(replace(asked, kind="repeat", of=outcome.op))
        return outcome

    def _asked(
        self, case: Case, kind: str, who: str, service: str, path: str, body: Mapping[str, Any], step: str
    ) -> Asked:
        return self._asker.command(who, service, path, body, kind=kind, step=f"{case.number}/{step}")

    def _reading(self, who: str, service: str, path: str) -> Asked:
        return Asked(client=self._asker.name, who=who, service=service, method="GET", path=path, kind="read")


def _kept_case(answer: Any) -> object:
    """Of a case, what a checker can use: where it stands and whom it is about."""
    children = [child["child_id"] for child in answer["children"]]
    return {"contact_id": answer["contact_id"], "version": answer["version"], "children": children}


def kept_timeline(answer: Any) -> object:
    """Of a timeline, each entry by its id, its type and the event that it tells of."""
    entries = [[entry["entry_id"], entry["source_type"], entry["source_event"]] for entry in answer["entries"]]
    return {"child_id": answer["child_id"], "entries": entries}


def kept_submission(answer: Any) -> object:
    """Of what became of a contact, which version of it is shown."""
    return {name: answer[name] for name in ("contact_id", "source_ref", "source_version")}
