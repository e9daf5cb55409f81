"""CK_VISIT17: a referred child is seen within five working days of a worker being named, here or in an enquiry."""

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest

from screening.case.facts import Consent
from screening.codes import Agreement, ParentsInformed
from screening.referral.clocks import clocks
from screening.referral.codes import ClosureReason, NotSeenBecause, YesNo
from screening.referral.commands import (
    CloseReferral,
    Command,
    RecordReferralNFA,
    RecordReferredChildNotSeen,
    RecordReferredChildSeen,
)
from screening.referral.events import (
    ReferralClosed,
    ReferralNFA,
    ReferredChildNotSeen,
    ReferredChildSeen,
    WorkerAllocated,
)
from screening.referral.register import REGISTER, EnquiryChildSeenNoted, NoteEnquiryChildSeen, Referrals
from shared.clocks import CancelClock, StartClock, StopClock
from shared.testing.service import RunningService

from .conftest import arrive, contact_of
from .html import Page
from .people import ADEYEMI, HALE, MARSH, may
from .referral_story import ACCEPT, ALLOCATE, NDLOVU, REFERRAL_ID, TRANSFER
from .referring import accepted, allocated, decided, problem
from .spec import the
from .story import NOOR
from .test_alerts import alerts_of, wait_until
from .test_pages import fill_in, open_page
from .test_referral import ASSESSED, CLOSE, NFA, follows, recorded, refusal, when

VISITS = import_module("screening.migrations.versions.0011_visits_missed")
GIVEN: tuple[Command, ...] = (ACCEPT, ALLOCATE)
SEEN = RecordReferredChildSeen(
    by=NDLOVU,
    at=may(15, 18),
    seen_at=may(15, 16),
    alone=YesNo.Y,
    home_seen=YesNo.Y,
    bedroom_seen=YesNo.N,
    words="I like it when Nan comes.",
    consent=Consent(parents_informed=ParentsInformed.YES, parental_agreement=Agreement.AGREED),
)
MISSED = RecordReferredChildNotSeen(
    by=NDLOVU,
    at=may(15, 18),
    attempted_at=may(15, 16),
    because=NotSeenBecause.NOBODY_THERE,
    found="Curtains drawn; the neighbour has not seen them since Monday.",
    next_step="Ring the school at nine, and go again at four tomorrow.",
)
BODY = {
    "seen_at": may(4, 16).isoformat(),
    "alone": "Y",
    "home_seen": "Y",
    "bedroom_seen": "N",
    "words": "I like it when Nan comes.",
    "consent": {"parents_informed": "YES", "parental_agreement": "REFUSED"},
}

WHY = "Her health visitor saw her on Monday and has told us."
UNSEEN = replace(CLOSE, at=may(30, 9), seen_in_enquiry=False)


@pytest.mark.parametrize(
    ("ends", "given"),
    [
        pytest.param(replace(NFA, at=may(30, 9), why_unseen=""), GIVEN, id="no further action"),
        pytest.param(replace(UNSEEN, closure_reason=ClosureReason.RC7), GIVEN, id="no longer in need"),
        pytest.param(UNSEEN, (*GIVEN, ASSESSED), id="no need found"),
    ],
)
def test_a_child_whom_nobody_saw_is_found_in_no_need_only_with_why(
    ends: RecordReferralNFA | CloseReferral, given: tuple[Command, ...]
) -> None:
    kind = ReferralNFA if isinstance(ends, RecordReferralNFA) else ReferralClosed
    assert refusal(ends, given=given) == ("REFERRAL NOT_SEEN", "why_unseen")
    assert the(kind, when(replace(ends, why_unseen=WHY), given=given)).why_unseen == WHY
    assert the(kind, when(replace(ends, why_unseen=WHY, seen_in_enquiry=True), given=given)).why_unseen == ""
    assert the(kind, when(ends, given=(*given, SEEN))).why_unseen == ""


def test_a_child_who_is_another_authoritys_now_need_not_have_been_seen() -> None:
    moved = replace(UNSEEN, closure_reason=ClosureReason.RC5)
    assert the(ReferralClosed, when(moved, given=GIVEN)).why_unseen == ""


def test_the_child_is_to_be_seen_within_five_working_days_of_a_worker_being_named() -> None:
    allocated_at_the_weekend = replace(ALLOCATE, at=may(16, 9))
    assert the(WorkerAllocated, when(allocated_at_the_weekend, given=[ACCEPT])).visit_due_at == may(22, 23, 59).replace(
        second=59
    )
    [visit] = [one for one in follows(ALLOCATE, [ACCEPT]) if isinstance(one, StartClock)]
    assert (visit.code, visit.subject) == ("CK_VISIT17", f"Referral-{REFERRAL_ID}")
    assert [(one.fraction, one.tell) for one in visit.warnings] == [(0.8, "ASSESSMENT_MANAGER")]


def test_a_visit_stops_the_clock_when_it_was_made_and_a_handover_does_not() -> None:
    assert follows(SEEN, GIVEN) == [
        StopClock(code="CK_VISIT17", subject=f"Referral-{REFERRAL_ID}", at=may(15, 16), by_event="ReferredChildSeen")
    ]
    assert follows(TRANSFER, GIVEN) == []


def test_a_referral_that_ends_waits_for_no_visit() -> None:
    cancelled = [one.code for one in follows(NFA, GIVEN) if isinstance(one, CancelClock)]
    assert "CK_VISIT17" in cancelled


def test_the_child_is_heard_and_seen_alone_or_it_is_said_why_not() -> None:
    assert the(ReferredChildSeen, when(SEEN, given=GIVEN)).words == SEEN.words
    assert refusal(replace(SEEN, words=" "), given=GIVEN) == ("REFERRAL NEEDED", "words")
    not_alone = replace(SEEN, alone=YesNo.N)
    assert refusal(not_alone, given=GIVEN) == ("REFERRAL NEEDED", "why_not_alone")
    assert when(replace(not_alone, why_not_alone="Four weeks old, in her mother's arms"), given=GIVEN)


def test_the_family_is_asked_and_a_refusal_is_recorded_as_one() -> None:
    unclear = replace(SEEN, consent=Consent(parents_informed=ParentsInformed.YES))
    assert refusal(unclear, given=GIVEN) == ("REFERRAL CONSENT_UNCLEAR", "consent.parental_agreement")
    refused_ = replace(SEEN, consent=replace(SEEN.consent, parental_agreement=Agreement.REFUSED))
    assert the(ReferredChildSeen, when(refused_, given=GIVEN)).consent.parental_agreement is Agreement.REFUSED


@pytest.mark.parametrize("seen_at", [may(13, 13), may(15, 19)])
def test_a_visit_counts_after_a_worker_was_named_and_is_not_in_the_future(seen_at: Any) -> None:
    assert refusal(replace(SEEN, seen_at=seen_at), given=GIVEN) == ("REFERRAL DATE", "seen_at")
    assert refusal(SEEN, given=[ACCEPT])[0] == "REFERRAL OUT_OF_ORDER"


def test_an_enquirys_visit_counts_for_the_open_referral_and_for_nobody_without_one() -> None:
    told = NoteEnquiryChildSeen(child_id=NOOR, s47_id="s47", seen_at=may(15, 16))
    [noted] = REGISTER.decide(told, Referrals(open_id=REFERRAL_ID))
    assert isinstance(noted, EnquiryChildSeenNoted)
    assert clocks(recorded(noted)) == [
        StopClock(
            code="CK_VISIT17", subject=f"Referral-{REFERRAL_ID}", at=may(15, 16), by_event="EnquiryChildSeenNoted"
        )
    ]
    assert REGISTER.decide(told, Referrals()) == []


@pytest.fixture
async def referral(screening: RunningService) -> tuple[str, str]:
    """A referral with a worker since Sunday 3 May at two in the morning, and its child."""
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    child = await decided(screening, contact)
    referral_id = await accepted(screening, contact, child)
    await allocated(screening, referral_id)
    return referral_id, child["child_id"]


async def status_of_the_visit(screening: RunningService) -> str:
    return await screening.service.pool.fetchval("select status from clocks where code = 'CK_VISIT17'")


async def test_it_is_warned_run_out_done_late_and_told(screening: RunningService, referral: tuple[str, str]) -> None:
    referral_id, _ = referral
    await wait_until(screening, 10, 12)
    assert "CK_VISIT17" in await alerts_of(screening, HALE)
    await wait_until(screening, 12, 9)
    assert (await alerts_of(screening, HALE))["CK_VISIT17"]["breached"]
    assert "Not seen" in (await open_page(screening, HALE, "/referrals")).text
    address = f"/api/v1/referrals/{referral_id}/visits"
    ndlovu = screening.client(NDLOVU)
    future = await ndlovu.post(address, json=BODY | {"seen_at": may(13, 9).isoformat()})
    assert problem(future) == (422, "REFERRAL DATE", "seen_at")
    taken = await ndlovu.post(address, json=BODY | {"seen_at": may(12, 8).isoformat()})
    assert taken.status_code == 201, taken.text
    assert await status_of_the_visit(screening) == "MET_LATE"
    [told] = await screening.published("frontdoor.ReferredChildSeen.v1")
    assert (told["referral_id"], told["words"], told["parental_agreement"]) == (
        referral_id,
        "I like it when Nan comes.",
        "REFUSED",
    )


async def test_what_an_enquiry_tells_need_not_be_written_down_again(
    screening: RunningService, referral: tuple[str, str]
) -> None:
    referral_id, child_id = referral
    screening.clock.at = may(4, 10)
    seen = {"s47_id": "s47-1", "child_id": child_id, "seen_at": may(3, 14).isoformat()}
    await screening.publish("strategy-meetings", "frontdoor.ChildSeen.v1", seen, key="S47-s47-1")
    assert await status_of_the_visit(screening) == "MET"
    page = await open_page(screening, NDLOVU, f"/referrals/{referral_id}")
    assert "Seen Sun 3 May, 14:00" in page.text


async def test_the_form_keeps_what_was_typed_and_the_record_shows_what_the_child_said(
    screening: RunningService, referral: tuple[str, str]
) -> None:
    referral_id, _ = referral
    screening.clock.at = may(4, 18)
    address = f"/referrals/{referral_id}/visit"
    assert f"/screening{address}" in (await open_page(screening, NDLOVU, f"/referrals/{referral_id}")).links
    typed = {"seen_at": "2026-05-04T16:00", "alone": "Y", "home_seen": "Y", "bedroom_seen": "Y", "words": "Nan came."}
    again = await fill_in(screening, NDLOVU, address, **typed)
    assert again.status_code == 422
    assert "REFERRAL CONSENT_UNCLEAR" in Page(again.text).text
    assert Page(again.text).form("/visit").fields["words"] == ["Nan came."]
    consent = {"consent.parents_informed": "YES", "consent.parental_agreement": "REFUSED"}
    assert (await fill_in(screening, NDLOVU, address, **typed, **consent)).status_code == 303
    page = await open_page(screening, NDLOVU, f"/referrals/{referral_id}")
    for words in ("Nan came.", "The parents do not agree to be assessed", ", alone", "bedroom seen"):
        assert words.lower() in page.text.lower(), words


def test_a_visit_at_which_the_child_was_not_seen_is_on_the_record_and_no_clock_hears_of_it() -> None:
    missed = the(ReferredChildNotSeen, when(MISSED, given=GIVEN))
    assert (missed.because, missed.attempted_by) == (NotSeenBecause.NOBODY_THERE, NDLOVU.user_id)
    assert follows(MISSED, GIVEN) == []
    assert the(ReferredChildSeen, when(SEEN, given=(*GIVEN, MISSED)))


@pytest.mark.parametrize(
    ("changes", "given", "told"),
    [
        ({"found": ""}, GIVEN, ("REFERRAL NEEDED", "found")),
        ({"next_step": ""}, GIVEN, ("REFERRAL NEEDED", "next_step")),
        ({"attempted_at": may(15, 19)}, GIVEN, ("REFERRAL DATE", "attempted_at")),
        ({"attempted_at": may(1, 9)}, GIVEN, ("REFERRAL DATE", "attempted_at")),
        ({}, (ACCEPT,), ("REFERRAL OUT_OF_ORDER", None)),
    ],
)
def test_an_attempt_says_when_what_was_found_and_what_is_done_next(
    changes: dict[str, Any], given: tuple[Command, ...], told: tuple[str, str | None]
) -> None:
    assert refusal(replace(MISSED, **changes), given=given) == told


async def test_a_worker_records_an_attempt_on_a_page_and_the_child_is_still_to_be_seen(
    screening: RunningService, referral: tuple[str, str]
) -> None:
    screening.clock.at = may(4, 18)
    at = f"/referrals/{referral[0]}"
    assert f"/screening{at}/visit-attempt" in (await open_page(screening, NDLOVU, f"{at}/visit")).links
    typed = {"attempted_at": "2026-05-04T17:00", "because": "REFUSED", "found": "Father would not open the door."}
    refused = await fill_in(screening, NDLOVU, f"{at}/visit-attempt", **typed)
    assert (refused.status_code, typed["found"] in refused.text) == (422, True)
    told = await fill_in(screening, NDLOVU, f"{at}/visit-attempt", **typed, next_step="Joint visit with police at six.")
    assert told.status_code == 303
    page = await open_page(screening, NDLOVU, at)
    assert ("The family refused" in page.text, "Joint visit with police at six." in page.text) == (True, True)
    [published] = await screening.published("frontdoor.ReferredChildNotSeen.v1")
    assert published["because"] == "REFUSED"
    assert await status_of_the_visit(screening) == "RUNNING"


async def test_whoever_looks_at_the_child_anew_reads_of_the_visits_that_were_missed(
    screening: RunningService, referral: tuple[str, str]
) -> None:
    screening.clock.at = may(4, 18)
    missed = {"attempted_at": may(4, 17).isoformat(), "because": "REFUSED", "found": "Father shut the door."}
    missed["next_step"] = "Joint visit with police at six."
    told = await screening.client(NDLOVU).post(f"/api/v1/referrals/{referral[0]}/visit-attempts", json=missed)
    assert told.status_code == 201, told.text
    [first, *_] = contact_of("school-contact-good")["children"]
    again = await arrive(screening, "school-contact-good", children=[{**first, "child_id": referral[1]}])
    contact = f"/contacts/{again['contact_id']}"
    for words in ("Mon 4 May, 17:00", "the family refused. Father shut the door.", "Joint visit with police at six."):
        assert words in (await open_page(screening, ADEYEMI, contact)).text
        assert words in (await open_page(screening, ADEYEMI, f"{contact}/children/{referral[1]}/history")).text
        assert words not in (await open_page(screening, MARSH, contact)).text
    kept = await screening.service.pool.fetch("select * from visits_missed")
    await screening.service.pool.execute("drop table visits_missed")
    for step in VISITS.STEPS:
        await screening.service.pool.execute(step)
    assert await screening.service.pool.fetch("select * from visits_missed") == kept


async def test_whoever_ends_a_referral_is_asked_why_nobody_has_seen_the_child(
    screening: RunningService, referral: tuple[str, str]
) -> None:
    referral_id, _ = referral
    end = f"/api/v1/referrals/{referral_id}/no-further-action"
    hale, body = screening.client(HALE), {"reason": "They have moved to her aunt."}
    assert problem(await hale.post(end, json=body)) == (422, "REFERRAL NOT_SEEN", "why_unseen")
    form = f"/referrals/{referral_id}/no-further-action"
    again = await fill_in(screening, HALE, form, **body)
    assert again.status_code == 422
    assert Page(again.text).form(form).fields["reason"] == ["They have moved to her aunt."]
    assert (await hale.post(end, json={**body, "why_unseen": WHY})).status_code == 201
    page = await open_page(screening, HALE, f"/referrals/{referral_id}")
    assert f"Nobody had seen the child: {WHY}" in page.text


async def test_nobody_is_asked_why_not_of_a_child_who_was_seen(
    screening: RunningService, referral: tuple[str, str]
) -> None:
    referral_id, _ = referral
    screening.clock.at = may(15, 18)
    seen = await screening.client(NDLOVU).post(f"/api/v1/referrals/{referral_id}/visits", json=BODY)
    assert seen.status_code == 201, seen.text
    page = await open_page(screening, HALE, f"/referrals/{referral_id}/end")
    assert "why_unseen" not in page.form(f"/referrals/{referral_id}/close").fields
    close, over = f"/api/v1/referrals/{referral_id}/closure", {"closure_reason": "RC7", "reason": "Over"}
    assert (await screening.client(HALE).post(close, json=over)).status_code == 201
