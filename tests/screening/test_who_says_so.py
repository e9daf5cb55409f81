"""Who directed, who answered, who had a part: the rules ask for a person, and take nobody's silence for an answer."""

from dataclasses import replace

import pytest

from screening.case.commands import (
    NoteMissingConcern,
    OverrideGuard,
    RecordClarification,
    RecordInformationDeclined,
)
from screening.case.events import ThresholdDecisionAuthorised
from screening.case.facts import ClockOf, OnCallCall
from screening.codes import CheckedAgency, Decision, MissingConcern, Rag
from screening.read_models.sampling import deciders_of
from screening.streams import screening_of
from shared.access.actor import SYSTEM
from shared.testing.service import RunningService

from .asking import done, history
from .conftest import arrive
from .people import ADEYEMI, BROOK, OKAFOR, REYES, may
from .spec import after, refusal, refused, the, when
from .story import (
    CONTACT,
    DIRECTION,
    NOOR,
    NOOR_READY,
    NOORS_CONTACT,
    RED,
    SUNDAY,
    THE_WEEKEND,
    WEDNESDAY,
    ZED,
    answered,
    authorised,
    proposed,
    reviewed,
)
from .test_pages import open_page


def test_scr_01_nobody_directs_themselves_by_telephone() -> None:
    at_night = replace(DIRECTION, by=OKAFOR, at=SUNDAY)
    own = OnCallCall(manager=OKAFOR.user_id, called_at=SUNDAY)
    refusing = refusal(replace(at_night, on_call=own), given=[THE_WEEKEND])
    assert (refusing.code, refusing.field) == ("SCR-01 NO_DIRECTION", "on_call")
    assert when(replace(at_night, on_call=replace(own, manager="edt.lund")), given=[THE_WEEKEND])


def test_who_answered_for_the_sender_is_said() -> None:
    unsaid = RecordClarification(by=ADEYEMI, at=WEDNESDAY, text="He is late on Mondays.", from_whom="")
    assert refusal(unsaid, given=[NOORS_CONTACT]).field == "from_whom"


@pytest.mark.parametrize(("rag", "wanted"), [(Rag.RED, True), (Rag.AMBER, False)])
def test_scr_13_an_agency_that_declines_answers_nothing_for_no_further_action_on_red(rag: Rag, *, wanted: bool) -> None:
    health = CheckedAgency.HEALTH
    declined = RecordInformationDeclined(by=ADEYEMI, at=WEDNESDAY, agency=health, reason="She would be found")
    past_red = OverrideGuard(
        by=REYES, at=WEDNESDAY, child_id=NOOR, guard="SCR-14", review_by=may(20, 9).date(), reason="Rated for Zed. " * 4
    )
    directed = replace(DIRECTION, checks_required=(health,))
    asked = (NOORS_CONTACT, replace(RED, rag=rag, at=WEDNESDAY), directed, reviewed(NOOR), reviewed(ZED), past_red)
    no_further = proposed(NOOR, Decision.NFA)
    given = (*asked, declined)
    assert (refused(no_further, given=given) == "SCR-13") if wanted else when(no_further, given=given)
    assert when(no_further, given=(*given, answered(health)))


def test_nobody_who_rated_directed_read_or_challenged_audits_the_decision() -> None:
    both = (proposed(NOOR, Decision.NFA), proposed(ZED, Decision.NFA))
    stands = the(ThresholdDecisionAuthorised, when(authorised(NOOR), given=(*NOOR_READY, *both)))
    assert deciders_of(stands) == tuple(sorted({ADEYEMI.user_id, BROOK.user_id, REYES.user_id}))


def test_a_triage_that_harm_has_made_urgent_is_late_after_fifteen_minutes() -> None:
    harm = NoteMissingConcern(
        by=SYSTEM, at=may(13, 9, 42), contact_id=CONTACT, because=MissingConcern.HARM_TOLD, words="He hit me"
    )
    triage = ClockOf("CK_TRIAGE", screening_of(CONTACT))
    assert after(NOORS_CONTACT, harm).owed[triage] == may(13, 9, 57)


async def test_a_history_read_again_forgets_nothing_that_was_found_before(screening: RunningService) -> None:
    """SCR-07 counts contacts elsewhere: the form that comes again shows how many there were."""
    screening.clock.at = WEDNESDAY
    contact = await arrive(screening, "school-contact-good")
    child = contact["children"][0]
    found = {
        "contacts_elsewhere_12m": 2,
        "last_closure": {"closed_on": "2024-02-03", "reason": "Moved away"},
        "siblings_reviewed": ["Zed"],
        "adults_reviewed": ["Her father"],
    }
    await done(screening.client(ADEYEMI), contact, "history-reviews", **history(child, **found))
    address = f"/contacts/{contact['contact_id']}/children/{child['child_id']}/history"
    fields = (await open_page(screening, ADEYEMI, address)).form(address).fields
    assert {name: fields[name] for name in ("contacts_elsewhere_12m", "last_closed_on", "last_closed_because")} == {
        "contacts_elsewhere_12m": ["2"],
        "last_closed_on": ["2024-02-03"],
        "last_closed_because": ["Moved away"],
    }
    assert (fields["siblings_reviewed"], fields["adults_reviewed"]) == (["Zed"], ["Her father"])
