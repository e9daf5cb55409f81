"""Who says what on which topic, and who listens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.clocks.contracts import CONTRACT_OF
from shared.contracts import CONTRACTS, Contract
from shared.subscriptions import Subscriptions

CLOCK_CONTRACTS: tuple[type[Contract], ...] = tuple(CONTRACT_OF.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """One service: its topic with the contracts of its own that it publishes there, and what it takes in."""

    service: str
    topic: str | None = None
    contracts: tuple[type[Contract], ...] = ()
    has_clocks: bool = False
    subscriptions: Subscriptions | None = None

    @property
    def published(self) -> tuple[type[Contract], ...]:
        """Everything on its topic: its own contracts, then those of its clocks."""
        return self.contracts + (CLOCK_CONTRACTS if self.has_clocks else ())

    def heard(self, topic: str) -> list[str]:
        """The contract types that it takes in from a topic, in order of name."""
        types = self.subscriptions.types() if self.subscriptions else []
        return [contract_type for on, contract_type in types if on == topic]


def contracts_of(package: str) -> tuple[type[Contract], ...]:
    """The contracts that the modules of a package define, in the order in which they stand there."""
    return tuple(each for each in CONTRACTS.values() if each.__module__.split(".")[0] == package)


def all_contracts(services: Iterable[Speaking]) -> list[type[Contract]]:
    """Every contract that any of these services publishes, each once."""
    return list(dict.fromkeys(contract for each in services for contract in each.published))


def listeners(services: Sequence[Speaking], topic: str, contract_type: str) -> list[str]:
    """The services that take this contract in from this topic."""
    return [each.service for each in services if contract_type in each.heard(topic)]
