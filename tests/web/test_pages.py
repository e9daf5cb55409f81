"""Every page: the shell, who is named in it, and what a form keeps."""

import re
from html.parser import HTMLParser

import httpx2
import pytest
from jinja2 import UndefinedError

from shared.access.actor import Actor, Role
from shared.decider import Refused
from shared.testing.gallery import ANITA, MARTA, cookie_of, gallery
from shared.web.navigation import DOORS, links_for, room_of
from shared.web.static import version_of

VOID = {"meta", "link", "input", "br", "hr", "img"}


def signed_in(actor: Actor) -> dict[str, str]:
    """The headers of somebody signed in."""
    return {"cookie": "; ".join(f"{name}={value}" for name, value in cookie_of(actor).items())}


class Outline(HTMLParser):
    """What is checked of a page: its ids, what points at them, and that every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointed_at: list[str] = []
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.pointed_at += [given["for"] or ""] if "for" in given else []
        self.pointed_at += (given.get("aria-describedby") or "").split()
        if (given.get("href") or "").startswith("#") and given["href"] not in ("#", "#change"):
            self.pointed_at.append((given["href"] or "")[1:])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("path", ["page", "plain/Queue", "problem/409"])
async def test_a_page_is_well_formed(pages: httpx2.AsyncClient, path: str):
    outline = Outline((await pages.get(f"/gallery/{path}")).text)
    assert (outline.open, len(outline.ids)) == ([], len(set(outline.ids)))


@pytest.mark.parametrize("path", ["page", "plain/Queue", "problem/409"])
async def test_a_page_has_one_heading_of_the_first_rank(pages: httpx2.AsyncClient, path: str):
    assert Outline((await pages.get(f"/gallery/{path}")).text).seen.count("h1") == 1


async def test_labels_hints_and_links_point_at_what_is_there(pages: httpx2.AsyncClient):
    outline = Outline((await pages.post("/gallery/page", data={"text": ""})).text)
    assert set(outline.pointed_at) <= set(outline.ids)


async def test_no_page_needs_a_script(pages: httpx2.AsyncClient):
    answer = await pages.get("/gallery/page")
    assert "script" not in Outline(answer.text).seen
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_nothing_is_styled_inline(pages: httpx2.AsyncClient):
    assert not re.search(r"<[^>]+\sstyle=", (await pages.get("/gallery/page")).text)


async def test_a_page_is_not_kept_by_the_browser(pages: httpx2.AsyncClient):
    assert (await pages.get("/gallery/page")).headers["cache-control"] == "no-store"


async def test_what_is_shown_is_escaped(pages: httpx2.AsyncClient):
    html = (await pages.get("/gallery/plain/<b>bold")).text
    assert "<title>&lt;b&gt;bold – Front door</title>" in html


async def test_what_was_typed_is_escaped_when_it_comes_back(pages: httpx2.AsyncClient):
    html = (await pages.post("/gallery/page", data={"text": "</textarea><b>"})).text
    assert "&lt;/textarea&gt;&lt;b&gt;" in html


async def test_a_name_that_nobody_gave_is_an_error(pages: httpx2.AsyncClient):
    with pytest.raises(UndefinedError):
        await pages.get("/gallery/unnamed")


async def test_the_shell_names_who_is_signed_in(pages: httpx2.AsyncClient):
    html = (await pages.get("/gallery/page", headers=signed_in(MARTA))).text
    assert "Marta Reyes, front door manager" in html


async def test_signing_in_leads_back_to_the_page(pages: httpx2.AsyncClient):
    html = (await pages.get("/gallery/page?state=direction")).text
    assert 'href="/gallery/login?next=/gallery/page%3Fstate%3Ddirection"' in html


async def test_signing_out_carries_the_form_token(pages: httpx2.AsyncClient):
    html = (await pages.get("/gallery/page", headers=signed_in(MARTA))).text
    form = re.search(r'action="/gallery/logout">(.*?)</form>', html, re.S)
    assert form
    assert re.search(r'name="csrf_token" value="[^"]+"', form[1])


async def test_the_demo_clock_is_shown_in_the_demonstration(pages: httpx2.AsyncClient):
    assert "Sat 2 May 2026, 23:40 (demo clock)" in (await pages.get("/gallery/page")).text


async def test_the_demo_clock_is_nowhere_else():
    transport = httpx2.ASGITransport(gallery(demo=False))
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        assert "demo" not in (await client.get("/gallery/page")).text


async def test_a_form_carries_the_version_that_was_shown(pages: httpx2.AsyncClient):
    assert 'name="expected_version" value="4"' in (await pages.get("/gallery/page")).text


async def test_a_form_has_a_new_key_each_time(pages: httpx2.AsyncClient):
    keys = [
        re.findall(r'name="idempotency_key" value="([^"]+)"', (await pages.get("/gallery/page")).text) for _ in range(2)
    ]
    assert keys[0] != keys[1]


async def test_a_refusal_is_said_in_words_and_leads_to_its_field(pages: httpx2.AsyncClient):
    html = (await pages.post("/gallery/page", data={"text": ""})).text
    assert '<a href="#text">Say what the screener must find out</a>' in html


async def test_a_refusal_stands_next_to_its_field(pages: httpx2.AsyncClient):
    html = (await pages.post("/gallery/page", data={"text": ""})).text
    assert re.search(r'id="text-error"[^>]*>.*?Say what the screener must find out', html, re.S)


async def test_a_refused_page_says_so_in_its_title(pages: httpx2.AsyncClient):
    html = (await pages.post("/gallery/page", data={"text": ""})).text
    assert "<title>Error: Contact about Maisie Thornbeck" in html


TYPED = {
    "text": "Who has seen Alfie?",
    "screener_id": "sw.other",
    "rag": "GREEN",
    "checks_required": ["POLICE", "EDUCATION"],
    "decision": "NFA",
    "due_at": "2026-05-05T13:00",
}


async def test_a_form_that_comes_back_keeps_what_was_typed(pages: httpx2.AsyncClient):
    html = (await pages.post("/gallery/page", data=TYPED)).text
    assert "Who has seen Alfie?</textarea>" in html
    assert 'value="sw.other"' in html
    assert 'value="2026-05-05T13:00"' in html
    assert set(re.findall(r'value="(\w+)"\s+checked', html)) == {"GREEN", "POLICE", "EDUCATION"}
    assert re.findall(r'<option value="(\w+)" selected', html) == ["NFA"]


async def test_boxes_that_were_unticked_stay_unticked(pages: httpx2.AsyncClient):
    html = (await pages.post("/gallery/page", data={"text": "x"})).text
    assert 'value="HEALTH" checked' not in html


async def test_a_form_starts_with_what_is_known(pages: httpx2.AsyncClient):
    html = (await pages.get("/gallery/page")).text
    assert set(re.findall(r'value="(\w+)"\s+checked', html)) == {"AMBER", "HEALTH"}


async def test_a_character_that_no_store_can_hold_is_refused_at_its_field():
    transport = httpx2.ASGITransport(gallery())
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        with pytest.raises(Refused) as refused:
            await client.post("/gallery/page", data={"text": "a\0b"})
    assert refused.value.field == "text"


async def test_the_style_sheet_is_kept_for_ever_under_its_version(pages: httpx2.AsyncClient):
    answer = await pages.get(f"/gallery/static/frontdoor.css?v={version_of('frontdoor.css')}")
    assert (answer.status_code, answer.headers["cache-control"]) == (
        200,
        "public, max-age=31536000, immutable",
    )


async def test_the_style_sheet_is_checked_again_under_another_version(pages: httpx2.AsyncClient):
    answer = await pages.get("/gallery/static/frontdoor.css?v=older")
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_page_names_its_style_sheet_below_its_own_service(pages: httpx2.AsyncClient):
    html = (await pages.get("/gallery/page")).text
    assert f'href="/gallery/static/frontdoor.css?v={version_of("frontdoor.css")}"' in html


async def test_the_style_sheet_fetches_nothing(pages: httpx2.AsyncClient):
    css = (await pages.get("/gallery/static/frontdoor.css")).text
    assert not re.search(r"url\(|@import|GDS Transport", css)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 429, 500, 503])
async def test_a_problem_has_a_page_with_its_own_status(pages: httpx2.AsyncClient, status: int):
    answer = await pages.get(f"/gallery/problem/{status}")
    assert (answer.status_code, "What went wrong." in answer.text) == (status, True)


async def test_a_conflict_leads_back_to_the_page_it_came_from(pages: httpx2.AsyncClient):
    came_from = {"referer": "http://127.0.0.1:8000/gallery/page?state=direction"}
    html = (await pages.get("/gallery/problem/409", headers=came_from)).text
    assert 'href="/gallery/page?state=direction">Go back</a>' in html


async def test_no_way_back_leads_to_another_site(pages: httpx2.AsyncClient):
    html = (await pages.get("/gallery/problem/409", headers={"referer": "https://elsewhere.example/x"})).text
    assert "elsewhere" not in html


def test_a_manager_sees_the_doors_of_the_front_door():
    assert [link.text for link in links_for(Role.FRONT_DOOR_MANAGER, "/")] == [
        "My queue",
        "Referrals",
        "Early help",
        "Alerts",
        "To sort out",
        "Police questions",
        "How late we hear",
        "Out of hours",
        "Strategy",
        "What was sent",
        "Disagreements",
        "Audits",
        "Briefings",
        "Children",
    ]


def test_an_agency_sees_its_own_door_and_its_children():
    assert [link.text for link in links_for(ANITA.role, "/")] == [
        "Tell us about a child",
        "My agency",
        "Disagreements",
        "Children",
    ]


@pytest.mark.parametrize(
    ("path", "current"),
    [("/screening/queue", "page"), ("/screening/contacts/1", "true"), ("/timeline/children", "")],
)
def test_the_navigation_shows_where_one_is(path: str, current: str):
    assert links_for(Role.SCREENER_SW, path)[0].current == current


def test_no_door_is_for_the_system():
    assert all(Role.SYSTEM not in door.roles for door in DOORS)


async def test_every_role_gets_a_page(pages: httpx2.AsyncClient):
    for role in Role:
        someone = Actor("some.one", "Some One", role, "la-812")
        assert (await pages.get("/gallery/plain/Queue", headers=signed_in(someone))).status_code == 200


@pytest.mark.parametrize(
    ("role", "service", "room"),
    [
        (Role.CALL_HANDLER, "intake", "/intake/to-sort-out"),
        (Role.SCHOOL_DSL, "intake", "/intake/send"),
        (Role.POLICE_MASH, "intake", "/intake/police-questions"),
        (Role.LADO, "intake", "/intake/owed"),
        (Role.IG_OFFICER, "intake", "/notifications/sent"),
        (Role.SCREENER_SW, "screening", "/screening/queue"),
        (Role.REFERRER_PUBLIC, "intake", "/"),
    ],
)
def test_the_address_of_a_service_alone_leads_to_the_room_of_the_role(role: Role, service: str, room: str):
    assert room_of(role, service) == room
