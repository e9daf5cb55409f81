"""From what was sent to the facts of a contact: the same words, with an identity minted for each child."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from pydantic import BaseModel, TypeAdapter

from intake.decider.arriving import POLICE
from intake.decider.state import POLICE_SOURCE
from intake.facts import Account, Agency, ContactType, FoundReport, MissingReport, Referrer
from intake.requests import Identified, Sent, SentContact, SentMissing
from shared.access.actor import Actor, Role
from shared.ids import derived_id

OWN_STAFF = (Role.CALL_HANDLER, Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER, Role.EDT_WORKER, Role.EDT_MANAGER)
"""Who takes down what somebody else says."""

KNOW_THE_POLICES_WORDS = (*POLICE, *OWN_STAFF)
"""The police, and whoever takes down what they say by telephone."""

PUBLIC, PUBLIC_NAME = "public", "Member of the public"
ANONYMOUS = "9"
HIGH = "HIGH"
"""The risk at which the police look for a missing child at once."""

_ACCOUNT: TypeAdapter[Account] = TypeAdapter(Account)
_MISSING: TypeAdapter[MissingReport] = TypeAdapter(MissingReport)
_FOUND: TypeAdapter[FoundReport] = TypeAdapter(FoundReport)


def contact_id_of(org_id: str, sent: Identified) -> str:
    """The contact that this reference names, whichever version comes first."""
    return derived_id("contact", org_id, sent.source_system, sent.source_ref)


def account_of(sent: SentContact, contact_id: str, who: Actor) -> Account:
    """The facts of a notification or contact form.

    The agency is the one that the token names, whatever the body says; what our own staff took down belongs to the
    agency that they named.
    """
    values = _known(sent)
    values["children"] = _named(values["children"], contact_id)
    named = values["agency"]["org_id"] if who.role in OWN_STAFF else ""
    values["agency"] = values["agency"] | {"org_id": named or who.org_id}
    values["urgent_flag"] |= sent.missing is not None and sent.missing.police_risk == HIGH
    return _ACCOUNT.validate_python(values)


def leave_to_the_police_what_is_theirs(sent: Identified, who: Actor) -> None:
    """Nobody else fills in the police's notification (domain brief §3.1, ``police``), nor says how high their risk to a
    missing child is (§2.1).

    What another sender wrote there is kept beside as their words, like anything that has no field: it grades nothing
    and makes nothing urgent. The reference of the incident anybody may give.
    """
    if who.role in KNOW_THE_POLICES_WORDS:
        return
    if isinstance(sent, SentContact) and sent.police is not None:
        _keep_beside(sent, dict(_each_of(sent.police.model_dump(mode="json", exclude_unset=True), "police")))
        sent.incident.police_ref = sent.incident.police_ref or sent.police.incident_ref
        sent.police = None
    part = sent.missing if isinstance(sent, SentContact) else sent if isinstance(sent, SentMissing) else None
    if part is not None and part.police_risk:
        _keep_beside(part, {"police_risk": part.police_risk})
        part.police_risk = None


def _keep_beside(part: Sent, said: Mapping[str, Any]) -> None:
    part.__pydantic_extra__ = {**(part.__pydantic_extra__ or {}), **said}


def _each_of(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Each thing that was said, by its dotted path."""
    if isinstance(value, dict):
        for name, member in cast(dict[str, Any], value).items():
            yield from _each_of(member, f"{path}.{name}")
    elif isinstance(value, list):
        for index, member in enumerate(cast(list[Any], value)):
            yield from _each_of(member, f"{path}.{index}")
    elif value not in (None, ""):
        yield path, value


def public_account_of(sent: SentContact, contact_id: str, who: Actor) -> Account:
    """What a member of the public said. Their identity is confidential; an anonymous caller's is not kept at all."""
    account = account_of(sent, contact_id, who)
    said = account.referrer
    kept = Referrer(anonymous=True) if said.anonymous else replace(said, keeps_identity_confidential=True)
    source = ANONYMOUS if said.anonymous else account.source_code
    return replace(account, referrer=kept, source_code=source, agency=Agency(org_id=PUBLIC, name=PUBLIC_NAME))


def missing_account_of(sent: SentMissing, contact_id: str, who: Actor) -> Account:
    """The facts of a missing report or a return, as one kind of contact.

    In what circumstances a child went, as the police tell it, is police narrative (domain brief §2.2, ``Pol``); as
    anybody else tells it, it is their worry too.
    """
    values = _known(sent)
    is_back = sent.found_at is not None or sent.contact_type is ContactType.MISSING_RETURN
    children = [values["child"]] if values["child"] else []
    missing = _MISSING.validate_python(values)
    said = missing != MissingReport()
    by_police = who.role in POLICE or (who.role in OWN_STAFF and sent.source_code == POLICE_SOURCE)
    return _ACCOUNT.validate_python(
        {
            "contact_type": sent.contact_type,
            "channel": sent.channel,
            "source_code": sent.source_code,
            "agency": {"org_id": who.org_id},
            "lawful_basis": sent.lawful_basis,
            "children": _named(children, contact_id),
            "incident": {"occurred_at": sent.last_seen_at},
            "missing": None if is_back else missing,
            "found": replace(_FOUND.validate_python(values), absence=missing if said else None) if is_back else None,
            "worries": "" if by_police else sent.circumstances,
            "urgent_flag": sent.police_risk == HIGH,
            "immediate_safety": values["immediate_safety"],
            "injury_seen": sent.injury_seen,
            "injury_note": sent.injury_note,
        }
    )


def _known(part: BaseModel) -> dict[str, Any]:
    """The fields that we have a place for, nested parts too. What else was sent stands elsewhere in a part."""
    return {name: _plain(value) for name, value in part.__dict__.items()}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str):  # nearly all of them: asking whether it is a model costs more
        return value
    if isinstance(value, BaseModel):
        return _known(value)
    return [_plain(member) for member in cast(list[Any], value)] if isinstance(value, list) else value


def _named(children: list[dict[str, Any]], contact_id: str) -> list[dict[str, Any]]:
    return [
        child | {"temp_ref": ref, "child_id": derived_id("child", contact_id, ref)}
        for number, child in enumerate(children, 1)
        for ref in [child["temp_ref"] or f"child-{number}"]
    ]
