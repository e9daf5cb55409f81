"""The words of each profile, made field by field from what was given; nothing else of a contact gets this far.

Times are London's, as people read them. `shared.disclosure` builds each payload from its profile's closed list of
fields (NOT-01).
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from notifications.codes import ChildPresent, Profile, RecipientRole, YesNoNotKnown
from notifications.owed.facts import KnownChild, KnownContact
from notifications.policy import Policy
from shared.disclosure import build
from shared.events import canonical
from shared.references import contact_ref as contact_ref
from shared.references import reference as reference
from shared.working_time import in_london

Payload = Mapping[str, object]

PLAIN_REASON_CHARACTERS = 500
LONGEST_INITIALS = 60

ASKED_TO_DO: dict[str, str] = {
    "NFA": "Go on supporting the child as you do now, and contact us again if you are worried.",
    "INFO_ADVICE": "Use the advice given, and contact us again if it does not help.",
    "SIGNPOST_UNIVERSAL": "Help the family to reach the service named, and contact us again if they do not.",
    "EARLY_HELP": "Stay part of the support around the family; the lead practitioner will call you.",
    "REFERRAL_S17": "Be ready to share what you know with the social worker who will call you.",
    "REFERRAL_STRATEGY": "Be ready to join a strategy discussion, and keep your records safe.",
    "LINK_OPEN_CASE": "Speak to the child's allocated social worker, who has been told.",
}
ASKED_OTHERWISE = "Nothing for now. Contact us again if you are worried."
ESCALATION_ROUTE = "If you disagree, call the team and ask for the manager; then use the escalation procedure."
EMERGENCY_ADVICE = "If a child is in immediate danger, call 999. Call us at any hour if you are worried again."


def local(at: datetime) -> str:
    return in_london(at).isoformat(timespec="seconds")


def named_child(child: KnownChild) -> Mapping[str, str | None]:
    return {
        "first_name": child.first_name,
        "surname": child.surname,
        "date_of_birth": child.dob.isoformat() if child.dob else None,
    }


def initials(contact: KnownContact) -> str:
    """The children of a contact as its sender is reminded of them."""
    return ", ".join(child.initials for child in contact.children.values() if child.initials)[:LONGEST_INITIALS]


def ring_us(policy: Policy) -> str:
    """By whom, and under what numbers, a question is answered by day and by night."""
    return f"{policy.named_team}, {policy.team_phone}; out of hours {policy.out_of_hours_phone}"


def numbered(questions: Sequence[str]) -> list[Mapping[str, object]]:
    return [{"number": number, "text": _shortened(text)} for number, text in enumerate(questions, 1)]


def encompass_alert(
    *,
    notification_id: str,
    urn: str,
    first_name: str,
    surname: str,
    date_of_birth: date | None,
    incident_on: date,
    incident_at: datetime | None,
    child_present: ChildPresent,
    welfare_check_made: YesNoNotKnown,
) -> Payload:
    """ENC_MIN: that something happened and whether the child was there; never what, where or who (§2.3)."""
    return build(
        Profile.ENC_MIN,
        alert_ref=reference("ENC", notification_id),
        urn=urn,
        recipient_role=RecipientRole.DSL.value,
        child={
            "first_name": first_name,
            "surname": surname,
            "date_of_birth": date_of_birth.isoformat() if date_of_birth else None,
        },
        incident_date=incident_on.isoformat(),
        incident_time=f"{in_london(incident_at):%H:%M}" if incident_at else None,
        child_present=child_present.value,
        welfare_check_made=welfare_check_made.value,
        text_code="ENC_STD_1",
    )


def professional_receipt(
    *, contact_ref: str, received_at: datetime, decision_due_at: datetime, policy: Policy
) -> Payload:
    """ACK_PRO: we have it, who has it, when it will be decided."""
    return build(
        Profile.ACK_PRO,
        contact_ref=contact_ref,
        received_at=local(received_at),
        named_team=policy.named_team,
        decision_due_at=local(decision_due_at),
        if_worried_now=(f"Call {policy.team_phone}; out of hours {policy.out_of_hours_phone}. In danger now: 999."),
    )


def public_receipt(*, contact_ref: str, received_at: datetime) -> Payload:
    """ACK_PUBLIC: thanks and emergency advice; not even whether the child is known."""
    return build(
        Profile.ACK_PUBLIC,
        contact_ref=contact_ref,
        received_at=local(received_at),
        emergency_advice=EMERGENCY_ADVICE,
    )


def professional_outcome(
    *,
    contact_ref: str,
    child_ref: str,
    outcome_code: str,
    reason: str,
    need_level: int | None,
    quality_failed: Sequence[str],
    policy: Policy,
) -> Payload:
    """OUTCOME_PRO: what was decided for a child of theirs, why in the author's plain words, and what to do next."""
    return build(
        Profile.OUTCOME_PRO,
        contact_ref=contact_ref,
        children=[
            {
                "child_ref": child_ref,
                "outcome_code": outcome_code,
                "reason": _shortened(reason),
                "need_level": need_level,
            }
        ],
        team=policy.named_team,
        phone=policy.team_phone,
        asked_to_do=ASKED_TO_DO.get(outcome_code, ASKED_OTHERWISE),
        escalation_route=ESCALATION_ROUTE,
        quality_failed=list(quality_failed),
    )


def police_outcome(*, ppn_ref: str, child_ref: str, outcome_code: str, decided_at: datetime) -> Payload:
    """POLICE_OUTCOME: the code, and nothing of the reasons."""
    return build(
        Profile.POLICE_OUTCOME,
        ppn_ref=ppn_ref,
        children=[{"child_ref": child_ref, "outcome_code": outcome_code}],
        decided_at=local(decided_at),
    )


def field_hashes(notification_id: str, payload: Payload) -> dict[str, str]:
    """A hash of each field's words, bound to this notification: proves what was told without repeating it."""
    return {
        name: hashlib.sha256(canonical([notification_id, name, words])).hexdigest() for name, words in payload.items()
    }


def _shortened(reason: str) -> str:
    if len(reason) <= PLAIN_REASON_CHARACTERS:
        return reason
    return f"{reason[: PLAIN_REASON_CHARACTERS - 1].rstrip()}…"
