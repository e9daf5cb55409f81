"""The event store of one service: what has happened, in order, for ever."""

from shared.store.chain import Broken as Broken
from shared.store.chain import verify_chain as verify_chain
from shared.store.definition import KeyReused as KeyReused
from shared.store.definition import StoreDefinition as StoreDefinition
from shared.store.store import EventStore as EventStore
