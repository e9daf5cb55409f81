"""One contact as it stands: folded from its events, with the version that a person's decision is made against."""

from typing import cast

from intake.decider import CONTACT, Contact
from intake.events import ContactEvent
from shared.problems import NotFound
from shared.service import Service

MOST_LINKS = 20


async def leads_back(service: Service, from_contact_id: str, to_contact_id: str) -> bool:
    """Does a contact, link by link of the same incident, tell again what another one told?"""
    contact_id: str | None = from_contact_id
    for _ in range(MOST_LINKS):
        if contact_id is None or contact_id == to_contact_id:
            break
        contact_id = (await contact_now(service, contact_id))[0].tells_again_of
    return contact_id == to_contact_id


async def contact_now(service: Service, contact_id: str) -> tuple[Contact, int]:
    """The contact and its version. Raises ``NotFound`` for one that never came."""
    recorded = await service.store.load(f"Contact-{contact_id}")
    if not recorded:
        raise NotFound("contact")
    return CONTACT.fold(cast(list[ContactEvent], [entry.data for entry in recorded])), recorded[-1].version
