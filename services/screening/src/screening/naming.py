"""Whether somebody who is named to have a child or a contact is a person whom the authority knows."""

from collections.abc import Collection

from shared import people
from shared.access.actor import Role
from shared.service import Service


async def is_unlisted(service: Service, user_id: str | None, roles: Collection[Role]) -> bool:
    """Whether the staff directory was read, and has nobody of this sign-in name in one of these roles."""
    if not service.lists_staff or not user_id:
        return False
    async with service.pool.acquire() as connection:
        return not await people.is_known(connection, user_id, roles)
