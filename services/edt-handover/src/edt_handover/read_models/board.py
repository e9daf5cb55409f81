"""What is owed to which child, by whom, by when, tonight? One card a child, unsafe and unknown first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from edt_handover.codes import Rag, Safety
from edt_handover.read_models import children, facts, incoming, items
from edt_handover.read_models.children import Child
from edt_handover.read_models.facts import Fact, LastKnown, Question
from shared.database import Connection, Row

SAFETY_ORDER = {Safety.N: 0, Safety.NOT_KNOWN: 1, Safety.Y: 2}
RAG_ORDER = {rag: place for place, rag in enumerate(Rag)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One child, whichever ids the items and contacts named. ``safety`` is none while nothing was ever said."""

    child: Child
    safety: LastKnown | None
    items: list[Row] = field(default_factory=list[Row])
    contacts: list[Row] = field(default_factory=list[Row])
    facts: list[Fact] = field(default_factory=list[Fact])

    @property
    def safe(self) -> Safety:
        return self.safety.safe if self.safety else Safety.NOT_KNOWN

    @property
    def rag(self) -> str | None:
        """The most urgent rating of what is owed, else that of the contact."""
        rated = [Rag(row["rag"]) for row in self.items]
        rated += [Rag(fact.answer) for fact in self.facts if fact.question is Question.RAG]
        return min(rated, key=RAG_ORDER.__getitem__, default=None)

    @property
    def due_at(self) -> datetime | None:
        return min((row["action_due_at"] for row in self.items if row["action_due_at"]), default=None)


async def cards(connection: Connection) -> list[Card]:
    """Every child to whom something is owed, or of whom a contact waits."""
    rows, contacts = await items.open_items(connection), await incoming.waiting(connection)
    named = [child_id for row in [*rows, *contacts] for child_id in row["child_ids"]]
    known = await children.children_of(connection, named)
    ids = await children.ids_of(connection, [child.child_id for child in known.values()])
    every = [*named, *(child_id for many in ids.values() for child_id in many)]
    found = await facts.facts_of(connection, every)
    safety = await facts.safety_of(connection, every)
    own = {child.child_id: child for child in known.values()}
    return sorted(
        (
            Card(
                child=child,
                safety=_latest(safety[i] for i in ids[child_id] if i in safety),
                items=_about(rows, ids[child_id]),
                contacts=_about(contacts, ids[child_id]),
                facts=_newest([fact for i in ids[child_id] for fact in found.get(i, ())]),
            )
            for child_id, child in own.items()
        ),
        key=_urgency,
    )


def _about(rows: Iterable[Row], ids: Sequence[str]) -> list[Row]:
    return [row for row in rows if set(row["child_ids"]) & set(ids)]


def _latest(known: Iterable[LastKnown]) -> LastKnown | None:
    return max(known, key=lambda each: each.at, default=None)


def _newest(found: list[Fact]) -> list[Fact]:
    """The newest answer to each question, in the order of the questions."""
    newest = {fact.question: fact for fact in sorted(found, key=lambda fact: fact.at)}
    return [newest[question] for question in Question if question in newest]


def _urgency(card: Card) -> tuple[int, int, float, str]:
    rag = RAG_ORDER[Rag(card.rag)] if card.rag else len(RAG_ORDER)
    due = card.due_at.timestamp() if card.due_at else float("inf")
    return (SAFETY_ORDER[card.safe], rag, due, card.child.child_id)
