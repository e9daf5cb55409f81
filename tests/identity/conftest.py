"""The identity provider by itself, reached in memory."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio
from pydantic import SecretStr

from frontdoor.identity.app import build
from shared.settings import Settings

PUBLIC_URL = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def settings_in() -> Callable[..., Settings]:
    """`settings_in()` is a development copy's settings; `settings_in("production")` somebody else's."""

    def make(environment: str = "development", state_dir: Path | None = None) -> Settings:
        return Settings.model_validate(
            {
                "database_url": "unused",
                "journal_url": "unused",
                "public_url": PUBLIC_URL,
                "issuer_url": PUBLIC_URL,
                "session_secret": SecretStr("a secret for tests only"),
                "environment": environment,
                "state_dir": state_dir,
            }
        )

    return make


@pytest_asyncio.fixture(scope="session")
async def provider(settings_in: Callable[..., Settings]) -> AsyncIterator[httpx2.AsyncClient]:
    app = build(settings_in())
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=PUBLIC_URL) as client:
        yield client
