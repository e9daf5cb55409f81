"""A referral in the words of the tests: the decision that it rests on, and what managers then ask."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from screening.codes import CareStatus, Decision
from screening.referral.codes import PrimaryNeed, YesNo
from screening.referral.commands import AcceptReferral, AllocateReferral, Basis, TransferCase
from screening.referral.register import OpenReferral
from shared.access.actor import Actor, Role

from .people import HALE, LA, REYES, may
from .story import CONTACT, NOOR

NDLOVU = Actor("sw.ndlovu", "Thandi Ndlovu", Role.ASSESSMENT_SW, LA, registered_sw=True)
PATEL = Actor("hos.patel", "Priya Patel", Role.SENIOR_LEADER, LA, registered_sw=True)
REFERRAL_ID = "019df6a0-0000-7000-8000-00000000f001"
DECIDED = may(13, 11)

BASIS = Basis(contact_id=CONTACT, decision=Decision.REFERRAL_S17, decided_at=DECIDED, source_code="2A")
ACCEPT = AcceptReferral(
    by=REYES, at=may(13, 11, 30), referral_id=REFERRAL_ID, child_id=NOOR, basis=BASIS, primary_need=PrimaryNeed.N1
)
ACCEPT_S47 = replace(ACCEPT, basis=replace(BASIS, decision=Decision.REFERRAL_STRATEGY))
ALLOCATE = AllocateReferral(by=HALE, at=may(13, 14), worker=NDLOVU.user_id, team="CASS-3")
TRANSFER = TransferCase(
    by=HALE,
    at=may(20, 9),
    to_worker="sw.moss",
    to_team="CASS-1",
    reason="Thandi leaves the authority",
    handover_note="Noor trusts her grandmother; the speech therapist rings on Fridays; Dad has been told.",
    introduced_to_family=YesNo.Y,
)


def opening(referral_date: date = DECIDED.date(), **changes: Any) -> OpenReferral:
    """What the child's register is asked for a child who is not open."""
    asked = OpenReferral(
        child_id=NOOR, referral_id=REFERRAL_ID, referral_date=referral_date, care_status=CareStatus.CLOSED
    )
    return replace(asked, **changes)


def decided_at(at: datetime) -> Basis:
    return replace(BASIS, decided_at=at)
