"""Referrals: a child for whom one was decided waits to be accepted or has been, under whichever contact. What has been
accepted is open, with whoever was named for it.
"""

from collections.abc import Iterator

from tests.campaign.checker.identities import Identities
from tests.campaign.checker.rules.lists import same
from tests.campaign.checker.run import Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "referrals"
REFERRED = frozenset({"REFERRAL_S17", "REFERRAL_STRATEGY"})
ENDS = ("ReferralNFA", "ReferralClosed")


def check(run: Run) -> Iterator[Violation]:
    if (rows := run.lists.get("to be accepted")) is not None:
        who = Identities(run.of("intake", "ChildIdentified"))
        shown = [f"{row['contact_id']} {who.child_of(row['child_id'])}" for row in rows]
        yield from same("what is to be accepted", _waiting(run, who), shown, RULE)
    if (rows := run.lists.get("referrals")) is not None:
        last = {e.data["referral_id"]: e.type for e in run.of("screening", "ReferralAccepted", *ENDS)}
        are_open = {referral for referral, type_ in last.items() if type_ not in ENDS}
        yield from same("the referrals", are_open, [row["referral_id"] for row in rows], RULE)
        named = {e.data["referral_id"]: e.data["worker"] for e in run.of("screening", "WorkerAllocated")}
        for row in rows:
            worker = named.get(row["referral_id"])
            if row["worker"] != worker:
                text = f"Referral {row['referral_id']} is with {row['worker']} on the list, and was given to {worker}."
                yield Violation(Kind.BROKEN, RULE, text)


def _waiting(run: Run, who: Identities) -> set[str]:
    """By contact and child: nobody is referred twice."""
    taken = {who.child_of(event.data["child_id"]) for event in run.of("screening", "ReferralAccepted")}
    decided = {
        (event.data["contact_id"], who.child_of(event.data["child_id"])): event.data["decision"]
        for event in run.of("screening", "ThresholdDecisionAuthorised")
    }
    return {f"{at} {child}" for (at, child), what in decided.items() if what in REFERRED and child not in taken}
