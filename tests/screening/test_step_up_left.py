"""A step-up that is left with early help is a decision that closes: its guards, and what a manager lets past, once."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import httpx2
import pytest

from screening.case.commands import AcknowledgeOpenCase, OverrideGuard
from screening.case.commands import Command as CaseCommand
from screening.case.decider import SCREENING
from screening.case.facts import Consent, KnownOfChild
from screening.case.state import Case, State
from screening.codes import Agreement, Decision, ParentsInformed, Rag, Stratum
from screening.early_help.commands import Command, DecideStepUp, StepDown
from screening.early_help.events import (
    StepDownProposed,
    StepUpDecided,
    StepUpSecondManagerSought,
    StepUpTemplateNoticed,
)
from shared.testing.service import RunningService

from .asking import history, post
from .conftest import arrive
from .early_help_story import CARTER, DECIDE, DECLINE, REFERRED, STEP_DOWN, STEP_UP, TELL
from .html import Page
from .people import ADEYEMI, BROOK, HALE, LUND, REYES, may
from .referring import problem
from .rooms import with_early_help
from .spec import after, the
from .stepping import OFFER, offered, read_again, taken_up, with_a_worker
from .story import NOOR, NOOR_READY, WEDNESDAY, ZED, authorised, proposed
from .test_early_help import WITH_EARLY_HELP, refusal, when
from .test_guards_over_http import WORDS
from .test_pages import fill_in, open_page

GIVEN: list[Command] = [*WITH_EARLY_HELP, STEP_UP]


def left(screening: Case | None = None, **changes: Any) -> DecideStepUp:
    decision = replace(DECIDE, decision=Decision.EARLY_HELP, **changes)
    return replace(decision, screening=screening, screened=screening.find(NOOR)) if screening else decision


def refused(command: DecideStepUp) -> tuple[str, str | None]:
    return refusal(command, given=GIVEN)


def test_it_is_left_when_all_that_a_closing_decision_asks_has_been_done() -> None:
    decided = the(StepUpDecided, when(left(), given=GIVEN))
    assert (decided.assumptions_tested, decided.guards_overridden) == (DECIDE.assumptions_tested, ())


def test_the_history_is_read_beside_what_early_help_has_said() -> None:
    assert refused(left(REFERRED)) == ("SCR-02 NO_HISTORY", "history")


def test_the_guards_of_the_contact_stand_before_it_too() -> None:
    screening = DECIDE.screening
    assert refused(left(replace(screening, directed=False)))[0] == "SCR-01 NO_DIRECTION"
    assert refused(left(replace(screening, quality="INADEQUATE")))[0] == "SCR-03 THIN_INFO"
    assert refused(left(assumptions_tested=()))[0] == "SCR-04 ASSUMPTIONS"
    assert refused(left(known=KnownOfChild(position=1, items=(), contacts_12m=3, abuse_contacts_12m=0)))[0] == (
        "SCR-07 REPEAT"
    )
    withdrawn = Consent(parents_informed=ParentsInformed.YES, parental_agreement=Agreement.REFUSED)
    assert refused(left(consent=withdrawn)) == ("SCR-08 EH_NO_AGREEMENT", "consent.parental_agreement")
    assert (
        refused(
            left(known=KnownOfChild(position=1, items=(), contacts_12m=1, abuse_contacts_12m=0, open_referral=True))
        )[0]
        == "SCR-11 OPEN_CASE"
    )
    assert refused(left(replace(screening, checks_required=frozenset({"HEALTH"}))))[0] == "SCR-13 OUTSTANDING"
    assert refused(left(replace(screening, rag=Rag.RED))) == ("SCR-14 RED_CLOSE", "changed_since_red")
    assert refused(left(relies_on_safety_plan=True))[0] == "SCR-15 SAFETY_PLAN"
    assert when(left(replace(screening, rag=Rag.RED), changed_since_red="He has moved out."), given=GIVEN)


def bare(decision: Decision, screening: Case = REFERRED, **changes: Any) -> DecideStepUp:
    """Nothing has been done for this answer."""
    asked = left(replace(screening, directed=False), assumptions_tested=(), **changes)
    return replace(asked, decision=decision)


@pytest.mark.parametrize(
    ("decision", "rag"),
    [*((Decision.REFERRAL_STRATEGY, rag) for rag in (*Rag, None)), (Decision.REFERRAL_S17, Rag.RED)],
)
def test_nothing_slows_an_answer_that_protects_and_what_it_did_not_wait_for_is_owed(
    decision: Decision, rag: Rag | None
) -> None:
    decided = the(StepUpDecided, when(bare(decision, replace(REFERRED, rag=rag)), given=GIVEN))
    assert decided.deferred == ("SCR-01", "SCR-04", "SCR-02")


def test_an_answer_that_protects_waits_for_no_child_to_be_named() -> None:
    assert when(replace(bare(Decision.REFERRAL_STRATEGY), screened=None), given=GIVEN)
    assert refused(replace(bare(Decision.REFERRAL_S17), screened=None)) == ("SCR-02 NO_HISTORY", "child_id")


def test_a_referral_is_asked_what_any_referral_is_asked() -> None:
    asked = replace(DECIDE, decision=Decision.REFERRAL_S17)
    assert the(StepUpDecided, when(asked, given=GIVEN)).deferred == ()
    assert refused(replace(asked, assumptions_tested=())) == ("SCR-04 ASSUMPTIONS", "assumptions_tested")
    unread = replace(asked, screening=REFERRED, screened=REFERRED.find(NOOR))
    assert refused(unread) == ("SCR-02 NO_HISTORY", "history")
    unclear = Consent(parents_informed=ParentsInformed.UNKNOWN, parental_agreement=Agreement.UNKNOWN)
    assert when(replace(asked, consent=unclear), given=GIVEN)


ACKNOWLEDGE = AcknowledgeOpenCase(by=HALE, at=WEDNESDAY, child_id=NOOR, team="CASS-3")


def linked(*acknowledged: AcknowledgeOpenCase) -> DecideStepUp:
    """Behind a screening that is closed too."""
    closed = then(replace(REFERRED, closed=True), *acknowledged)
    return replace(left(closed, assumptions_tested=()), decision=Decision.LINK_OPEN_CASE)


def test_a_link_waits_for_the_team_that_holds_the_case_to_say_so_since_early_help_asked() -> None:
    assert refused(linked())[0] == "SCR-11 OPEN_CASE"
    assert refused(linked(ACKNOWLEDGE))[0] == "SCR-11 OPEN_CASE"
    assert when(linked(ACKNOWLEDGE, replace(ACKNOWLEDGE, at=may(29, 10))), given=GIVEN)


def test_nobody_leaves_a_child_with_early_help_out_of_hours() -> None:
    assert refused(left(by=LUND))[0] == "EDT-04 NO_NFA_OUT_OF_HOURS"
    assert when(replace(bare(Decision.REFERRAL_STRATEGY), by=LUND), given=GIVEN)


HIGH_RISK = KnownOfChild(position=1, items=(), contacts_12m=1, abuse_contacts_12m=3)


def high_risk(**changes: Any) -> DecideStepUp:
    """Domestic abuse of high risk; MARAC has answered."""
    answered = replace(DECIDE.screening, marac_confirmed=True)
    return replace(left(answered), known=HIGH_RISK, **changes)


def test_two_managers_agree_before_high_risk_abuse_is_left_with_early_help() -> None:
    first = high_risk()
    assert the(StepUpSecondManagerSought, when(first, given=GIVEN)).first_manager == REYES.user_id
    given = [*GIVEN, first]
    assert refusal(first, given=given) == ("SCR-10 DA_HIGH", None)
    decided = the(StepUpDecided, when(high_risk(by=BROOK), given=given))
    assert (decided.first_manager, decided.deciders) == (REYES.user_id, ("eh.worker", "fdm.brook", "fdm.reyes"))
    assert when(replace(first, decision=Decision.REFERRAL_S17), given=given)


def test_an_answer_in_words_used_before_is_let_through_and_noticed() -> None:
    copied = when(left(same_reason=4), given=GIVEN)
    assert the(StepUpTemplateNoticed, copied).times == 4
    assert the(StepUpDecided, copied).strata == (Stratum.STEP_UP_LEFT, Stratum.TEMPLATE_RATIONALE)


async def asked(screening: RunningService) -> tuple[dict[str, Any], str]:
    """Early help has had Maisie for a week, and asks. Nobody in social care has her any more."""
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    step_down_id = await offered(screening, await with_a_worker(screening, contact))
    await taken_up(screening, step_down_id)
    screening.clock.at = may(21, 17)
    carter = screening.client(CARTER)
    met = {"contacted_at": "2026-05-21T15:00:00+01:00", "joint_visit_made": "Y"}
    answer = await carter.post(f"/api/v1/step-downs/{step_down_id}/family-contact", json=met)
    assert answer.status_code == 201, answer.text
    closed = await screening.client(REYES).post(f"/api/v1/screenings/{contact['contact_id']}/closure", json={})
    assert closed.status_code in (201, 422), closed.text
    screening.clock.at = may(28, 10)
    [episode] = (await carter.get("/api/v1/early-help")).json()["episodes"]
    ask = {"reason": "He was at the door last night.", "urgent": False}
    answer = await carter.post(f"/api/v1/episodes/{episode['episode_id']}/step-ups", json=ask)
    return contact, answer.json()["step_up_id"]


LEFT = {name: OFFER[name] for name in ("consent", "assumptions_tested", "changed_since_red")} | {
    "decision": "EARLY_HELP",
    "rationale": "It was once, and he left when he was asked to.",
}


async def leave(screening: RunningService, step_up_id: str, **changes: Any) -> httpx2.Response:
    return await screening.client(REYES).post(f"/api/v1/step-ups/{step_up_id}/decision", json=LEFT | changes)


async def test_over_the_api_it_is_refused_until_the_history_was_read_also_behind_a_closed_screening(
    screening: RunningService,
) -> None:
    contact, step_up_id = await asked(screening)
    assert problem(await leave(screening, step_up_id, assumptions_tested=[])) == (
        422,
        "SCR-04 ASSUMPTIONS",
        "assumptions_tested",
    )
    assert problem(await leave(screening, step_up_id)) == (422, "SCR-02 NO_HISTORY", "history")
    await read_again(screening, contact)
    first = await leave(screening, step_up_id)
    assert (first.status_code, first.json()["decided"]) == (201, False)
    assert problem(await leave(screening, step_up_id))[1] == "SCR-10 DA_HIGH"
    page = await open_page(screening, BROOK, f"/step-ups/{step_up_id}")
    assert "Marta Reyes would leave Maisie Thornbeck with early help." in page.text
    assert "a second one is asked" in (await open_page(screening, BROOK, "/early-help")).text
    second = await screening.client(BROOK).post(f"/api/v1/step-ups/{step_up_id}/decision", json=LEFT)
    assert (second.status_code, second.json()["decided"], second.json()["owed"]) == (201, True, [])


async def test_what_has_come_since_the_contact_is_read_before_a_step_up_is_answered(screening: RunningService) -> None:
    contact, step_up_id = await asked(screening)
    since = await arrive(screening, "school-contact-thin", children=[contact["children"][0]])
    nothing_opened = history(contact["children"][0], care_status="EH")
    answer = await post(screening.client(ADEYEMI), contact, "history-reviews", **nothing_opened)
    assert problem(answer) == (422, "SCR-02 NO_HISTORY", "items_opened")
    await read_again(screening, contact)
    case = (await screening.client(ADEYEMI).get(f"/api/v1/screenings/{contact['contact_id']}")).json()
    [reviewed] = [one for one in case["record"] if one["type"] == "HistoryReviewed"][-1:]
    assert since["contact_id"] in reviewed["data"]["items_opened"]
    assert (await leave(screening, step_up_id)).status_code == 201


async def test_the_page_says_before_what_is_still_to_do_and_takes_what_was_tested(screening: RunningService) -> None:
    contact, step_up_id = await asked(screening)
    address = f"/step-ups/{step_up_id}"
    page = await open_page(screening, REYES, address)
    assert "Early help has said something new: review the child's history beside it first." in page.text
    form = f"/screening/contacts/{contact['contact_id']}/children/{contact['children'][0]['child_id']}/history"
    assert form in page.links
    typed = {
        "decision": "EARLY_HELP",
        "rationale": LEFT["rationale"],
        "consent.parents_informed": "YES",
        "consent.parental_agreement": "AGREED",
        "assumptions_tested": "That it was once: the neighbour says the same",
    }
    refused = await fill_in(screening, REYES, address, **typed)
    assert refused.status_code == 422
    assert "Rule SCR-02 NO_HISTORY" in Page(refused.text).text
    assert "the neighbour says the same" in refused.text
    await read_again(screening, contact)
    assert "Still to do before" not in (await open_page(screening, REYES, address)).text
    answered = await fill_in(screening, REYES, address, **typed)
    assert answered.status_code == 303, Page(answered.text).text


async def test_what_only_another_answer_meets_leads_to_no_form(screening: RunningService) -> None:
    contact = await arrive(screening, "police-domestic-abuse-high")
    screening.clock.at = may(3, 2)
    await taken_up(screening, await offered(screening, await with_a_worker(screening, contact)))
    carter = screening.client(CARTER)
    [episode] = (await carter.get("/api/v1/early-help")).json()["episodes"]
    ask = {"reason": "He was at the door last night.", "urgent": False}
    step_up_id = (await carter.post(f"/api/v1/episodes/{episode['episode_id']}/step-ups", json=ask)).json()[
        "step_up_id"
    ]
    page = await open_page(screening, REYES, f"/step-ups/{step_up_id}")
    assert "This child is open to social care." in page.text
    assert not [link for link in page.links if link.endswith("/propose")]


async def test_a_step_up_is_linked_once_the_team_that_has_the_child_says_so_on_its_page(
    screening: RunningService,
) -> None:
    parts = await with_early_help(screening)
    address = f"/step-ups/{parts['step_up_id']}"
    typed = {"decision": "LINK_OPEN_CASE", "rationale": "Her social worker sees her on Thursday."}
    refused = await fill_in(screening, REYES, address, **typed)
    assert "Rule SCR-11 OPEN_CASE" in Page(refused.text).text
    work = await open_page(screening, HALE, "/early-help")
    [form] = [link.removeprefix("/screening") for link in work.links if link.endswith("/acknowledge")]
    assert not [
        link for link in (await open_page(screening, REYES, "/early-help")).links if link.endswith("/acknowledge")
    ]
    assert (await fill_in(screening, HALE, form, team="CASS-3")).status_code == 303
    assert (await fill_in(screening, REYES, address, **typed)).status_code == 303


def let_past(screening: Case, at: datetime) -> Case:
    """A manager lets a vague step-down past."""
    day = date(2026, 6, 10)
    override = OverrideGuard(by=BROOK, at=at, child_id=NOOR, guard="SCR-16", reason=WORDS, review_by=day)
    return then(screening, override)


def then(screening: Case, *commands: CaseCommand) -> Case:
    state: State = screening
    for command in commands:
        state = SCREENING.fold(SCREENING.decide(command, state), state)
    assert isinstance(state, Case)
    return state


def vague(screening: Case) -> StepDown:
    return replace(STEP_DOWN, focus="", screening=screening, screened=screening.find(NOOR))


def test_what_was_let_past_for_one_step_down_is_not_for_the_next() -> None:
    screening = let_past(REFERRED, may(27, 9))
    offer = vague(screening)
    assert the(StepDownProposed, when(offer)).guards_overridden == ("SCR-16",)
    given = [offer, DECLINE]
    assert refusal(replace(offer, at=may(28, 9)), given=given) == ("SCR-16 STEPDOWN_VAGUE", "focus")
    anew = replace(vague(let_past(screening, may(28, 8))), at=may(28, 9))
    assert the(StepDownProposed, when(anew, given=given)).guards_overridden == ("SCR-16",)


def test_what_was_let_past_for_the_decision_is_not_for_what_follows_it() -> None:
    decided = then(
        let_past(after(*NOOR_READY), WEDNESDAY),
        proposed(NOOR, Decision.REFERRAL_S17),
        proposed(ZED, Decision.REFERRAL_S17),
        authorised(NOOR),
        authorised(ZED),
        TELL,
    )
    assert refusal(vague(decided)) == ("SCR-16 STEPDOWN_VAGUE", "focus")
