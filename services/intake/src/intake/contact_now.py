"""One contact as it stands: folded from its events, with the version that a person's decision is made against."""

from typing import cast

from intake.decider import CONTACT, Contact
from intake.events import ContactEvent
from shared.problems import NotFound
from shared.service import Service


async def contact_now(service: Service, contact_id: str) -> tuple[Contact, int]:
    """The contact and its version. Raises ``NotFound`` for one that never came."""
    recorded = await service.store.load(f"Contact-{contact_id}")
    if not recorded:
        raise NotFound("contact")
    return CONTACT.fold(cast(list[ContactEvent], [entry.data for entry in recorded])), recorded[-1].version
