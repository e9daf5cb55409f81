"""A browser in front of the service: each of its requests is answered by the app itself, without a port, at the root
and, as behind the gateway, below the service's name."""

import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from weakref import WeakKeyDictionary

import httpx2
from playwright.async_api import Page, Route

from shared.access.actor import Actor
from shared.access.session import cookie_name, signed_session
from shared.testing.browser import SIZES, assert_accessible, assert_fits, at_size
from shared.testing.service import PUBLIC_URL, RunningService

# Which service answers a window. The way to it is laid once: laid anew for each page, it would be pulled away from
# under the requests that the page before still has on their way.
_answered: WeakKeyDictionary[Page, RunningService] = WeakKeyDictionary()


async def open_as(page: Page, service: RunningService, actor: Actor, path: str) -> int:
    """Shows the page at this path to this person, who is signed in. Returns the status of the answer."""
    settings = service.service.settings
    await page.context.add_cookies(
        [{"name": cookie_name(settings), "value": signed_session(settings, actor), "url": PUBLIC_URL}]
    )
    if _answered.get(page) is not service:
        await page.unroute_all(behavior="wait")
        await page.route("**/*", answered_by(service.nobody(), service.service.name))
        _answered[page] = service
    answer = await page.goto(f"{PUBLIC_URL}{path}")
    return answer.status if answer is not None else 0


def answered_by(client: httpx2.AsyncClient, name: str) -> Callable[[Route], Awaitable[None]]:
    kept: dict[str, httpx2.Response] = {}

    async def answer(route: Route) -> None:
        """What never changes is asked for once: a window whose requests are answered for it keeps nothing itself."""
        request = route.request
        response = kept.get(request.url)
        if response is None:
            headers = await request.all_headers()
            path = request.url.removeprefix(PUBLIC_URL)
            if path.startswith(f"/{name}/"):
                path = path.removeprefix(f"/{name}")
            response = await client.request(request.method, path, headers=headers, content=request.post_data_buffer)
            if "immutable" in response.headers.get("cache-control", ""):
                kept[request.url] = response
        await route.fulfill(status=response.status_code, headers=dict(response.headers), body=response.content)

    return answer


async def keep_picture(page: Page, name: str) -> None:
    """Where SCREENSHOTS names a folder, the page as it looks now is put there."""
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def look(page: Page, name: str, sizes: Sequence[tuple[int, int]] = SIZES) -> None:
    """The page is accessible and does not scroll sideways, at a desk and on a phone: it follows its window."""
    for size in sizes:
        await at_size(page, size)
        await keep_picture(page, f"{name}-{size[0]}")
        await assert_accessible(page)
        await assert_fits(page)
