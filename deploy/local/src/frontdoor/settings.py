"""How the ways to run on one machine are told what to do: environment variables, the names of the README."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.settings import Settings

NO_STORE = "postgresql://none"
"""The identity provider and the pages in front keep no events, so they have no database and no journal."""


class LocalSettings(BaseSettings):
    """What a person may set when starting the system on one machine. Everything has a default."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    port: int = Field(default=8000, ge=1, le=65535)
    state_dir: Path = Path(".state")
    database_url: str | None = None
    journal_url: str | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class FrontSettings(Settings):
    """What the parts in front of the services need to know."""

    database_url: str = NO_STORE
    journal_url: str = NO_STORE


class GatewaySettings(FrontSettings):
    """Where the gateway sends each path: `routes` is `intake=intake:8000 screening=screening:8000 …`."""

    routes: str

    def upstreams(self) -> dict[str, str]:
        pairs = (route.partition("=") for route in self.routes.split())
        return {name: f"http://{place}" for name, _, place in pairs}


def settings_in_host(
    local: LocalSettings,
    *,
    database_url: str | None,
    journal_url: str,
    session_secret: str,
    clock_file: Path | None,
    staff_directory: Path | None,
) -> Settings:
    """The settings of one part of the one-process host; what is not named here comes from the environment."""
    return Settings(
        database_url=database_url or NO_STORE,
        journal_url=journal_url,
        public_url=local.address,
        issuer_url=f"{local.address}/identity",
        session_secret=SecretStr(session_secret),
        environment="development",
        clock_file=clock_file,
        staff_directory=staff_directory,
        state_dir=local.state_dir.absolute(),
    )
