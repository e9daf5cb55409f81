"""An audit as its readers see it: the sample with its strata, one sampled case with the record that it is about."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from screening.audit.carrying_out import the_audit
from screening.audit.events import AuditCompleted, AuditModerated
from screening.audit.facts import SampledCase
from screening.audit.reading import of_sample, still_open
from screening.audit.state import Drawn
from screening.case.events import CASE_EVENTS
from screening.case.queueing import name_of
from screening.case.view import CaseView, case_view
from screening.codes import Stratum
from screening.early_help.events import EARLY_HELP_EVENTS
from screening.early_help.reading import StepDownView, StepUpView, step_down_view, step_up_view
from screening.read_models import audits
from screening.streams import audit_of, screening_of
from shared import people
from shared.access.actor import Actor, Role
from shared.audit import looked
from shared.database import Row
from shared.decider import Refused
from shared.problems import NotFound, Problem
from shared.service import Service

STRATUM_WORDS = {
    Stratum.POLICE_DA_NFA: "Police domestic abuse, no further action",
    Stratum.EARLY_HELP_REFUSED: "Early help refused",
    Stratum.STEP_DOWN: "Stepped down to early help",
    Stratum.STEP_UP_LEFT: "Left with early help when it asked",
    Stratum.THIRD_CONTACT: "Third contact in 12 months",
    Stratum.UNDER_ONE: "Child under one",
    Stratum.OUT_OF_HOURS: "Decided out of hours",
    Stratum.OVERRIDE: "A rule was overridden",
    Stratum.TEMPLATE_RATIONALE: "Rationale used before",
    Stratum.RANDOM_CONTROL: "Random control",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """A sample, how far it is, and its cases; without names once its time is over (``closed``)."""

    row: Row
    drawn: Drawn
    cases: Sequence[Row]
    actions: Sequence[Row]
    names: dict[str, str]
    version: int
    closed: bool
    shows_children: bool

    def child(self, case: Row) -> str:
        return name_of(case) if self.shows_children else f"Case {case['number']}"


async def sample_view(service: Service, who: Actor, audit_id: str) -> SampleView:
    drawn = await the_audit(service, audit_id)
    closed = service.clock.now() > drawn.sample.closes_at
    async with service.pool.acquire() as connection:
        row = await audits.sample(connection, audit_id)
        if row is None:
            raise NotFound("audit")
        view = SampleView(
            row=row,
            drawn=drawn,
            cases=await audits.cases(connection, audit_id),
            actions=await audits.actions(connection, audit_id),
            names=await people.names(connection),
            version=len(await service.store.load(audit_of(audit_id))),
            closed=closed,
            shows_children=not closed or who.role is not Role.QA_AUDITOR,
        )
    await looked(service, who, "ViewDipSample", drawn.sample.child_ids, [audit_of(audit_id)])
    return view


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledView:
    """One case of a sample with the record that it is about: of a step-down the proposal and what became of it too, of
    a step-up the question and its answer."""

    audit_id: str
    question: str
    case: SampledCase
    completed: AuditCompleted | None
    moderated: AuditModerated | None
    record: CaseView
    step_down: StepDownView | None
    step_up: StepUpView | None
    version: int
    closes_at: datetime

    @property
    def child(self) -> Any:
        return self.record.child(self.case.child_id)


async def sampled_view(service: Service, who: Actor, audit_id: str, number: int) -> SampledView:
    """The record of a sampled case, read by an auditor who had no part in it, while the audit is open. It is kept."""
    drawn = await the_audit(service, audit_id)
    case = drawn.case(number)
    if case is None:
        raise NotFound("case of this sample")
    try:
        of_sample(still_open(drawn, service.clock.now()), number, who)
    except Refused as no:
        raise Problem(403, "Not allowed", no.reason, no.code) from no
    record = await case_view(service, case.contact_id)
    streams = [screening_of(case.contact_id), audit_of(audit_id)]
    await looked(service, who, "ViewSampledCase", record.case.child_ids, streams)
    return SampledView(
        audit_id=audit_id,
        question=drawn.sample.question,
        case=case,
        completed=drawn.completed.get(number),
        moderated=drawn.moderated.get(number),
        record=record,
        step_down=await step_down_view(service, who, case.step_down_id) if case.step_down_id else None,
        step_up=await step_up_view(service, who, case.step_up_id) if case.step_up_id else None,
        version=len(await service.store.load(audit_of(audit_id))),
        closes_at=drawn.sample.closes_at,
    )


def samples_document(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


def sample_document(view: SampleView) -> dict[str, Any]:
    """``expected_version`` of the next command is this ``version``."""
    sample = view.drawn.sample
    return {
        **dict(view.row),
        "version": view.version,
        "closed": view.closed,
        "query": asdict(sample.query),
        "seed": sample.seed,
        "position": sample.position,
        "population": sample.population,
        "cases": [{**_told(case), "child": view.child(case)} for case in view.cases],
        "actions": [dict(action) for action in view.actions],
    }


def _told(case: Row) -> dict[str, Any]:
    return {name: value for name, value in dict(case).items() if name not in ("first_name", "surname", "born_on")}


def _step_up(view: StepUpView) -> dict[str, Any]:
    return {"asked": EARLY_HELP_EVENTS.encode(view.asked), "decided": EARLY_HELP_EVENTS.encode(view.decided)}


def sampled_document(view: SampledView) -> dict[str, Any]:
    """The sampled record as JSON: an allow-list, without who a public referrer is and without addresses (§2.2)."""
    record = view.record
    written = ("worries", "impact_on_child", "working_well", "analysis", "requested_outcome", "actions_taken")
    said = (*written, "police", "missing")
    return {
        "audit_id": view.audit_id,
        "case": asdict(view.case),
        "closes_at": view.closes_at,
        "version": view.version,
        "audited": asdict(view.completed) if view.completed else None,
        "moderated": asdict(view.moderated) if view.moderated else None,
        "step_down": EARLY_HELP_EVENTS.encode(view.step_down.proposed) if view.step_down else None,
        "step_up": _step_up(view.step_up) if view.step_up else None,
        "contact": {
            "received_at": record.contact["received_at"],
            "contact_type": record.case.contact.contact_type,
            "agency": record.contact["agency_name"],
            "said": {name: record.said.get(name) for name in said},
        },
        "children": [
            {"child_id": child.child_id, "name": child.name, "born_on": child.state.born_on}
            for child in record.children
        ],
        "record": [
            {
                "type": one.type,
                "recorded_at": one.meta.recorded_at,
                "by": one.meta.actor.name,
                "data": CASE_EVENTS.encode(one.data),
            }
            for one in record.recorded
        ],
    }
