"""What an officer types of a police notification: the same block as over the API, and the form as it was filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from intake.facts import Account, DomesticAbuse, PoliceReport
from intake.requests import SentContact
from shared.web.forms import Typed, lines, text, texts, whole

CHOSEN = ("officer_vulnerability_grade",)
WRITTEN = ("ppn_ref", "incident_ref", "force", "officer_id", "narrative", "home_conditions", "intelligence_handling")
CHOSEN_OF_ABUSE = ("risk_tool", "grade", "graded_by", "arrest", "dvpn", "marac_referred", "body_worn_video")
WRITTEN_OF_ABUSE = ("grade_reason", "relationship", "bail_conditions")
COUNTED = ("ticks", "previous_incidents_12m")
CHOSEN_OF_A_CHILD = ("spoken", "alone")
OF_A_CHILD = {"spoken": "spoken", "alone": "alone", "demeanour": "demeanour", "spoken_words": "words"}
"""The form's name of a field, and the block's."""
ROLE_REF = {"VICTIM": "victim_ref", "ALLEGED_PERPETRATOR": "perpetrator_ref"}
REVIEWED = {"Y": True, "N": False}


def police_of(typed: Typed, children: list[dict[str, Any]], adults: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The police block; none where nothing of it was typed."""
    said: dict[str, Any] = {name: text(typed, f"police_{name}") or None for name in (*CHOSEN, *WRITTEN)}
    said["supervisor_reviewed"] = REVIEWED.get(text(typed, "police_supervisor_reviewed"))
    said["children_spoken_to"] = list(_spoken_to(typed, children))
    said["da"] = _abuse(typed, adults)
    if all(value in (None, []) for value in said.values()):
        return None
    return said | {"narrative": said["narrative"] or ""}


def _abuse(typed: Typed, adults: list[dict[str, Any]]) -> dict[str, Any] | None:
    said: dict[str, Any] = {
        name: text(typed, f"police_{name}") or None for name in (*CHOSEN_OF_ABUSE, *WRITTEN_OF_ABUSE)
    }
    said |= {name: _counted(typed, f"police_{name}") for name in COUNTED}
    said["high_risk_factors"] = list(texts(typed, "police_high_risk_factors"))
    said["protective_orders"] = list(lines(typed, "police_protective_orders"))
    said["counter_allegation"] = bool(texts(typed, "police_counter_allegation"))
    if all(value is None or value is False or value == [] for value in said.values()):
        return None
    return said | dict(_parts(adults))


def _counted(typed: Typed, name: str) -> int | None:
    return whole(typed, name) if text(typed, name) else None


def _parts(adults: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Who is victim and who perpetrator is said once, at the adults; where several are, nobody is picked."""
    for role, ref in ROLE_REF.items():
        of_role = [adult["temp_ref"] for adult in adults if adult["role"] == role]
        if len(of_role) == 1:
            yield ref, of_role[0]


def _spoken_to(typed: Typed, children: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for child in children:
        ref = child["temp_ref"]
        number = ref.removeprefix("c")
        said = {field: text(typed, f"child_{number}_{name}") for name, field in OF_A_CHILD.items()}
        if any(said.values()):
            yield said | {"temp_ref": ref} | {name: said[name] or None for name in CHOSEN_OF_A_CHILD}


def by_references(sent: SentContact, children: Mapping[str, str], adults: Mapping[str, str]) -> None:
    """Puts the references under which children and adults were sent first in the place of the form's."""
    if sent.police is None:
        return
    for spoken in sent.police.children_spoken_to:
        spoken.temp_ref = children.get(spoken.temp_ref, spoken.temp_ref)
    if da := sent.police.da:
        da.victim_ref = adults.get(da.victim_ref or "", da.victim_ref)
        da.perpetrator_ref = adults.get(da.perpetrator_ref or "", da.perpetrator_ref)


def police_over(before: PoliceReport | None, said: PoliceReport | None) -> PoliceReport | None:
    """What is said now over what was said before. What is chosen is put right by another choice, what was typed also
    by typing nothing; nobody who was spoken to is left out."""
    if before is None or said is None:
        return said or before
    now = {each.temp_ref: each for each in said.children_spoken_to}
    earlier = tuple(each for each in before.children_spoken_to if each.temp_ref not in now)
    reviewed = before.supervisor_reviewed if said.supervisor_reviewed is None else said.supervisor_reviewed
    return replace(
        before,
        **{name: getattr(said, name) for name in WRITTEN},
        **{name: getattr(said, name) or getattr(before, name) for name in CHOSEN},
        supervisor_reviewed=reviewed,
        children_spoken_to=(*earlier, *said.children_spoken_to),
        da=_abuse_over(before.da, said.da),
    )


def _abuse_over(before: DomesticAbuse | None, said: DomesticAbuse | None) -> DomesticAbuse | None:
    if before is None or said is None:
        return said or before
    return replace(
        said,
        **{name: getattr(said, name) or getattr(before, name) for name in CHOSEN_OF_ABUSE},
        **{ref: getattr(said, ref) or getattr(before, ref) for ref in ROLE_REF.values()},
    )


def typed_of_police(account: Account) -> Typed:
    """What the form's fields of the police would hold."""
    police = account.police
    if police is None:
        return {}
    da = police.da or DomesticAbuse()
    of_abuse = (*CHOSEN_OF_ABUSE, *WRITTEN_OF_ABUSE, *COUNTED)
    reviewed = next((said for said in REVIEWED if REVIEWED[said] is police.supervisor_reviewed), "")
    return {
        **{f"police_{name}": str(getattr(police, name) or "") for name in (*CHOSEN, *WRITTEN)},
        **{f"police_{name}": _as_typed(getattr(da, name)) for name in of_abuse},
        "police_supervisor_reviewed": reviewed,
        "police_high_risk_factors": list(da.high_risk_factors),
        "police_protective_orders": "\n".join(da.protective_orders),
        "police_counter_allegation": ["Y"] if da.counter_allegation else [],
        **dict(_children_typed(account, police)),
    }


def _as_typed(value: object) -> str:
    return "" if value is None else str(value)


def _children_typed(account: Account, police: PoliceReport) -> Iterator[tuple[str, str]]:
    numbers = {child.temp_ref: number for number, child in enumerate(account.children, 1)}
    for spoken in police.children_spoken_to:
        if spoken.temp_ref in numbers:
            for name, field in OF_A_CHILD.items():
                yield f"child_{numbers[spoken.temp_ref]}_{name}", getattr(spoken, field) or ""
