"""Where a contact leads beside its screening, as others may read it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from intake.publishing.parts import TOPIC
from shared.contracts import Contract
from shared.contracts import Sensitivity as S


class ContactGuardOverriddenV1(Contract, type="frontdoor.ContactGuardOverridden.v1", topic=TOPIC):
    """A manager lets the contact past INT-02, INT-04 or INT-07: what INT-07 held may leave."""

    contact_id: Annotated[str, S.PUBLIC]
    guard: Annotated[str, S.PUBLIC]
    reason: Annotated[str, S.SCR]
    review_by: Annotated[date, S.SCR]
    overridden_by: Annotated[str, S.PUBLIC]


class ContactMarkedNotAboutAChildV1(Contract, type="frontdoor.ContactMarkedNotAboutAChild.v1", topic=TOPIC):
    """``why_not``: of each child whom it named (``temp_ref``), why that is no child of whom it tells."""

    contact_id: Annotated[str, S.PUBLIC]
    reason: Annotated[str, S.SCR]
    by: Annotated[str, S.PUBLIC]
    why_not: Annotated[dict[str, str], S.SCR] = Field(default_factory=dict[str, str])


class ContactRedirectedV1(Contract, type="frontdoor.ContactRedirected.v1", topic=TOPIC):
    """The authority ``la`` has acknowledged the contact as theirs."""

    contact_id: Annotated[str, S.PUBLIC]
    la: Annotated[str, S.PUBLIC]
    ack_ref: Annotated[str, S.PUBLIC]
    reason: Annotated[str, S.SCR]
    by: Annotated[str, S.PUBLIC]


class DuplicateContactLinkedV1(Contract, type="frontdoor.DuplicateContactLinked.v1", topic=TOPIC):
    """Two contacts that belong together. Linked, never merged (INT-09)."""

    contact_id: Annotated[str, S.PUBLIC]
    primary_contact_id: Annotated[str, S.PUBLIC]
    same_incident: Annotated[bool, S.PUBLIC]
    reason: Annotated[str, S.SCR]
    by: Annotated[str, S.PUBLIC]


class DuplicateContactUnlinkedV1(Contract, type="frontdoor.DuplicateContactUnlinked.v1", topic=TOPIC):
    """The two contacts do not belong together after all, or not as it was said: each counts by itself again."""

    contact_id: Annotated[str, S.PUBLIC]
    primary_contact_id: Annotated[str, S.PUBLIC]
    reason: Annotated[str, S.SCR]
    by: Annotated[str, S.PUBLIC]


class LadoReferralRoutedV1(Contract, type="frontdoor.LadoReferralRouted.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    lado: Annotated[str, S.LADO]
    occurred_at: Annotated[datetime, S.LADO]


class PrivateFosteringRoutedV1(Contract, type="frontdoor.PrivateFosteringRouted.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    team: Annotated[str, S.HIS]


class PrivateFosteringVisitedV1(Contract, type="frontdoor.PrivateFosteringVisited.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    child_seen: Annotated[bool, S.HIS]
    occurred_at: Annotated[datetime, S.HIS]


class MaracJudgementRecordedV1(Contract, type="frontdoor.MaracJudgementRecorded.v1", topic=TOPIC):
    """By a manager's professional judgement this goes to MARAC; ``reason`` is for the conference too."""

    contact_id: Annotated[str, S.PUBLIC]
    reason: Annotated[str, S.SCR]
    by: Annotated[str, S.PUBLIC]
    judged_at: Annotated[datetime, S.SCR]


class MaracReferralRecordedV1(Contract, type="frontdoor.MaracReferralRecorded.v1", topic=TOPIC):
    contact_id: Annotated[str, S.PUBLIC]
    by_agency: Annotated[str, S.POL]
    confirmed_at: Annotated[datetime, S.POL]
