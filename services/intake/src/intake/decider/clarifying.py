"""Who did what to whom (INT-07): until the police in the hub have said so, nobody outside is told of the contact."""

from intake.commands import ClarifyVictimAndPerpetrator
from intake.decider.state import Contact, only, with_reason
from intake.events import VictimAndPerpetratorClarified
from intake.flags import ROLES_UNCLEAR
from shared.access.actor import Role
from shared.decider import Refused

SOMEBODY_ELSE = "SOMEBODY_ELSE"
"""An adult whom the contact does not name."""


def clarify(command: ClarifyVictimAndPerpetrator, state: Contact) -> VictimAndPerpetratorClarified:
    """The answer of the police in the hub. What was held for it leaves by itself."""
    only(command.by.role, (Role.POLICE_MASH,), "The police in the hub say who did what to whom")
    if not state.roles_unclear:
        raise Refused("INT-35 CLEAR", "Nothing is unclear about who did what to whom in this contact")
    _must_be_known(command.victim_ref, "victim_ref", state)
    _must_be_known(command.perpetrator_ref, "perpetrator_ref", state)
    if command.victim_ref == command.perpetrator_ref and not command.counter_allegation:
        raise Refused(
            ROLES_UNCLEAR,
            "One adult cannot be both, unless each accuses the other: choose two adults, or say that they do",
            "perpetrator_ref",
        )
    return VictimAndPerpetratorClarified(
        contact_id=state.contact_id,
        child_ids=state.child_ids,
        victim_ref=command.victim_ref,
        perpetrator_ref=command.perpetrator_ref,
        counter_allegation=command.counter_allegation,
        reason=with_reason(command.reason, "how the police know who did what to whom"),
        by=command.by.user_id,
    )


def _must_be_known(ref: str, field: str, state: Contact) -> None:
    adults = [adult.temp_ref for adult in state.account.adults] if state.account else []
    if ref not in (*adults, SOMEBODY_ELSE):
        choices = ", ".join(adult for adult in adults if adult) or "nobody"
        raise Refused(
            "INT-36 NO_SUCH_ADULT",
            f"Choose an adult whom this contact names ({choices}), or {SOMEBODY_ELSE} for one whom it does not name",
            field,
        )
