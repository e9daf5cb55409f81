"""What a screening finds out is told, so that it stands on the child's timeline: each answer in its own class."""

from typing import Any

import pytest

from shared.testing.service import RunningService

from .asking import done
from .conftest import arrive
from .people import ADEYEMI, HALE, MARSH, REYES, may

SPOKEN = {"parents_informed": "YES", "parental_agreement": "REFUSED", "child_view": "To stay with Nan"}


async def test_everything_that_is_found_out_is_told(screening: RunningService) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    noor = contact["children"][0]["child_id"]
    adeyemi = screening.client(ADEYEMI)
    await done(screening.client(MARSH), contact, "injuries", text="A bruise on her arm.", child_id=noor)
    await done(adeyemi, contact, "clarification-attempts", method="PHONE", outcome="No answer")
    await done(adeyemi, contact, "clarification-answers", text="Every Monday.", from_whom="Anita Osei")
    await done(adeyemi, contact, "information-refusals", agency="PROBATION", reason="It would warn him.")
    await done(screening.client(REYES), contact, "checks-proceeded-without", agency="HOUSING", reason="Closed today.")
    await done(
        adeyemi, contact, "conversations", who="Her father", spoken_at=may(13, 9, 30).isoformat(), consent=SPOKEN
    )
    await done(adeyemi, contact, "child-voices", child_id=noor, source="SEEN_BY_US", words="I make the bottles.")
    analysis = {"incidents": ["Asleep in class, 5 of 8 days"], "themes": ["NEGLECT"], "trajectory": "WORSENING"}
    await done(adeyemi, contact, "cumulative-analyses", child_id=noor, so_what="She carries the home.", **analysis)
    await done(screening.client(HALE), contact, "open-case-acknowledgements", child_id=noor, team="CASS-3")
    said = {
        "InjuryRecorded": {"text": "A bruise on her arm.", "injured_child_id": noor},
        "ClarificationAttempted": {"outcome": "No answer"},
        "ClarificationReceived": {"text": "Every Monday.", "from_whom": "Anita Osei"},
        "InformationDeclined": {"agency": "PROBATION", "reason": "It would warn him."},
        "CheckProceededWithout": {"agency": "HOUSING", "agreed_by": REYES.user_id},
        "FamilySpokenTo": {"who": "Her father", **SPOKEN},
        "ChildVoiceRecorded": {"child_id": noor, "words": "I make the bottles."},
        "CumulativeRiskAnalysed": {"child_id": noor, "trajectory": "WORSENING", "so_what": "She carries the home."},
        "OpenCaseAcknowledged": {"child_id": noor, "team": "CASS-3"},
    }
    for name, words in said.items():
        [told] = await screening.published(f"frontdoor.{name}.v1")
        assert told | words == told


@pytest.mark.parametrize(
    ("agency", "field"),
    [
        ("POLICE", "police"),
        ("MARAC", "police"),
        ("HEALTH", "health"),
        ("EDUCATION", "education"),
        ("HOUSING", "others"),
    ],
)
async def test_an_answer_is_told_in_the_class_of_whoever_gave_it(
    screening: RunningService, agency: str, field: str
) -> None:
    screening.clock.at = may(13, 9, 40)
    contact = await arrive(screening, "school-contact-good")
    await done(screening.client(ADEYEMI), contact, "information", agency=agency, summary="Seen in March.")
    [told] = await screening.published("frontdoor.InformationReceived.v1")
    said: dict[str, Any] = dict.fromkeys(("police", "health", "education", "others"), "") | {field: "Seen in March."}
    assert told | said == told
