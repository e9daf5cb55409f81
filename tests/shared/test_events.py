"""What was stored can always be read, and what is published always bears the same id."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest
from cloudevents.core.bindings.kafka import to_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from shared.access.actor import Actor, Role
from shared.contracts import ContractMeta, meta_of, read_body, to_record
from shared.events import EventCatalogue, Meta, Recorded, canonical, canonical_z, read_stored, stored_bytes

from .notebook import AUTHOR, EVENTS, NOON, NOTE_ADDED, NoteAdded, NoteAddedV1

SUMMER_TIME = timezone(timedelta(hours=1))
META = Meta(recorded_at=NOON, actor=AUTHOR, correlation_id="c", causation_id="e", child_ids=("child-1",))
RECORDED: Recorded[object] = Recorded(
    position=7,
    stream="Book-a",
    version=3,
    event_id="0198a1f0-0000-7000-8000-000000000001",
    type="NoteAdded",
    schema_version=1,
    data=NoteAdded(text="ü ☃", occurred_at=NOON),
    meta=META,
)


def test_what_was_stored_is_read_as_it_was() -> None:
    assert read_stored(EVENTS, stored_bytes(EVENTS, RECORDED)) == RECORDED


INSTANTS = st.datetimes(
    min_value=datetime(1, 1, 2),  # noqa: DTZ001 - hypothesis gives them their zone
    max_value=datetime(9999, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC) | st.just(SUMMER_TIME),
)
METAS = st.builds(
    Meta,
    recorded_at=INSTANTS,
    actor=st.builds(Actor, user_id=st.text(), name=st.text(), role=st.sampled_from(Role), org_id=st.text()),
    occurred_at=st.none() | INSTANTS,
    reported_at=st.none() | INSTANTS,
    received_at=st.none() | INSTANTS,
    child_ids=st.lists(st.text(), max_size=2).map(tuple),
    sensitivity=st.lists(st.text(), max_size=2).map(tuple),
    idempotency_key=st.none() | st.text(),
    lawful_basis=st.none() | st.text(),
    policy_version=st.none() | st.text(),
)


@given(METAS)
def test_the_envelope_is_stored_as_its_type_says_and_without_what_says_nothing(meta: Meta) -> None:
    stored = orjson.loads(stored_bytes(EVENTS, replace(RECORDED, meta=meta)))["meta"]
    assert stored == TypeAdapter(Meta).dump_python(meta, mode="json", exclude_defaults=True)


@given(METAS)
def test_the_envelope_that_travels_is_the_one_of_the_contract(meta: Meta) -> None:
    travels = orjson.loads(canonical_z(meta_of(replace(RECORDED, meta=meta))))
    assert travels == ContractMeta.model_validate(travels).model_dump(mode="json", exclude_none=True)


def test_a_record_is_what_the_cloud_events_library_makes_of_it() -> None:
    record = to_record(NoteAddedV1(text="x"), RECORDED, "notebook", "notes", 0, None)
    attributes = {
        "id": record.headers["ce_id"],
        "type": NOTE_ADDED,
        "source": "/notebook",
        "subject": "Book-a",
        "time": RECORDED.meta.recorded_at,
        "datacontenttype": "application/json",
        "partitionkey": "Book-a",
    }
    message = to_binary(CloudEvent(attributes, record.value), JSONFormat())
    assert dict(record.headers) == {name: value.decode() for name, value in message.headers.items()}


def test_the_stored_bytes_do_not_depend_on_the_order_of_anything() -> None:
    assert canonical({"b": [1, {"d": 1, "c": 2}], "a": None}) == b'{"a":null,"b":[1,{"c":2,"d":1}]}'


def test_an_event_of_an_earlier_version_is_brought_up_step_by_step() -> None:
    events = EventCatalogue()

    @events.event("Rated", version=3)
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Rated:
        rag: str
        reasons: tuple[str, ...]

    @events.upcast("Rated", from_version=1)
    def name_the_colour(data: dict[str, Any]) -> dict[str, Any]:
        return {"rag": data["colour"].upper()}

    @events.upcast("Rated", from_version=2)
    def give_reasons(data: dict[str, Any]) -> dict[str, Any]:
        return data | {"reasons": ["not recorded"]}

    assert events.decode("Rated", 1, {"colour": "red"}) == Rated(rag="RED", reasons=("not recorded",))


def test_an_event_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="NoteAdded"):
        EVENTS.event("NoteAdded")(NoteAdded)


def test_a_record_is_a_cloud_event_whose_key_is_its_stream() -> None:
    record = to_record(NoteAddedV1(text="x"), RECORDED, "notebook", "notes", 0, f"00-{'a' * 32}-{'b' * 16}-01")
    assert (record.topic, record.key) == ("notes", "Book-a")
    assert dict(record.headers) == {
        "ce_id": record.headers["ce_id"],
        "ce_type": NOTE_ADDED,
        "ce_source": "/notebook",
        "ce_subject": "Book-a",
        "ce_time": record.headers["ce_time"],
        "ce_specversion": "1.0",
        "ce_partitionkey": "Book-a",
        "ce_traceparent": f"00-{'a' * 32}-{'b' * 16}-01",
        "content-type": "application/json",
    }


def test_the_id_of_a_record_is_the_same_whenever_it_is_made_and_another_for_each_contract() -> None:
    first, again, second = (
        to_record(NoteAddedV1(text="x"), RECORDED, "notebook", "notes", ordinal, None) for ordinal in (0, 0, 1)
    )
    assert first == again
    assert first.headers["ce_id"] != second.headers["ce_id"]


def test_the_envelope_that_travels_says_who_and_about_whom_and_nothing_of_a_registration() -> None:
    record = to_record(NoteAddedV1(text="x"), RECORDED, "notebook", "notes", 0, None)
    meta = read_body(record.value)["meta"]
    assert meta == orjson.loads(canonical_z(meta_of(RECORDED)))
    assert meta["actor"] == {"user_id": "ada", "name": "Ada", "role": "SCREENER_SW", "org_id": "la-812"}
    assert meta["child_ids"] == ["child-1"]


def test_a_time_that_is_not_known_is_left_out_of_the_envelope() -> None:
    assert "reported_at" not in meta_of(replace(RECORDED, meta=replace(META, occurred_at=NOON)))
