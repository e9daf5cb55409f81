"""Takes a submission in: read it, or keep its bytes for a person; then let the contact's rules decide.

Never block receipt: whatever an authenticated agency sends leaves a trace that a person will see.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from intake.accounts import contact_id_of, leave_to_the_police_what_is_theirs
from intake.commands import SubmitContact
from intake.decider import CONTACT
from intake.events import ContactAmended, ContactQualityAssessed, ContactReceived
from intake.facts import Account, Source
from intake.flags import FLAGS_IN_WORDS
from intake.minimum import NothingToGoOn, has_the_minimum
from intake.quality import IN_WORDS, answers_of, grade
from intake.read_models import missing, submissions
from intake.read_models.candidates import known_children
from intake.read_models.household import siblings_of
from intake.rehearsing import is_rehearsal
from intake.requests import Identified, not_understood
from intake.unreadable import UNREADABLE, KeepUnreadable
from shared.access.actor import Actor
from shared.answers import as_problem
from shared.decider import Refused
from shared.events import Recorded
from shared.handling import Caller, Json, Step, handle
from shared.ids import derived_id
from shared.problems import Problem
from shared.references import contact_ref
from shared.service import Service, caller_of
from shared.store import KeyReused
from shared.strict_bodies import CUT_FROM, too_long
from shared.strict_json import Unreadable, parse
from shared.working_time import due_one_working_day

Sent = TypeVar("Sent", bound=Identified)

IF_WORRIED_NOW = (
    "If a child is in immediate danger, ring 999. If something changes or you cannot wait, ring the front door, "
    "day or night, and give this reference."
)


KEPT_BEGINNING = (
    "Nobody has read it. That you sent it, and its beginning, is kept for a person to look at. Send it again, shorter."
)
KEPT = "What you sent is kept for a person to look at. Put it right and send it again."


class VersionReused(Problem):
    """The same version of a notification with another body."""

    def __init__(self, source: Source) -> None:
        super().__init__(
            422,
            "Key used before",
            f"Version {source.version} of {source.ref} has been received with another body, and stands. "
            f"Send what has changed as source_version {source.version + 1}.",
            "KEY-REUSED",
            "source_version",
        )


async def read(request: Request, service: Service, who: Actor, schema: type[Sent]) -> Sent:
    """The submission in this request. One that can't be read is kept as a task before it is refused."""
    rehearsal = is_rehearsal(request)
    body = await request.body()
    cut_from: int | None = request.scope.get(CUT_FROM)
    try:
        if cut_from:
            raise too_long(service.settings.body_limit_bytes)
        return _parsed(body, schema)
    except (Problem, RequestValidationError) as error:
        problem = as_problem(error)
        if not rehearsal:
            await _keep(request, service, who, body, problem)
            problem.detail = f"{problem.detail.rstrip('.')}. {KEPT_BEGINNING if cut_from else KEPT}"
        raise problem from None


def _parsed(body: bytes, schema: type[Sent]) -> Sent:
    value = parse(body)
    if not isinstance(value, dict):
        each = " Send each of the list by itself." if isinstance(value, list) else ""
        raise Unreadable("JSON-OBJECT", f"The body must be one JSON object.{each}")
    try:
        sent = schema.model_validate(value)
    except ValidationError as error:
        entries = [{**entry, "loc": ("body", *entry["loc"])} for entry in error.errors(include_url=False)]
        raise RequestValidationError(entries) from None
    return sent


async def _keep(request: Request, service: Service, who: Actor, body: bytes, problem: Problem) -> None:
    """The bytes as a task for a person; the same bytes again are the same task."""
    task_id = derived_id("unreadable", who.org_id, request.url.path, sha256(body).hexdigest())
    command = KeepUnreadable(
        by=who,
        at=service.clock.now(),
        task_id=task_id,
        route=request.url.path,
        code=problem.code,
        detail=problem.detail,
        field=problem.field,
        body=body,
        cut_from=request.scope.get(CUT_FROM),
    )
    step = Step(stream=f"Unreadable-{task_id}", decider=UNREADABLE, command=command)
    await handle(service.store, Caller(actor=who), step)


async def receive(
    request: Request,
    service: Service,
    who: Actor,
    sent: Identified,
    account_of: Callable[[str], Account],
    command: type[SubmitContact],
    *,
    addition: int = 0,
    typed: bool = False,
) -> Json:
    """Decides and commits the submission; answers the receipt. The sender's own reference is the idempotency key."""
    leave_to_the_police_what_is_theirs(sent, who)
    contact_id = contact_id_of(who.org_id, sent)
    account = account_of(contact_id)
    if is_rehearsal(request):
        return _rehearsed(service, who, sent, account, command)
    if not has_the_minimum(account, sent):
        nothing = NothingToGoOn()
        await _keep(request, service, who, await request.body(), nothing)
        nothing.detail = f"{nothing.detail} {KEPT}"
        raise nothing
    asked = await _asked(service, who, sent, contact_id, account, command, addition)
    first_at = await _first_received(service, asked)
    caller = replace(await caller_of(request, who, asked.source.key), client=who.org_id)
    step = Step(stream=f"Contact-{contact_id}", decider=CONTACT, command=asked)
    try:
        return await handle(
            service.store,
            caller,
            step,
            answer=lambda recorded: _answered(asked, recorded, first_at) | {"body_sha256": caller.body_hash.hex()},
        )
    except KeyReused:
        other_body = VersionReused(asked.source)
        if not typed:  # what was typed goes back to whoever typed it
            await _keep(request, service, who, await request.body(), other_body)
            other_body.detail = f"{other_body.detail} {KEPT}"
        raise other_body from None


async def receive_typed(
    request: Request,
    service: Service,
    who: Actor,
    sent: Identified,
    account_of: Callable[[str], Account],
    command: type[SubmitContact],
    addition: int = 0,
) -> Json:
    """The same for a filled-in form. Other words under the same reference are Refused, and stay on the page."""
    try:
        return await receive(request, service, who, sent, account_of, command, addition=addition, typed=True)
    except VersionReused:
        raise Refused(
            "KEY-REUSED",
            "This has been recorded already, with other words. Look at that contact first; "
            "what you typed is still here, and can be recorded as a contact of its own",
        ) from None


async def _asked(
    service: Service,
    who: Actor,
    sent: Identified,
    contact_id: str,
    account: Account,
    command: type[SubmitContact],
    addition: int,
) -> SubmitContact:
    """The command, with what we know already of the children whom it names."""
    at = service.clock.now()
    async with service.pool.acquire() as connection:
        known = await known_children(connection, account.children, account.adults)
        household = await siblings_of(connection, account, known, at)
        before = await missing.before_of(connection, contact_id, account, known, at)
    besides = {path: as_text(value) for path, value in not_understood(sent)}
    return command(
        by=who,
        at=service.clock.now(),
        contact_id=contact_id,
        source=_source(sent, addition),
        account=account,
        reported_at=sent.reported_at,
        not_understood=tuple(besides),
        known=tuple(known),
        household=household,
        said_besides=besides,
        missing_before=before,
    )


def _source(sent: Identified, addition: int = 0) -> Source:
    return Source(system=sent.source_system, ref=sent.source_ref, version=sent.source_version, addition=addition)


async def _first_received(service: Service, asked: SubmitContact) -> datetime:
    """A decision is due from when the contact first came, whatever its sender has said since (CK_1WD)."""
    if (asked.source.version, asked.source.addition) == (1, 0):
        return asked.at
    async with service.pool.acquire() as connection:
        earlier = await submissions.submission(connection, asked.contact_id)
    return earlier["received_at"] if earlier else asked.at


def _rehearsed(service: Service, who: Actor, sent: Identified, account: Account, command: type[SubmitContact]) -> Json:
    """The receipt that this submission would get. Nothing is kept, nobody is told, and no child is looked up."""
    if not has_the_minimum(account, sent):
        raise NothingToGoOn
    asked = command(
        by=who,
        at=service.clock.now(),
        contact_id="sandbox",
        source=_source(sent),
        account=replace(account, children=tuple(replace(child, child_id="sandbox") for child in account.children)),
        reported_at=sent.reported_at,
        not_understood=tuple(path for path, _ in not_understood(sent)),
    )
    rehearsed = {"status": "SANDBOX", "reference": "sandbox"}
    return receipt(asked, CONTACT.decide(asked, CONTACT.initial), None, asked.at) | rehearsed


def receipt(
    command: SubmitContact, events: Sequence[object], event_id: str | None, first_at: datetime
) -> dict[str, Any]:
    """What the sender gets: that it is stored, what is missing in words, when to expect a decision. Nothing of ours."""
    received = next((event for event in events if isinstance(event, ContactReceived)), None)
    quality = next((event for event in events if isinstance(event, ContactQualityAssessed)), None)
    amended = next((event for event in events if isinstance(event, ContactAmended)), None)
    flags = received.flags if received else amended.flags if amended else ()
    return {
        "contact_id": command.contact_id,
        "reference": contact_ref(command.contact_id),
        "status": "RECEIVED" if received else "SUPERSEDED" if amended and amended.superseded else "AMENDED",
        "source_ref": command.source.ref,
        "source_version": command.source.version,
        "received_at": command.at,
        "children": [{"temp_ref": c.temp_ref, "child_id": c.child_id} for c in command.account.children],
        "flags": list(flags),
        "flags_in_words": [FLAGS_IN_WORDS[flag.partition(" ")[0]] for flag in flags],
        "not_understood": list(command.not_understood),
        "quality": _quality(quality.tests if quality else _scored(amended), command.source),
        "decision_due_at": due_one_working_day(first_at),
        "if_worried_now": IF_WORRIED_NOW,
        "event_id": event_id,
    }


def as_text(value: Any) -> str:
    """What was sent, as a person reads it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _answered(command: SubmitContact, recorded: Sequence[Recorded[object]], first_at: datetime) -> dict[str, Any]:
    event_id = recorded[0].event_id if recorded else None
    return receipt(command, [entry.data for entry in recorded], event_id, first_at)


def _scored(amended: ContactAmended | None) -> Mapping[str, bool] | None:
    """A version that changes no answer is scored all the same: its sender asks what is still missing."""
    return answers_of(amended.account) if amended and not amended.superseded else None


def _quality(tests: Mapping[str, bool] | None, source: Source) -> dict[str, Any] | None:
    if tests is None:
        return None
    failed = [test for test, answer in tests.items() if not answer]
    complete = (
        f"Send what you know of this as source_version {source.version + 1} of {source.ref}, or ring the front door."
    )
    return {
        "grade": grade(tests),
        "missing": [{"test": test, "asks": IN_WORDS[test]} for test in failed],
        "to_complete": complete if failed else None,
    }
