"""The hash chain, computed anew from the stored bytes, holds; and the system says so itself."""

from collections.abc import Iterator

from tests.campaign.checker.run import Run
from tests.campaign.checker.verdict import Kind, Violation

RULE = "chain"


def check(run: Run) -> Iterator[Violation]:
    for store in run.stores.values():
        for text in store.broken:
            yield Violation(Kind.BROKEN, RULE, f"{text[0].upper()}{text[1:]}.")
    for service, told in run.chains.items():
        if told.get("intact") is not True:
            yield Violation(Kind.BROKEN, RULE, f"{service} says of its own chain: {dict(told)}.")
