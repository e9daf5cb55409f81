"""The step-down pack: what early help needs to go on without losing the focus, by the profile STEPDOWN_PACK and
nothing else (domain brief §2.3). Never the police's words, never a strategy discussion's."""

from collections.abc import Mapping, Sequence
from typing import Any

from screening.early_help.events import StepDownAccepted, StepDownProposed
from shared.database import Row
from shared.disclosure import build

LONGEST_LINE = 500
LONGEST_TEXT = 5000


def pack_of(
    proposed: StepDownProposed,
    accepted: StepDownAccepted | None,
    child: Row,
    adults: Sequence[Mapping[str, Any]],
) -> Mapping[str, object]:
    """``adults`` are those whom the contact names; the lead practitioner is the one asked until one is named."""
    return build(
        "STEPDOWN_PACK",
        child={
            "first_name": _line(child["first_name"] or ""),
            "surname": _line(child["surname"] or ""),
            "date_of_birth": child["born_on"].isoformat() if child["born_on"] else None,
        },
        household=[_member(adult) for adult in adults],
        reason=_text(proposed.reason),
        needs=_text(proposed.needs),
        strengths=_text(proposed.strengths),
        focus_for_intervention=_text("\n".join([proposed.focus, *(str(goal) for goal in proposed.goals)])),
        risks=_text(proposed.risks),
        step_up_triggers=[_line(trigger) for trigger in proposed.triggers],
        agreement_evidence=_text(proposed.agreement),
        lead_practitioner=_line(accepted.lead_practitioner if accepted else proposed.recipient_name),
        joint_visit_on=proposed.joint_visit_date.isoformat(),
    )


def _member(adult: Mapping[str, Any]) -> Mapping[str, str]:
    """An adult as one of the household. Who is said to have hurt whom is the police's to tell, so a role that says it
    is no relationship here."""
    role = str(adult.get("role") or "OTHER")
    responsible = adult.get("pr")
    return {
        "name": _line(f"{adult.get('first_name') or ''} {adult.get('surname') or ''}".strip() or "Name not known"),
        "relationship": {"PARENT": "Parent", "CARER": "Carer"}.get(role, "Adult in the family"),
        "parental_responsibility": str(responsible) if responsible in ("Y", "N") else "NK",
    }


def _line(words: str) -> str:
    return words[:LONGEST_LINE]


def _text(words: str) -> str:
    return words[:LONGEST_TEXT]
