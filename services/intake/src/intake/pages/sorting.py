"""What waits for somebody to sort it out, and who a named child is: what agrees, what it weighs, and then a person."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake import matching_words
from intake.access import CONFIRMERS, FRONT_DOOR, MANAGERS, Here
from intake.acting import act, is_known, is_sealed, missing_before
from intake.commands import ConfirmIdentity, Details
from intake.contact_now import contact_now
from intake.facts import ContactType, NamedChild
from intake.flags import GUARDS_IN_WORDS
from intake.matching.comparing import Comparison, compare
from intake.pages.contact_form import schools_of
from intake.pages.looking_up import found_by, is_looking, wants_look_up
from intake.pages.showing import PAGES, SORTED
from intake.pages.steps.routes import owed_to
from intake.read_models import household, identities, overrides, submissions, unreadable
from intake.read_models.candidates import likely
from intake.schools import in_words as school_in_words
from shared.access.actor import Actor
from shared.access.routes import allow
from shared.audit import looked
from shared.database import Row
from shared.decider import Refused
from shared.problems import NotFound
from shared.service import Service
from shared.web.code_words import in_words
from shared.web.forms import Typed, day, read_form, text

NEW_CHILD = "new"
QUARTER = timedelta(days=91)
"""So long without a notification of private fostering means that nobody looks, not that no such child lives here."""

router = APIRouter(include_in_schema=False)
FrontDoor = Annotated[Actor, allow(*FRONT_DOOR)]
Confirmer = Annotated[Actor, allow(*CONFIRMERS)]


@router.get("/contacts/{contact_id}")
async def contact(contact_id: str, who: FrontDoor) -> RedirectResponse:
    """A contact is looked at where it is screened."""
    return RedirectResponse(f"/screening/contacts/{contact_id}", 303)


@router.get("/to-sort-out")
async def to_sort_out(request: Request, service: Here, who: FrontDoor) -> HTMLResponse:
    """Children whose identity is in doubt, siblings nobody has named, and submissions that nobody could read."""
    async with service.pool.acquire() as connection:
        checks = await identities.checks_waiting(connection)
        incomplete = await household.incomplete_contacts(connection)
        tasks = await unreadable.unreadable_tasks(connection)
        called = await submissions.called(connection, (task["org_id"] for task in tasks))
        let_past = await overrides.to_look_at(connection)
        fostered_at = await submissions.newest_of(connection, ContactType.PRIVATE_FOSTERING)
    return PAGES.render(
        request,
        "to-sort-out.html",
        owed=await owed_to(service, who),
        checks=checks,
        called=called,
        incomplete=incomplete,
        overrides=let_past if who.role in MANAGERS else (),
        guards=GUARDS_IN_WORDS,
        waiting=[task for task in tasks if task["dealt_with_at"] is None],
        done=[task for task in tasks if task["dealt_with_at"] is not None],
        may_confirm=who.role in CONFIRMERS,
        fostered_at=fostered_at,
        nobody_tells_of_fostering=who.role in MANAGERS
        and (fostered_at is None or service.clock.now() - fostered_at > QUARTER),
    )


@router.get("/contacts/{contact_id}/identities/{temp_ref}")
async def identity(contact_id: str, temp_ref: str, request: Request, service: Here, who: Confirmer) -> HTMLResponse:
    """Who is this child? The named child beside the children whom we know."""
    return PAGES.render(request, "identity.html", **await _choice(service, who, contact_id, temp_ref))


@router.post("/contacts/{contact_id}/identities/{temp_ref}")
async def confirm_identity(contact_id: str, temp_ref: str, request: Request, service: Here, who: Confirmer) -> Response:
    """Any child whom we know may be the one, also one whom nothing proposes. What is looked up is in no address."""
    typed = await read_form(request)
    choice = await _choice(service, who, contact_id, temp_ref, typed)
    try:
        if wants_look_up(typed):
            return PAGES.render(request, "identity.html", typed=typed, **choice)
        command = await _confirmed(service, who, contact_id, temp_ref, typed)
        await act(request, service, who, contact_id, command, key=text(typed, "idempotency_key"))
    except Refused as refusal:
        return PAGES.render(request, "identity.html", status=422, refusal=refusal, typed=typed, **choice)
    return RedirectResponse(SORTED, 303)


async def _confirmed(service: Service, who: Actor, contact_id: str, temp_ref: str, typed: Typed) -> ConfirmIdentity:
    chosen = text(typed, "child_id")
    if chosen != NEW_CHILD and (await is_sealed(service, chosen) or not await is_known(service, chosen)):
        raise Refused("INT-13 CHOOSE", "Say which child this is, or that it is a child new to us", "child_id")
    child_id = None if chosen == NEW_CHILD else chosen
    return ConfirmIdentity(
        by=who,
        at=service.clock.now(),
        temp_ref=temp_ref,
        child_id=child_id,
        sealed=await is_sealed(service, child_id),
        missing_before=await missing_before(service, contact_id, child_id),
        details=_details(typed) if child_id is None else None,
    )


def _details(typed: Typed) -> Details | None:
    """What a person adds for a child new to us. Nothing typed: what the contact says stands."""
    dob, expected = day(typed, "dob"), day(typed, "expected_dob")
    estimated, sex = text(typed, "dob_estimated") == "Y", text(typed, "sex")
    if dob is None and expected is None and not estimated and not sex:
        return None
    return Details(dob=dob, expected_dob=expected, dob_estimated=estimated, sex=sex or None)


async def _choice(
    service: Service, who: Actor, contact_id: str, temp_ref: str, typed: Typed | None = None
) -> dict[str, Any]:
    """The child as named, and whom it may be as we know them now: more may be known than when the contact came.

    Beside the likely ones, whoever is looked up by what was typed.
    """
    async with service.pool.acquire() as connection:
        named = await identities.named_as(connection, contact_id, temp_ref)
        if named is None:
            raise NotFound("child")
        asked = identities.description_of(named)
        found = await likely(connection, asked, named["child_id"])
        known = [(await identities.identity(connection, child_id), comparison) for child_id, comparison in found]
        shown_anyway = (named["child_id"], *(child_id for child_id, _ in found))
        looked_for = await found_by(connection, typed or {}, shown_anyway[:1])
    known += [
        (row, compare(asked, identities.description_of(row)))
        for row in looked_for
        if row["child_id"] not in shown_anyway
    ]
    candidates = [_candidate(row, comparison) for row, comparison in known if row is not None]
    shown = (named["child_id"], *(candidate["child"]["child_id"] for candidate in candidates))
    await looked(service, who, "ViewIdentity", shown, [f"Contact-{contact_id}"])
    contact, _ = await contact_now(service, contact_id)
    return {
        "contact_id": contact_id,
        "named": named,
        "said": _said(contact.child(temp_ref), await schools_of(service)),
        "candidates": candidates,
        "found": len(looked_for) if is_looking(typed or {}) else None,
    }


def _said(child: NamedChild | None, schools: Mapping[str, str]) -> list[tuple[str, str]]:
    """What the sender says of the child beside what is compared."""
    if child is None:
        return []
    said = [
        ("Sex", in_words(child.sex, "sex") if child.sex else ""),
        ("Gender", in_words(child.gender, "gender") if child.gender else ""),
        ("School", school_in_words(child.school_urn, schools) or child.school_name or ""),
    ]
    return [(name, words or "Not given") for name, words in said]


def _candidate(child: Row, comparison: Comparison) -> dict[str, Any]:
    return {
        "child": child,
        "score": comparison.score,
        "weight": comparison.weight,
        "findings": [
            (matching_words.FIELDS[finding.field], matching_words.LEVELS[finding.level], f"{finding.weight:+.1f}")
            for finding in comparison.findings
        ],
        "cautions": [matching_words.CAUTIONS[caution] for caution in comparison.cautions],
    }
