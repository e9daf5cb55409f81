"""What an agency's safeguarding lead is told of its own contacts: unanswered questions, and a month's quality."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from notifications.codes import Profile, RecipientRole
from notifications.notification.commands import RequestNotification
from notifications.notification.facts import About
from notifications.owed.facts import KnownContact, Owed, ScoredMonth
from notifications.payloads import contact_ref, initials, local, numbered, ring_us
from notifications.policy import Policy
from notifications.readings import ClarificationMissed
from shared.access.actor import SYSTEM
from shared.disclosure import build
from shared.ids import derived_id
from shared.working_time import due_one_working_day

MOST_NAMED = 3
EXEMPLARS = {
    "q1": "“Ava Reed, 14 March 2017, and her brother Joe Reed, 2 June 2019; both live here.”",
    "q2": "“Ava lives with her mother and a lodger; her father, who has parental responsibility, lives away.”",
    "q3": "“White British, English at home, wears hearing aids.” What is not known is said to be not known.",
    "q4": "“Year 3 at the primary school in her road; the GP is the practice beside it.”",
    "q5": "“On Monday at 08:50 I saw a bruise as long as a finger on her left arm. She told me of it herself.”",
    "q6": "“She falls asleep in class, asks for food at ten, and does not want to go home on Fridays.”",
    "q7": "“She said: I make Joe's breakfast because nobody gets up.” The child's own words, as they were said.",
    "q8": "“Her aunt collects her on time. We offered breakfast club and two home visits; neither was taken up.”",
    "q9": "“Her mother knows that we write and does not agree; we did not ask her partner, as it may not be safe.”",
    "q10": "“We think level 3: it has grown worse since January. We ask you to assess, and will go on seeing her.”",
}
"""How each test of quality is met. All of it is made up, so that no exemplar can ever be somebody's child."""


def missed_clarification(
    owed: Owed, contact: KnownContact, policy: Policy, at: datetime
) -> Sequence[RequestNotification]:
    """CK_CLARIFY has run out: the lead of the agency that sent the contact. A member of the public has none."""
    missed = ClarificationMissed.model_validate(owed.said)
    if contact.is_public or not missed.professional_referrer:
        return []
    return [
        RequestNotification(
            about=About(
                notification_id=derived_id("clarification-missed", owed.event_id),
                profile=Profile.CLARIFY_MISSED,
                recipient_role=RecipientRole.SAFEGUARDING_LEAD,
                recipient_org=contact.org_id,
                recipient_name=contact.agency_name,
                contact_id=owed.contact_id,
                cause_event=owed.event_id,
            ),
            payload=build(
                Profile.CLARIFY_MISSED,
                contact_ref=contact_ref(owed.contact_id),
                child_initials=initials(contact),
                local_ref=contact.source_ref or contact_ref(owed.contact_id),
                questions=numbered(missed.questions),
                asked_at=local(missed.requested_at),
                was_due_at=local(missed.due_at),
                answer_to=ring_us(policy),
            ),
            runs_from=owed.at,
            due_at=due_one_working_day(owed.at),
            by=SYSTEM,
            at=at,
        )
    ]


def quality_of_a_month(
    owed: Owed, contact: KnownContact, policy: Policy, at: datetime
) -> Sequence[RequestNotification]:
    """A month's contacts of one agency in numbers.

    Small ones stand (decision 21). Brief §7.1 suppresses cells of 1 to 5 in indicators that leave the authority and is
    silent of an agency's own figures: these count no contact but the agency's own, and go to that agency alone.
    """
    month = owed.month
    if month is None or not month.failed_by_grade:
        return []
    return [
        RequestNotification(
            about=About(
                notification_id=derived_id("quality", month.org_id, month.month),
                profile=Profile.QUALITY_FEEDBACK,
                recipient_role=RecipientRole.SAFEGUARDING_LEAD,
                recipient_org=month.org_id,
                recipient_name=contact.agency_name,
                contact_id="",
                cause_event=owed.event_id,
            ),
            payload=_numbers(month),
            runs_from=owed.at,
            due_at=due_one_working_day(owed.at),
            by=SYSTEM,
            at=at,
        )
    ]


def _numbers(month: ScoredMonth) -> dict[str, object]:
    grades = Counter(grade for grade, _ in month.failed_by_grade)
    scored = len(month.failed_by_grade)
    failed = Counter(test for _, tests in month.failed_by_grade for test in tests if test in EXEMPLARS)
    worst = sorted(failed.items(), key=lambda each: (-each[1], int(each[0][1:])))[:MOST_NAMED]
    return build(
        Profile.QUALITY_FEEDBACK,
        month=month.month,
        scored=scored,
        good=grades["GOOD"],
        adequate=grades["ADEQUATE"],
        inadequate=grades["INADEQUATE"],
        percent_good=round(100 * grades["GOOD"] / scored),
        most_failed=[{"test": test, "contacts": contacts} for test, contacts in worst],
        exemplar=EXEMPLARS[worst[0][0]] if worst else None,
    )
