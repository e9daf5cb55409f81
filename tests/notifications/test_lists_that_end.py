"""A list on a page never ends without a word: how many there are, what the first are, and the way to more."""

import re

import pytest

from shared.testing.service import RunningService

from .conftest import told_of
from .people import ADEYEMI, OSEI
from .telling import school_contact
from .test_pages import read


async def several(service: RunningService, number: int) -> None:
    for n in range(number):
        contact = school_contact(contact_id=f"contact-{n}", source_ref=f"SP-{n}")
        await told_of(service, contact, OSEI)


@pytest.mark.parametrize(
    ("who", "page", "words"),
    [
        (OSEI, "/agency", "The first 50 of 53, the newest first."),
        (ADEYEMI, "/sent", "The first 50 of 53, what waits for somebody first, then the newest."),
    ],
    ids=["agency", "sent"],
)
async def test_what_is_below_the_last_is_said_and_shown(
    notifications: RunningService, who: object, page: str, words: str
) -> None:
    await several(notifications, 53)
    browser = notifications.browser(who)  # pyright: ignore
    first = (await browser.get(page)).text
    assert words in read(first)
    [more] = re.findall(r'href="(\?[^"]*shown=100[^"]*)"', first)
    whole = (await browser.get(page + more.replace("&amp;", "&"))).text
    assert "The first" not in read(whole)
    assert all(f"contact-{n}" in whole or f"SP-{n}" in whole for n in range(53))


async def test_what_is_filtered_stays_filtered_below(notifications: RunningService) -> None:
    await several(notifications, 52)
    first = (await notifications.browser(ADEYEMI).get("/sent?state=SENT")).text
    assert re.search(r'href="\?state=SENT&amp;shown=100"', first)
