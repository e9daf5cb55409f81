"""A stream that is kept folded from one commit to the next is never taken for more than what the store holds."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.events import EventCatalogue, read_data
from shared.handling import handle
from shared.store import deciding, verify_chain
from shared.store.streams import KEPT_STREAMS, LARGEST_KEPT, KeptStreams, Stream, empty

from .conftest import Notebook, OpenNotebook
from .notebook import BOOK, by, note

Reads = Callable[[], int]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """How many stored events have been read for deciding since this was last asked."""
    count = 0

    def counted(catalogue: EventCatalogue, content: bytes) -> object:
        nonlocal count
        count += 1
        return read_data(catalogue, content)

    def since() -> int:
        nonlocal count
        so_far, count = count, 0
        return so_far

    monkeypatch.setattr(deciding, "read_data", counted)
    return since


async def add(notebook: Notebook, *texts: str) -> None:
    for text in texts:
        await handle(notebook.store, by(), note("a", text))


async def test_only_what_another_process_has_written_since_is_read(
    notebook_service: Notebook, another_start: OpenNotebook, reads: Reads
) -> None:
    other = await another_start()
    await add(notebook_service, "1", "2", "3")
    kept = reads()
    await add(other, "4", "5")
    whole = reads()
    await add(notebook_service, "6")
    later = reads()
    clock = 1  # read with each command: clocks are not kept
    assert (kept, whole, later) == (2 * clock, 3 + 2 * clock, 2 + clock)
    assert await notebook_service.texts("a") == ["1", "2", "3", "4", "5", "6"]


async def test_what_was_not_committed_is_not_kept(notebook_service: Notebook) -> None:
    await add(notebook_service, "1")
    with pytest.raises(ValueError, match="counted"):
        await add(notebook_service, "poison")
    receipt = await handle(notebook_service.store, by(), note("a", "2", expected_version=1))
    assert receipt["versions"] == {"Book-a": 2}


async def test_of_a_store_that_was_put_back_in_time_nothing_is_kept(notebook_service: Notebook) -> None:
    await add(notebook_service, "1", "2", "3")
    await notebook_service.pool.execute(
        """with gone as (delete from outbox where position > 3), last as (delete from events where position > 3)
           update store_head set position = 3, hash = (select hash from events where position = 3)"""
    )
    await add(notebook_service, "instead")
    assert await notebook_service.texts("a") == ["1", "2", "instead"]
    async with notebook_service.pool.acquire() as connection:
        assert await verify_chain(connection) is None


def kept(*names: str, size: int = 1, state: object = BOOK.initial) -> dict[str, Stream]:
    return dict.fromkeys(names, replace(empty(BOOK), version=1, size=size, state=state))


def test_the_ones_that_were_not_used_for_longest_are_let_go() -> None:
    known = KeptStreams()
    for number in range(KEPT_STREAMS):
        known.keep(kept(f"Book-{number}"), number)
    known.keep(kept("Book-0", "Book-new"), KEPT_STREAMS)
    of = known.those_of([note("0", ""), note("1", ""), note("new", "")])
    assert sorted(of) == ["Book-0", "Book-new"]


def test_neither_clocks_nor_what_has_become_very_large_nor_those_of_other_rules_are_kept() -> None:
    known = KeptStreams()
    large = kept("Book-large", size=2 * LARGEST_KEPT, state="x" * LARGEST_KEPT)
    known.keep(kept("Book-a", "Clock-CK_BOOK-Book-a") | large, 1)
    asked = [note("a", ""), note("large", ""), replace(note("a", ""), stream="Clock-CK_BOOK-Book-a")]
    assert list(known.those_of(asked)) == ["Book-a"]
    assert not known.those_of([replace(asked[0], decider=replace(BOOK))])


def test_a_long_stream_that_has_become_little_is_kept_and_weighed_again_when_it_has_doubled() -> None:
    known = KeptStreams()
    (long,) = kept("Book-long", size=2 * LARGEST_KEPT).values()
    known.keep({"Book-long": long}, 1)
    assert list(known.those_of([note("long", "")])) == ["Book-long"]
    grown = replace(long.copy(), size=4 * LARGEST_KEPT, state="x" * LARGEST_KEPT)
    known.keep({"Book-long": grown}, 2)
    assert not known.those_of([note("long", "")])
