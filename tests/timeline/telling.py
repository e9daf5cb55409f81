"""Contracts as other services publish them: on the wire for the journal, read for the pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.access.actor import Actor, Role
from shared.contracts import ContractMeta
from shared.disclosure import Sensitivity
from shared.events import canonical
from shared.ids import derived_id
from shared.journal.port import Record
from shared.subscriptions import Message
from timeline.clocks import TURNS, clock_turned
from timeline.facts import ClockTurn, Description, Entry, Fact, Link
from timeline.subscriptions import SUBSCRIPTIONS, TOPICS
from timeline.views import Facts

POLICE = Actor("expol-rms", "EXPOL-RMS", Role.POLICE_SYSTEM, "force-example")
SCHOOL_SYSTEM = Actor("school-portal-999001", "School portal", Role.SCHOOL_DSL, "sch-999001")
SYSTEM = Actor("system", "Front door", Role.SYSTEM, "frontdoor")
REYES = Actor("fdm.reyes", "Marta Reyes", Role.FRONT_DOOR_MANAGER, "la-812", registered_sw=True)
ADEYEMI = Actor("sw.adeyemi", "Tola Adeyemi", Role.SCREENER_SW, "la-812", registered_sw=True)
MARSH = Actor("ch.marsh", "Lee Marsh", Role.CALL_HANDLER, "la-812")
OKAFOR = Actor("edt.okafor", "Chidi Okafor", Role.EDT_WORKER, "la-812", registered_sw=True)
LUND = Actor("edt.lund", "Ingrid Lund", Role.EDT_MANAGER, "la-812", registered_sw=True)
NDLOVU = Actor("sw.ndlovu", "Thandi Ndlovu", Role.ASSESSMENT_SW, "la-812", registered_sw=True)
HALE = Actor("cass.tm1", "Gwen Hale", Role.ASSESSMENT_MANAGER, "la-812", registered_sw=True)
PATEL = Actor("hos.patel", "Priya Patel", Role.SENIOR_LEADER, "la-812", registered_sw=True)
AMIN = Actor("ds.amin", "DS Yusuf Amin", Role.POLICE_MASH, "force-example")
OSEI = Actor("dsl.osei", "Anita Osei", Role.SCHOOL_DSL, "sch-999001")
FELL = Actor("dsl.dunmere", "Rob Fell", Role.SCHOOL_DSL, "sch-999014")
FARROW = Actor("nurse.farrow", "Dr Farrow", Role.HEALTH_MASH, "health-example")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One contract, as it travels."""

    topic: str
    name: str
    stream: str
    version: int
    recorded_at: datetime
    data: dict[str, Any]
    occurred_at: datetime | None = None
    received_at: datetime | None = None
    child_ids: Sequence[str] = ()
    actor: Actor = SYSTEM
    event_id: str = field(default="")

    @property
    def type(self) -> str:
        return f"frontdoor.{self.name}.v1"

    @property
    def id(self) -> str:
        return derived_id("told", self.stream, str(self.version), self.name)

    def meta(self) -> dict[str, Any]:
        return ContractMeta.model_validate(
            {
                "event_id": self.event_id or derived_id("event", self.stream, str(self.version)),
                "stream": self.stream,
                "version": self.version,
                "position": self.version,
                "recorded_at": self.recorded_at,
                "occurred_at": self.occurred_at,
                "received_at": self.received_at,
                "child_ids": tuple(self.child_ids),
                "actor": self.actor.to_dict(),
                "correlation_id": derived_id("correlation", self.stream),
                "causation_id": derived_id("causation", self.stream),
            }
        ).model_dump(mode="json", exclude_none=True)

    def record(self) -> Record:
        """As the relay publishes it."""
        headers = {
            "ce_specversion": "1.0",
            "ce_id": self.id,
            "ce_type": self.type,
            "ce_source": "/test",
            "content-type": "application/json",
        }
        body = canonical(self.data | {"meta": self.meta()})
        return Record(topic=self.topic, key=self.stream, value=body, headers=headers)

    def message(self) -> Message[Any]:
        """As the subscriber hands it to us."""
        (listening,) = SUBSCRIPTIONS.listening(self.topic, self.type)
        wire = canonical(self.data)
        return Message(
            id=self.id,
            type=self.type,
            topic=self.topic,
            data=listening.reading.model_validate_json(wire),
            meta=ContractMeta.model_validate(self.meta()),
        )


def told_facts(told: Told) -> list[Fact]:
    """What one contract tells, by the function that the service has registered for it."""
    if told.type in TURNS:
        return clock_turned(told.message())
    _, tell = TOPICS[told.topic][told.name]
    return tell(told.message())


def allegations_in(entries: Sequence[Entry]) -> dict[str, int]:
    """As the service looks them up: by contact, the last version that is an allegation."""
    said = [each.said_in for each in entries if each.said_in and each.base is Sensitivity.LADO]
    return {version.contact_id: version.number for version in sorted(said, key=lambda version: version.number)}


def facts_from(contracts: Sequence[Told]) -> Facts:
    """The sets that these contracts make: what is told again is kept once."""
    kept: dict[str, Fact] = {}
    for each in contracts:
        for fact in told_facts(each):
            kept.setdefault(fact.entry_id if isinstance(fact, Entry) else fact.fact_id, fact)
    facts = list(kept.values())
    entries = [fact for fact in facts if isinstance(fact, Entry)]
    return Facts(
        entries=entries,
        allegations=allegations_in(entries),
        turns=[fact for fact in facts if isinstance(fact, ClockTurn)],
        links=[fact for fact in facts if isinstance(fact, Link)],
        descriptions=[fact for fact in facts if isinstance(fact, Description)],
    )
