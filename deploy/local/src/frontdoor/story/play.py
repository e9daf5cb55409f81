"""Plays the weekend from beginning to end, shows its progress, and says where to look."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console

from frontdoor.story import aftermath, handover, night, preparation, referrals, strategy
from frontdoor.story.front_page import PLACES
from frontdoor.story.teller import Teller
from frontdoor.story.telling import Telling

Scene = Callable[[Telling], Awaitable[None]]

SCENES: tuple[tuple[str, Scene], ...] = (
    ("Schools, their safeguarding leads and their rolls", preparation.schools),
    ("Fri 1 May, 14:00 · preparation for the bank-holiday weekend, EDT shift opens", preparation.before_the_weekend),
    ("Sun 3 May, 01:05 · police notification: strangulation, two children, HIGH", night.notification),
    ("Sun 3 May, 01:12 · RED, direction, history, two people decide", night.decision),
    ("Sun 3 May, 11:00 · strategy discussion, joint enquiries", strategy.discussion),
    ("Sun 3 May, 19:20 · police protection of a baby", night.police_protection),
    ("Sun 3 May, 21:00 · the strategy discussion about him", strategy.about_corey),
    ("Mon 4 May · a second visit, a child on a plan, a neighbour's call", night.monday),
    ("Tue 5 May, 07:50 · four items handed over and accepted", handover.to_the_day),
    ("Tue 5 May, 09:05 · referrals accepted, a named worker within two hours", referrals.accepted_and_allocated),
    ("Tue 5 May, 11:40 · followed up", handover.followed_up),
    ("Tue 5 May, 12:10 · the pattern analysed, the screening closed", aftermath.tuesday),
    ("Thu 7 May, 16:05 · a thin contact from a school", aftermath.thin_contact),
    ("Sat 9 May, 22:10 · a missing child, and his return", aftermath.missing_child),
    ("Wed 13 May, 09:40 · a good contact from a school", aftermath.good_contact),
)


async def play(address: str, state_dir: Path, examples: Path = Path("examples")) -> None:
    """Tells the story once. One that was cut off is told again from the start, and nothing happens twice."""
    console = Console(highlight=False, soft_wrap=True)
    places_file = state_dir / PLACES
    if places_file.exists():
        console.print("The story has been told already. Move the demo clock on, or `make reset` to begin again.")
    else:
        await _tell(console, address, examples, places_file)
    _where_to_look(console, address)


async def _tell(console: Console, address: str, examples: Path, places_file: Path) -> None:
    teller = Teller(address)
    try:
        telling = await tell(
            teller, examples, lambda number, title: console.print(f"  {number:2}/{len(SCENES)}  {title}")
        )
    finally:
        await teller.close()
    draft = places_file.with_suffix(".draft")
    draft.write_text(json.dumps(telling.places, indent=1))
    draft.replace(places_file)


async def tell(teller: Teller, examples: Path, progress: Callable[[int, str], None]) -> Telling:
    """Plays every scene, and waits until everybody has heard of everything."""
    telling = Telling(teller, examples)
    for number, (title, scene) in enumerate(SCENES, 1):
        progress(number, title)
        await scene(telling)
    await teller.heard()
    return telling


def _where_to_look(console: Console, address: str) -> None:
    console.print(f"\nThe story, step by step, each with the page where one sees it: {address}/")
    console.print("Sign in (no password) as:")
    for persona, what in (
        ("fdm.reyes", "front door manager: queue, direction, authorising"),
        ("sw.adeyemi", "screener: history, proposals"),
        ("edt.lund", "emergency duty team manager: board, strategy"),
        ("dsl.osei", "a school's safeguarding lead: what a school may know"),
        ("ds.amin", "police in the hub"),
    ):
        console.print(f"  {persona:12} {what}")
    console.print(f"The police system's API: {address}/intake/api/docs")
