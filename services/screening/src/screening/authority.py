"""Who may ask what of a screening (domain brief §2.1): one table for the API, the pages and their links."""

from shared.access.actor import Role

SOCIAL_WORKERS = (Role.SCREENER_SW, Role.FRONT_DOOR_MANAGER, Role.EDT_WORKER, Role.EDT_MANAGER)
"""Registered social workers: they find out, and propose."""

RATERS = (Role.FRONT_DOOR_MANAGER, Role.EDT_WORKER, Role.EDT_MANAGER)
DIRECTORS = RATERS
"""An EDT worker writes down what the on-call manager said by telephone (SCR-01)."""

MANAGERS = (Role.FRONT_DOOR_MANAGER, Role.EDT_MANAGER)
"""They challenge, authorise, override."""

OPEN_CASE_MANAGERS = (Role.ASSESSMENT_MANAGER,)

READERS = (*SOCIAL_WORKERS, *OPEN_CASE_MANAGERS, Role.CALL_HANDLER)
"""Who sees the queue and a contact; ``seeing`` says how much of it."""
