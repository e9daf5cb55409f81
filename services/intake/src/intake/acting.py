"""One person's command for one contact: the contact is there, the version seen is kept, the rules decide."""

from dataclasses import replace

from fastapi import Request

from intake.commands import ContactCommand, LinkDuplicate, MissingBefore, NameChild
from intake.decider import CONTACT
from intake.linking import link
from intake.read_models import identities, missing, submissions
from intake.read_models.candidates import known_children
from intake.reporting import may_know_of
from intake.sealing import IDENTITY, SealIdentity
from shared.access.actor import Actor
from shared.handling import Json, Step, handle
from shared.problems import NotFound
from shared.service import Service, caller_of


async def act(
    request: Request,
    service: Service,
    who: Actor,
    contact_id: str,
    command: ContactCommand,
    expected_version: int | None = None,
    key: str | None = None,
) -> Json:
    """Carries the command out. Raises ``NotFound`` for a contact that never came, and for one of another force than the
    officer's."""
    async with service.pool.acquire() as connection:
        sent = await submissions.submission(connection, contact_id)
        if sent is None or not may_know_of(who, sent["org_id"]):
            raise NotFound("contact")
        if isinstance(command, NameChild):
            command = replace(command, known=tuple(await known_children(connection, [command.child])))
    caller = await caller_of(request, who, key)
    if isinstance(command, LinkDuplicate):
        return await link(service, caller, contact_id, command, expected_version)
    step = Step(stream=f"Contact-{contact_id}", decider=CONTACT, command=command, expected_version=expected_version)
    return await handle(service.store, caller, step)


async def seal(
    request: Request,
    service: Service,
    who: Actor,
    command: SealIdentity,
    expected_version: int | None = None,
    key: str | None = None,
) -> Json:
    """Seals one identity. Raises ``NotFound`` for a child whom no contact has named."""
    await must_be_known(service, command.child_id)
    step = Step(
        stream=f"ChildIdentity-{command.child_id}",
        decider=IDENTITY,
        command=command,
        expected_version=expected_version,
    )
    return await handle(service.store, await caller_of(request, who, key), step)


async def must_be_known(service: Service, child_id: str | None) -> None:
    """Raises ``NotFound`` for the id of no child that a contact has named."""
    if child_id is not None and not await is_known(service, child_id):
        raise NotFound("child")


async def is_known(service: Service, child_id: str) -> bool:
    """Has any contact named this child?"""
    async with service.pool.acquire() as connection:
        return await identities.identity(connection, child_id) is not None


async def is_sealed(service: Service, child_id: str | None) -> bool:
    """Is this an identity that no link may lead to?"""
    if child_id is None:
        return False
    async with service.pool.acquire() as connection:
        return await identities.is_sealed(connection, child_id)


async def missing_before(service: Service, contact_id: str, child_id: str | None) -> MissingBefore:
    """How often this child was missing before, by our own record, if the contact reports a missing child."""
    if child_id is None:
        return MissingBefore()
    async with service.pool.acquire() as connection:
        return await missing.before_this(connection, contact_id, child_id)


async def is_screened(service: Service, contact_id: str) -> bool:
    """Has screening taken this contact up (INT-02)?"""
    async with service.pool.acquire() as connection:
        return await submissions.is_screened(connection, contact_id)
