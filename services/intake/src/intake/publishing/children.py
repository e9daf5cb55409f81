"""Who the named children are, who else lives there, whether they are open to us, and their missing episodes."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated

from intake.events import ChildNamed, JoinedContact, SiblingAdded
from intake.publishing.parts import TOPIC, AdultPart, AgencyPart, ChildPart, IncidentPart
from shared.contracts import Contract, Part
from shared.contracts import Sensitivity as S

JOINED = [each.name for each in fields(JoinedContact)]


class CandidatePart(Part):
    child_id: Annotated[str, S.PUBLIC]
    score: Annotated[int, S.PUBLIC]
    fields: Annotated[tuple[str, ...], S.PUBLIC]


class IdentityMatchProposedV1(Contract, type="frontdoor.IdentityMatchProposed.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    temp_ref: Annotated[str, S.PUBLIC]
    provisional_child_id: Annotated[str, S.PUBLIC]
    candidates: tuple[CandidatePart, ...]


class ChildIdentifiedV1(Contract, type="frontdoor.ChildIdentified.v1", topic=TOPIC):
    """``method``: CONFIRMED_NEW, LINKED, AUTO_NHS_DOB or AUTO_UPN_DOB."""

    contact_id: Annotated[str, S.PUBLIC]
    temp_ref: Annotated[str, S.PUBLIC]
    provisional_child_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    method: Annotated[str, S.PUBLIC]
    by: Annotated[str, S.PUBLIC]


class IdentityLinkCorrectedV1(Contract, type="frontdoor.IdentityLinkCorrected.v1", topic=TOPIC):
    """The child had been taken for ``previous_child_id``. A ChildIdentified with the right one follows."""

    contact_id: Annotated[str, S.PUBLIC]
    temp_ref: Annotated[str, S.PUBLIC]
    provisional_child_id: Annotated[str, S.PUBLIC]
    previous_child_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    reason: Annotated[str, S.SCR]
    by: Annotated[str, S.PUBLIC]


class FoundSiblingPart(Part):
    child_id: Annotated[str, S.PUBLIC]
    why: Annotated[tuple[str, ...], S.HH]


class SiblingsFoundV1(Contract, type="frontdoor.SiblingsFound.v1", topic=TOPIC):
    """Other children of the household, not named in the contact: it is INCOMPLETE until each is decided on."""

    contact_id: Annotated[str, S.PUBLIC]
    found: tuple[FoundSiblingPart, ...]


class SiblingAddedV1(Contract, type="frontdoor.SiblingAdded.v1", topic=TOPIC):
    """A child whom the sender did not name joins the contact: one of the household, by the ``child_id`` that we know it
    by, or one whom somebody here has found out, with a provisional one.

    What the contact is about stands beside it, for whoever has told of the other children. ``flags`` are those that
    keep others from being told now.
    """

    contact_id: Annotated[str, S.PUBLIC]
    child: ChildPart
    by: Annotated[str, S.PUBLIC]
    contact_type: Annotated[str | None, S.PUBLIC] = None
    from_police: Annotated[bool, S.PUBLIC] = False
    source_code: Annotated[str | None, S.PUBLIC] = None
    source_ref: Annotated[str | None, S.PUBLIC] = None
    agency: AgencyPart | None = None
    incident: IncidentPart | None = None
    adults: tuple[AdultPart, ...] = ()
    flags: Annotated[tuple[str, ...], S.PUBLIC] = ()


def added(event: SiblingAdded | ChildNamed) -> SiblingAddedV1:
    told = {name: getattr(event.joined, name) for name in JOINED} if event.joined else {}
    return SiblingAddedV1.model_validate(
        {"contact_id": event.contact_id, "child": event.child, "by": event.by} | told, from_attributes=True
    )


class SiblingExcludedV1(Contract, type="frontdoor.SiblingExcluded.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    reason: Annotated[str, S.SCR]
    by: Annotated[str, S.PUBLIC]


class ContactCompletedV1(Contract, type="frontdoor.ContactCompleted.v1", topic=TOPIC):
    """Every child of the household has been added or excluded (INT-04)."""

    contact_id: Annotated[str, S.PUBLIC]
    completed_at: Annotated[datetime, S.PUBLIC]


class CareStatusAtContactRecordedV1(Contract, type="frontdoor.CareStatusAtContactRecorded.v1", topic=TOPIC):
    """``care_status``: CP, CIN, CLA, EH, CLOSED or UNKNOWN when the contact came."""

    contact_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    care_status: Annotated[str, S.HIS]
    allocated_worker: Annotated[str | None, S.HIS]
    team: Annotated[str | None, S.HIS]
    plan_type: Annotated[str | None, S.HIS]
    by: Annotated[str, S.PUBLIC] = ""
    manager: Annotated[str | None, S.HIS] = None


class OpenCaseContactRoutedV1(Contract, type="frontdoor.OpenCaseContactRouted.v1", topic=TOPIC):
    """An open child's worker and manager are told, on the same clocks (INT-05)."""

    contact_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    care_status: Annotated[str, S.HIS]
    team: Annotated[str | None, S.HIS]
    worker: Annotated[str | None, S.HIS]
    manager: Annotated[str | None, S.HIS]


class MissingEpisodeOpenedV1(Contract, type="frontdoor.MissingEpisodeOpened.v1", topic=TOPIC):
    episode_id: Annotated[str, S.PUBLIC]
    contact_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    missing_from: Annotated[str | None, S.SUB]
    police_risk: Annotated[str | None, S.POL]
    exploitation_flags: Annotated[tuple[str, ...], S.POL]
    episode_no_30d: Annotated[int | None, S.SUB]
    episode_no_90d: Annotated[int | None, S.SUB]
    placing_la: Annotated[str | None, S.SUB] = None
    cla: Annotated[str | None, S.HIS] = None


class MissingEpisodeClosedV1(Contract, type="frontdoor.MissingEpisodeClosed.v1", topic=TOPIC):
    episode_id: Annotated[str, S.PUBLIC]
    contact_id: Annotated[str, S.PUBLIC]
    child_id: Annotated[str, S.PUBLIC]
    found_how: Annotated[str | None, S.SUB]
    prevention_interview_done: Annotated[str | None, S.SUB]


class RhiOfferedV1(Contract, type="frontdoor.RhiOffered.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    provider: Annotated[str, S.PUBLIC]
    occurred_at: Annotated[datetime, S.PUBLIC]


class RhiCompletedV1(Contract, type="frontdoor.RhiCompleted.v1", topic=TOPIC):
    """What the child said about why it went, and what it needs."""

    contact_id: Annotated[str, S.PUBLIC]
    accepted: Annotated[bool, S.PUBLIC]
    interviewer_independent: Annotated[bool, S.PUBLIC]
    push_factors: Annotated[tuple[str, ...], S.HIS]
    pull_factors: Annotated[tuple[str, ...], S.HIS]
    where_with_whom: Annotated[str, S.HIS]
    harm_disclosed: Annotated[bool, S.HIS]
    child_words: Annotated[str, S.HIS]
    safety_needs: Annotated[str, S.HIS]
    shared_with_plan_owner_at: Annotated[datetime | None, S.PUBLIC]
    occurred_at: Annotated[datetime, S.PUBLIC]


class RhiDeclinedV1(Contract, type="frontdoor.RhiDeclined.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    reason: Annotated[str, S.HIS]
    alternative: Annotated[str, S.HIS]
    declined_at: Annotated[datetime, S.PUBLIC]


class MissingPatternConsideredV1(Contract, type="frontdoor.MissingPatternConsidered.v1", topic=TOPIC):
    """After a third missing episode in 30 days: is a strategy discussion needed?"""

    contact_id: Annotated[str, S.PUBLIC]
    strategy_discussion: Annotated[bool, S.SCR]
    reason: Annotated[str, S.SCR]
    considered_at: Annotated[datetime, S.PUBLIC]
