"""What was stored can always be read, and what is published always bears the same id."""

from dataclasses import dataclass, replace
from typing import Any

import orjson
import pytest

from shared.contracts import meta_of, read_body, to_record
from shared.events import EventCatalogue, Meta, Recorded, canonical, read_stored, stored_bytes

from .notebook import AUTHOR, EVENTS, NOON, NOTE_ADDED, NoteAdded, NoteAddedV1

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
    assert meta == orjson.loads(canonical(meta_of(RECORDED)))
    assert meta["actor"] == {"user_id": "ada", "name": "Ada", "role": "SCREENER_SW", "org_id": "la-812"}
    assert meta["child_ids"] == ["child-1"]


def test_a_time_that_is_not_known_is_left_out_of_the_envelope() -> None:
    assert "reported_at" not in meta_of(replace(RECORDED, meta=replace(META, occurred_at=NOON)))
