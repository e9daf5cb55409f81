"""An allegation about somebody who works with children is read by the designated officer alone (domain brief §2.2).

Nobody who reads a screening may read what was said, so it is not kept here: intake holds it, and the officer's
partition of the timeline. That there is an allegation, about which children, and whether they are safe now, is known.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from screening.case.events import ConsentStatusNoted, ScreeningOpened
from screening.case.facts import Consent
from shared.events import Recorded

ALLEGATION = "LADO"
OF_THE_CONTACT: Mapping[str, Any] = {
    **dict.fromkeys(("worries", "working_well", "impact_on_child", "analysis", "requested_outcome"), ""),
    **dict.fromkeys(("actions_taken", "injury_note"), ""),
    "attachments": [],
    "said_besides": {},
}
WITHIN: Mapping[str, Mapping[str, str]] = {
    "immediate_safety": {"where": "", "with_whom": ""},
    "consent": {"child_view": ""},
    "missing": {"circumstances": ""},
}
OF_A_CHILD: Mapping[str, str] = {"child_words": ""}


def consent_kept_of(contact_type: str, consent: Consent) -> Consent:
    """Who knows and who agrees, without what the child says of it."""
    return replace(consent, child_view="") if contact_type == ALLEGATION else consent


def event_kept_of(recorded: Recorded[object]) -> Recorded[object]:
    """What was noted of an allegation when it was none yet."""
    match recorded.data:
        case ScreeningOpened() | ConsentStatusNoted() as event:
            return replace(recorded, data=replace(event, consent=consent_kept_of(ALLEGATION, event.consent)))
        case _:
            return recorded


def kept_of(contact_type: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept here of what a contact says."""
    if contact_type != ALLEGATION:
        return dict(said)
    within = {name: {**said[name], **words} for name, words in WITHIN.items() if said.get(name)}
    return {**said, **OF_THE_CONTACT, **within}


def kept_of_child(contact_type: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept here of what it says of one child."""
    return {**said, **OF_A_CHILD} if contact_type == ALLEGATION else dict(said)
