"""The session cookie and the form token that is bound to it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
import time_machine
from fastapi import Request, Response
from pydantic import SecretStr

from shared.access.actor import Actor, Role
from shared.access.session import SESSION_SECONDS, cookie_name, session_of, signed_session, start_session
from shared.settings import Settings

ADEYEMI = Actor("sw.adeyemi", "Tola Adeyemi", Role.SCREENER_SW, "la-812", registered_sw=True)
JSON_TYPE = {"content-type": "application/json"}


def settings(public_url: str = "http://127.0.0.1:8000", signed_with: str = "one key") -> Settings:
    return Settings(
        database_url="unused", journal_url="unused", public_url=public_url, session_secret=SecretStr(signed_with)
    )


def request_with(cookie: str, of: Settings) -> Request:
    app = SimpleNamespace(state=SimpleNamespace(service=SimpleNamespace(settings=of)))
    headers = [(b"cookie", f"{cookie_name(of)}={cookie}".encode())]
    return Request({"type": "http", "app": app, "headers": headers})


def actor_in(cookie: str, of: Settings) -> Actor | None:
    session = session_of(request_with(cookie, of))
    return session.actor if session else None


def test_the_cookie_gives_the_actor_back() -> None:
    assert actor_in(signed_session(settings(), ADEYEMI), settings()) == ADEYEMI


@pytest.mark.parametrize("place", [0, 10, -30, -1])
def test_a_changed_cookie_is_nobody(place: int) -> None:
    cookie = list(signed_session(settings(), ADEYEMI))
    # The last character of a base64 text carries spare bits, so it is replaced by one that differs in those that count.
    cookie[place] = "A" if cookie[place] not in "ABCD" else "Z"

    assert actor_in("".join(cookie), settings()) is None


@pytest.mark.parametrize("cookie", ["", "x", "a.b.c", "e30.aaaa.bbbb", "é" * 10, "." * 500])
def test_nonsense_is_nobody(cookie: str) -> None:
    assert actor_in(cookie, settings()) is None


def test_a_cookie_signed_with_another_secret_is_nobody() -> None:
    assert actor_in(signed_session(settings(signed_with="another"), ADEYEMI), settings()) is None


def test_a_session_ends_after_ten_hours() -> None:
    begun = datetime(2026, 5, 1, 21, 0, tzinfo=UTC)
    with time_machine.travel(begun, tick=False):
        cookie = signed_session(settings(), ADEYEMI)
    with time_machine.travel(begun + timedelta(seconds=SESSION_SECONDS), tick=False):
        last_moment = actor_in(cookie, settings())
    with time_machine.travel(begun + timedelta(seconds=SESSION_SECONDS + 1), tick=False):
        assert (last_moment, actor_in(cookie, settings())) == (ADEYEMI, None)


def set_cookie_of(of: Settings) -> str:
    response = Response()
    start_session(response, of, ADEYEMI)
    return response.headers["set-cookie"].lower()


def test_the_cookie_is_kept_from_scripts_and_other_sites() -> None:
    cookie = set_cookie_of(settings())

    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/;", "max-age=36000"))
    assert "secure" not in cookie


def test_over_https_the_cookie_stays_there() -> None:
    cookie = set_cookie_of(settings("https://frontdoor.example"))

    assert cookie.startswith("__host-frontdoor=")
    assert "secure" in cookie


def test_two_copies_on_one_machine_have_two_cookies() -> None:
    assert cookie_name(settings("http://127.0.0.1:8000")) != cookie_name(settings("http://127.0.0.1:8001"))


async def test_a_form_with_its_token_is_taken(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    token = (await browser.get("/screening/queue")).json()["csrf_token"]
    sent = await browser.post("/screening/notes", data={"text": "seen", "csrf_token": token})

    assert sent.json() == {"by": "sw.adeyemi", "text": "seen"}


async def test_a_fragment_may_carry_the_token_in_a_header(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    token = (await browser.get("/screening/queue")).json()["csrf_token"]
    sent = await browser.post("/screening/notes", data={"text": "seen"}, headers={"X-CSRF-Token": token})

    assert sent.status_code == 200


@pytest.mark.parametrize("token", [None, "", "guess", "é"])
async def test_a_form_without_its_token_is_refused(copy: Any, browser: httpx2.AsyncClient, token: str | None) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    form = {"text": "seen"} | ({} if token is None else {"csrf_token": token})
    refused = await browser.post("/screening/notes", data=form, headers={"accept": "application/json"})

    assert (refused.status_code, refused.json()["code"]) == (403, "ACCESS-CSRF")


async def test_a_file_in_place_of_the_token_is_refused(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    refused = await browser.post("/screening/notes", data={"text": "x"}, files={"csrf_token": ("a", b"b")})

    assert refused.status_code == 403


async def test_the_token_of_another_session_is_refused(copy: Any, browser: httpx2.AsyncClient) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    token = (await browser.get("/screening/queue")).json()["csrf_token"]
    await copy.sign_in(browser, "fdm.reyes")

    refused = await browser.post("/screening/notes", data={"text": "seen", "csrf_token": token})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:1", "content-type": "text/plain"},
    ],
)
async def test_json_sent_by_another_site_is_refused(
    copy: Any, browser: httpx2.AsyncClient, headers: dict[str, str]
) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    refused = await browser.post("/screening/api/v1/decisions", content=b"{}", headers=JSON_TYPE | headers)

    assert refused.status_code == 403


@pytest.mark.parametrize("from_page", [True, False])
async def test_json_from_our_own_page_or_from_no_browser_is_taken(
    copy: Any, browser: httpx2.AsyncClient, from_page: bool
) -> None:
    await copy.sign_in(browser, "sw.adeyemi")
    headers = {"origin": copy.url, "sec-fetch-site": "same-origin"} if from_page else {}
    sent = await browser.post("/screening/api/v1/decisions", content=b"{}", headers=JSON_TYPE | headers)

    assert sent.json() == {"by": "sw.adeyemi"}
