"""What a subscription says in the log about a journal that is away: once when it goes, once when it is back."""

import logging

logger = logging.getLogger("frontdoor.journal")


class Outage:
    def __init__(self) -> None:
        self._lasting = False

    def met(self, error: Exception) -> None:
        if not self._lasting:
            logger.warning("the journal is away, the subscription waits for it", extra={"reason": str(error)})
        self._lasting = True

    def over(self) -> None:
        if self._lasting:
            logger.info("the journal is back")
        self._lasting = False
