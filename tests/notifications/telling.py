"""Contacts and decisions as intake and screening publish them, and the commands that follow from them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from notifications.codes import EncompassMode, Transport
from notifications.notification.commands import (
    RegisteredRecipient,
    RequestNotification,
    RollCheck,
    SendNotification,
)
from notifications.policy import Policy
from notifications.readings import ContactReceived
from notifications.requests import encompass_requests, receipt_request
from shared.access.actor import SYSTEM, Actor
from shared.contracts import ContractActor, ContractMeta
from shared.ids import derived_id, new_id

from .people import FORCE, RECEIVED, REYES

EXAMPLES = Path(__file__).parents[2] / "examples"
POLICY = Policy()
MAISIE = derived_id("child", "maisie")
ALFIE = derived_id("child", "alfie")
NOOR = derived_id("child", "noor")


def example(name: str) -> Any:
    """One of the domain brief's payloads."""
    return json.loads((EXAMPLES / f"{name}.json").read_text())


def police_contact(**changes: Any) -> dict[str, Any]:
    """The domestic abuse notification of Saturday night, as intake publishes it."""
    contact = example("police-domestic-abuse-high")
    for child, child_id in zip(contact["children"], (MAISIE, ALFIE), strict=True):
        child["child_id"] = child_id
    return {"contact_id": derived_id("contact", "ppn"), "flags": [], **contact, **changes}


def school_contact(**changes: Any) -> dict[str, Any]:
    contact = example("school-contact-good")
    contact["children"][0]["child_id"], contact["children"][1]["child_id"] = NOOR, derived_id("child", "zed")
    return {"contact_id": derived_id("contact", "school"), "flags": [], **contact, **changes}


def decision(contact: Mapping[str, Any], child_id: str, **changes: Any) -> dict[str, Any]:
    """A threshold decision, as screening publishes it, with reasons that nobody outside may read."""
    return {
        "contact_id": contact["contact_id"],
        "child_id": child_id,
        "decision": "REFERRAL_S17",
        "need_level": 4,
        "manager_rationale": "CANARY rationale",
        "plain_reason": "Noor is doing too much for her age. A social worker will visit.",
        "agency": contact["agency"],
        "source_ref": contact["source_ref"],
        "decided_at": RECEIVED.isoformat(),
    } | changes


def meta(*, actor: Actor = FORCE, received_at: datetime = RECEIVED, event_id: str | None = None) -> ContractMeta:
    return ContractMeta(
        event_id=event_id or new_id(),
        stream="Contact-1",
        version=1,
        position=1,
        recorded_at=received_at,
        received_at=received_at,
        actor=ContractActor.model_validate(actor.to_dict()),
        correlation_id=new_id(),
        causation_id=new_id(),
    )


def alerts(
    contact: Mapping[str, Any],
    *,
    actor: Actor = FORCE,
    received_at: datetime = RECEIVED,
    event_id: str | None = None,
    policy: Policy = POLICY,
) -> list[RequestNotification]:
    reading = ContactReceived.model_validate(contact)
    return encompass_requests(reading, meta(actor=actor, received_at=received_at, event_id=event_id), policy)


def alert(**changes: Any) -> RequestNotification:
    """The alert for Maisie, of whom the police told us on Sunday at 01:05."""
    [command] = alerts(police_contact(**changes))
    return command


def alert_with(**checks: Any) -> RequestNotification:
    """The same, with something else known about the contact."""
    command = alert()
    assert command.encompass
    return replace(command, encompass=replace(command.encompass, **checks))


def receipt(contact: Mapping[str, Any], actor: Actor) -> RequestNotification | None:
    return receipt_request(ContactReceived.model_validate(contact), meta(actor=actor), POLICY)


LARKFIELD = RegisteredRecipient(
    recipient_id=derived_id("recipient", "urn:999001"),
    org_id="sch-999001",
    name="Larkfield Primary",
    transport=Transport.PORTAL,
    verified_at=RECEIVED - timedelta(days=3),
    valid_to=date(2026, 7, 31),
)
ON_ROLL = RollCheck(taken_at=RECEIVED - timedelta(days=2), on_roll=True)


def send(
    at: datetime = RECEIVED,
    recipient: RegisteredRecipient | None = LARKFIELD,
    roll: RollCheck | None = ON_ROLL,
    roles_unclear: bool = False,
) -> SendNotification:
    return SendNotification(
        recipient=recipient, roll=roll, verification_days=180, roles_unclear=roles_unclear, by=SYSTEM, at=at
    )


POLICE_DIRECT = Policy(encompass_mode=EncompassMode.POLICE_DIRECT)
MANAGER = REYES
