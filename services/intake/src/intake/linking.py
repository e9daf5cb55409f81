"""A contact is linked to another one. Of those that tell of one incident one is counted, however many link at once."""

import contextlib
from dataclasses import replace

from intake.commands import CheckLink, LinkDuplicate
from intake.contact_now import contact_now
from intake.decider import CONTACT
from intake.decider.ways import LinksChanged
from shared.handling import Caller, Json, Step, handle
from shared.service import Service

AGAIN = 2
"""How often the links are looked at again, where one was made meanwhile."""


async def link(
    service: Service, caller: Caller, contact_id: str, command: LinkDuplicate, expected_version: int | None
) -> Json:
    """Links them. Raises ``NotFound`` where the other contact never came."""
    for _ in range(AGAIN):
        with contextlib.suppress(LinksChanged):
            return await _link_as_seen(service, caller, contact_id, command, expected_version)
    return await _link_as_seen(service, caller, contact_id, command, expected_version)


async def _link_as_seen(
    service: Service, caller: Caller, contact_id: str, command: LinkDuplicate, expected_version: int | None
) -> Json:
    """The way is walked before the store is locked: so that every contact on it still leads where it was seen to lead,
    is part of the same transaction."""
    seen = await _way(service, command.primary_contact_id, contact_id)
    linking = replace(command, leads_back=contact_id in seen.values())
    on_the_way = seen.items() if command.same_incident else ()
    return await handle(
        service.store,
        caller,
        Step(stream=_stream(contact_id), decider=CONTACT, command=linking, expected_version=expected_version),
        *(
            Step(
                stream=_stream(other),
                decider=CONTACT,
                command=CheckLink(by=command.by, at=command.at, tells_again_of=primary),
            )
            for other, primary in on_the_way
        ),
    )


async def _way(service: Service, from_contact_id: str, to_contact_id: str) -> dict[str, str | None]:
    """Each contact from this one on with the one that it tells again of, up to one that is told for the first time."""
    seen: dict[str, str | None] = {}
    contact_id: str | None = from_contact_id
    while contact_id is not None and contact_id != to_contact_id and contact_id not in seen:
        seen[contact_id] = (await contact_now(service, contact_id))[0].tells_again_of
        contact_id = seen[contact_id]
    return seen


def _stream(contact_id: str) -> str:
    return f"Contact-{contact_id}"
