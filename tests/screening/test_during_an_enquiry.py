"""While a section 47 enquiry is under way nobody finds its child in no need, or hands it to early help."""

from typing import Any

from screening.referral.register import (
    REGISTER,
    ChildReferralOpened,
    EnquiryBegunNoted,
    EnquiryOverNoted,
    NoteEnquiryBegun,
    NoteEnquiryOver,
    Referrals,
)
from shared.testing.service import RunningService

from .early_help_story import CARTER
from .people import HALE, may
from .referring import problem
from .stepping import offer, offered, taken_up
from .story import NOOR
from .test_pages import fill_in, open_page

OPEN = (422, "REFERRAL ENQUIRY_OPEN", None)
BEGUN, OVER = NoteEnquiryBegun(child_id=NOOR, s47_id="s47"), NoteEnquiryOver(child_id=NOOR, s47_id="s47")


def test_an_enquiry_is_under_way_from_its_start_to_its_outcome_however_often_it_is_told() -> None:
    [begun] = REGISTER.decide(BEGUN, Referrals())
    known = REGISTER.fold([begun])
    assert begun == EnquiryBegunNoted(child_id=NOOR, s47_id="s47")
    assert known.enquiries == {"s47"}
    assert REGISTER.decide(BEGUN, known) == []
    [over] = REGISTER.decide(OVER, known)
    assert over == EnquiryOverNoted(child_id=NOOR, s47_id="s47")
    assert REGISTER.decide(OVER, REGISTER.fold([begun, over])) == []


def test_a_referral_that_begins_ends_no_enquiry_and_two_identities_have_the_enquiries_of_both() -> None:
    opened = ChildReferralOpened(child_id=NOOR, referral_id="one", referral_date=may(4, 9).date())
    known = REGISTER.fold([*REGISTER.decide(BEGUN, Referrals()), opened])
    assert known.enquiries == {"s47"}
    assert Referrals(enquiries=frozenset({"another"})).with_those_of(known).enquiries == {"another", "s47"}


async def told(screening: RunningService, weekend: dict[str, Any], what: str) -> None:
    said = {"s47_id": "s47-1", "child_id": weekend["children"][0]["child_id"]}
    await screening.publish("strategy-meetings", f"frontdoor.{what}.v1", said, key="S47-s47-1")


async def test_the_referral_waits_for_the_outcome_unless_the_child_is_somebody_elses(
    screening: RunningService, weekend: dict[str, Any], referral_id: str
) -> None:
    hale, at = screening.client(HALE), f"/api/v1/referrals/{referral_id}"
    await told(screening, weekend, "S47Started")
    nothing = {"reason": "All is well.", "why_unseen": "Her school saw her today."}
    assert problem(await hale.post(f"{at}/no-further-action", json=nothing)) == OPEN
    assert problem(await hale.post(f"{at}/closure", json=nothing | {"closure_reason": "RC7"})) == OPEN
    page = f"/referrals/{referral_id}"
    assert "Section 47, under way" in (await open_page(screening, HALE, f"{page}/end")).text
    again = await fill_in(screening, HALE, f"{page}/end", form=f"{page}/close", closure_reason="RC7", **nothing)
    assert again.status_code == 422
    assert "A section 47 enquiry about this child is under way" in again.text
    await told(screening, weekend, "S47OutcomeRecorded")
    assert "Section 47" not in (await open_page(screening, HALE, page)).text
    assert (await hale.post(f"{at}/no-further-action", json=nothing)).status_code == 201


async def test_another_authority_has_the_child_whatever_is_under_way(
    screening: RunningService, weekend: dict[str, Any], referral_id: str
) -> None:
    await told(screening, weekend, "S47Started")
    moved = {"closure_reason": "RC5", "reason": "They live there now; it goes on with the enquiry."}
    closed = await screening.client(HALE).post(f"/api/v1/referrals/{referral_id}/closure", json=moved)
    assert closed.status_code == 201, closed.text


async def test_no_child_is_offered_to_early_help_meanwhile(
    screening: RunningService, weekend: dict[str, Any], referral_id: str
) -> None:
    await told(screening, weekend, "S47Started")
    assert problem(await offer(screening, referral_id)) == OPEN
    await told(screening, weekend, "S47OutcomeRecorded")
    await offered(screening, referral_id)


async def test_a_child_stays_with_the_social_worker_when_an_enquiry_begins_before_the_family_is_met(
    screening: RunningService, weekend: dict[str, Any], referral_id: str
) -> None:
    step_down_id = await offered(screening, referral_id)
    await taken_up(screening, step_down_id)
    await told(screening, weekend, "S47Started")
    screening.clock.at = may(21, 17)
    met = {"contacted_at": may(21, 15).isoformat(), "joint_visit_made": "Y"}
    answer = await screening.client(CARTER).post(f"/api/v1/step-downs/{step_down_id}/family-contact", json=met)
    assert answer.status_code == 201, answer.text
    kept = (await screening.client(HALE).get(f"/api/v1/referrals/{referral_id}")).json()
    assert kept["status"] == "OPEN"
