"""One child, two questions: what happened, and what was known (brief TL-01, TL-03, TL-04, TL-06)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.access.actor import Actor
from timeline.answers import digest_of, timeline_answer
from timeline.facts import Link, fact_bytes
from timeline.identities import Identities
from timeline.views import Asked, Facts, Order, View, view_of

from .police_contact import SENT_BY_POLICE
from .streams import Streams, may
from .telling import ADEYEMI, OSEI, POLICE, REYES, Told, facts_from
from .weekend import weekend

TUESDAY = may(5, 14)


def seen(
    contracts: Sequence[Told], asked: Asked | None = None, who: Actor = ADEYEMI, child_id: str = "child-maisie"
) -> View:
    view = view_of(facts_from(contracts), child_id, who, asked or Asked(), TUESDAY, on_shift=False)
    assert view is not None
    return view


def heard_on_tuesday() -> Told:
    """A Saturday incident that the police told us of on the Tuesday after."""
    contact = SENT_BY_POLICE | {"contact_id": "contact-late", "contact_type": "CHILD_CONCERN"}
    return Streams().tell(
        "contacts",
        "ContactReceived",
        "Contact-late",
        may(5, 10),
        contact,
        POLICE,
        ("p-maisie",),
        occurred_at=may(2, 21),
        received_at=may(5, 10),
    )


def titles(view: View) -> list[str]:
    return [entry.title for entry in view.entries]


def test_a_late_incident_stands_at_saturday_in_world_order() -> None:
    assert titles(seen([*weekend(), heard_on_tuesday()]))[0] == "Concern about a child"


def test_a_late_incident_stands_at_tuesday_in_known_order() -> None:
    view = seen([*weekend(), heard_on_tuesday()], Asked(order=Order.KNOWN))
    around = [entry.title for entry in view.entries if may(5, 8, 30) < entry.known_at <= may(5, 14)]
    assert around == ["Handover accepted by a named person", "Concern about a child", "Followed up"]


def test_a_late_incident_was_not_known_on_monday() -> None:
    view = seen([*weekend(), heard_on_tuesday()], Asked(as_known_at=may(4, 12)))
    assert "Concern about a child" not in titles(view)


def test_the_view_says_how_many_entries_came_later() -> None:
    now, then = seen(weekend()), seen(weekend(), Asked(as_known_at=may(3, 12, 5)))
    assert then.later == len(now.entries) - len(then.entries) == 10


def test_as_known_at_stays_the_same_when_more_becomes_known() -> None:
    asked = Asked(as_known_at=may(4, 12))
    before = [told for told in weekend() if told.recorded_at <= may(4, 12)]
    first, again = timeline_answer(seen(before, asked)), timeline_answer(seen(weekend(), asked))
    assert first | {"later_entries": 0} == again | {"later_entries": 0}


def test_a_cancelled_clock_says_what_ended_it_and_one_of_before_keeps_its_bytes() -> None:
    streams, about = Streams(), {"code": "CK_PF", "subject": "Contact-1", "child_ids": ["child-maisie"]}
    limit = {"started_at": may(3, 9), "due_at": may(12, 22)}
    started = streams.tell("contacts", "ClockStarted", "Clock-CK_PF-Contact-1", may(3, 9), about | limit)
    ended = {"at": may(4, 9), "by_event": "ContactRedirected"}
    told = streams.tell("contacts", "ClockCancelled", "Clock-CK_PF-Contact-1", may(4, 9), about | ended)
    [bar] = [bar for bar in seen([*weekend(), started, told]).bars if bar.code == "CK_PF"]
    assert (bar.status, bar.ended_by) == ("CANCELLED", "ContactRedirected")
    turns = facts_from([started, told]).turns
    assert [b"ended_by" in fact_bytes(turn) for turn in turns] == [False, True]


def test_clocks_too_are_shown_as_they_were_known() -> None:
    view = seen(weekend(), Asked(as_known_at=may(3, 2)))
    assert {bar.code: bar.status for bar in view.bars} == {
        "CK_TRIAGE": "MET",
        "CK_RED": "RUNNING",
        "CK_1WD": "RUNNING",
        "CK_ENC": "RUNNING",
    }


def test_the_world_can_be_cut_off_at_a_moment() -> None:
    view = seen([*weekend(), heard_on_tuesday()], Asked(as_at=may(2, 22)))
    assert titles(view) == ["Concern about a child"]


def test_a_sibling_is_named_by_reference_and_never_copied() -> None:
    view = seen(weekend())
    contact = view.entries[0]
    assert contact.siblings_also == ("p-alfie",)
    assert "Alfie" not in " ".join(part.text for part in contact.parts if part.label == "Child named")


def test_children_of_other_families_on_the_same_handover_are_not_siblings() -> None:
    handed = {"shift_id": "s", "item_ids": ["1", "2"], "child_ids": ["child-maisie", "child-corey"]}
    told = Streams().tell("handovers", "HandoverPublished", "EdtShift-s", may(5, 8), handed)
    assert [entry.siblings_also for entry in facts_from([told]).entries] == [(), ()]


def test_what_was_told_of_a_provisional_identity_is_seen_through_the_link() -> None:
    assert titles(seen(weekend(), child_id="p-maisie")) == titles(seen(weekend()))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_any_order_and_any_repetition_give_the_same_set(data: st.DataObject) -> None:
    contracts = weekend()
    shuffled = data.draw(st.permutations(contracts))
    repeated = data.draw(st.lists(st.sampled_from(contracts), max_size=20))
    told, again = seen(contracts), seen([*repeated, *shuffled, *repeated])
    assert digest_of(told.entries, told.bars) == digest_of(again.entries, again.bars)
    assert told.description == again.description


def test_the_digest_does_not_depend_on_the_order_asked_for() -> None:
    world, known = seen(weekend()), seen(weekend(), Asked(order=Order.KNOWN))
    assert titles(world) != titles(known)
    assert digest_of(world.entries, world.bars) == digest_of(known.entries, known.bars)


def link(identity: str, child_id: str, at: datetime) -> Link:
    return Link(fact_id=f"{identity}-{child_id}-{at}", identity=identity, child_id=child_id, known_at=at)


identities = st.sampled_from(["a", "b", "c", "d"])
links = st.lists(
    st.builds(link, identities, identities, st.integers(0, 5).map(lambda days: may(1, 12) + timedelta(days=days))),
    max_size=8,
)


@given(links, st.randoms())
def test_links_mean_the_same_in_any_order(told: list[Link], random: Any) -> None:
    shuffled = [*told]
    random.shuffle(shuffled)
    assert [Identities(told).child_of(each) for each in "abcd"] == [
        Identities(shuffled).child_of(each) for each in "abcd"
    ]


@given(links)
def test_identities_of_one_child_agree_on_which_child_it_is(told: list[Link]) -> None:
    known = Identities(told)
    for identity in "abcd":
        assert {known.child_of(other) for other in known.of_child(identity)} == {known.child_of(identity)}


def corrected(child_id: str = "child-wrong") -> list[Told]:
    """Maisie's provisional identity was linked to another child at first, and put right on Monday."""
    streams = Streams()

    def linked(to: str, at: datetime) -> Told:
        data = {"contact_id": "c", "provisional_child_id": "p-maisie", "child_id": to, "method": "LINKED"}
        return streams.tell("contacts", "ChildIdentified", "Link", at, data, REYES, (to,))

    return [linked(child_id, may(3, 1, 10)), linked("child-maisie", may(4, 9))]


def test_a_correction_takes_the_entries_out_of_the_wrong_childs_view() -> None:
    contracts = [told for told in weekend() if told.name != "ChildIdentified"] + corrected()
    wrong = seen(contracts, child_id="child-wrong")
    assert titles(wrong) == ["Identity confirmed"]
    assert "Domestic abuse reported" in titles(seen(contracts))


def test_a_corrected_entry_does_not_come_back_when_one_looks_back() -> None:
    contracts = [told for told in weekend() if told.name != "ChildIdentified"] + corrected()
    assert titles(seen(contracts, Asked(as_known_at=may(3, 12)), child_id="child-wrong")) == ["Identity confirmed"]


def test_nothing_is_deleted_by_a_correction() -> None:
    contracts = [told for told in weekend() if told.name != "ChildIdentified"] + corrected()
    kept = facts_from(contracts)
    assert len(kept.links) == 2
    assert any(entry.child_id == "p-maisie" for entry in kept.entries)


def test_an_agency_is_told_nothing_by_the_number_of_later_entries() -> None:
    view = seen(weekend(), Asked(as_known_at=may(5, 7, 45)), OSEI)
    assert (titles(view), view.later) == (["Encompass alert sent"], 0)


def test_a_client_cannot_speak_for_another_agency() -> None:
    contact = SENT_BY_POLICE | {"agency": {"org_id": "sch-999001", "name": "Larkfield Primary"}}
    told = Streams().tell("contacts", "ContactReceived", "Contact-x", may(3, 1), contact, POLICE, ("p-maisie",))
    assert view_of(facts_from([told]), "p-maisie", OSEI, Asked(), TUESDAY, on_shift=False) is None
    assert seen([told], who=POLICE, child_id="p-maisie").entries


def test_a_thin_contact_makes_an_entry() -> None:
    thin: dict[str, Any] = {"contact_id": "thin", "children": [{"child_id": "p-jay"}]}
    told = Streams().tell("contacts", "ContactReceived", "Contact-thin", may(7, 16), thin, OSEI, ("p-jay",))
    (entry,) = facts_from([told]).entries
    assert (entry.title, entry.at) == ("Contact", may(7, 16))


@pytest.mark.parametrize("asked", [Asked(), Asked(order=Order.KNOWN)])
def test_a_child_nobody_told_of_is_unknown(asked: Asked) -> None:
    assert view_of(Facts(), "child-nobody", ADEYEMI, asked, TUESDAY, on_shift=False) is None
