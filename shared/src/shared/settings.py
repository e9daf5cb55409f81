"""How a service is told where it stands: environment variables, read once at the start."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Worker = Literal["relay", "subscriber", "scheduler", "sender"]


class Settings(BaseSettings):
    """What every service needs to know. Addresses are URLs, names are the environment's in lower case."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: str
    journal_url: str
    public_url: str = "http://127.0.0.1:8000"
    issuer_url: str = "http://127.0.0.1:8000/identity"
    session_secret: SecretStr
    environment: Literal["development", "production"] = "production"
    clock_file: Path | None = None
    state_dir: Path | None = None
    staff_directory: Path | None = None
    workers: str = "relay,subscriber,scheduler,sender"
    otlp_endpoint: str | None = None
    tenant_la: str = Field(default="812", pattern=r"^\d{3}$")
    body_limit_bytes: int = 1_048_576

    def runs(self, worker: Worker) -> bool:
        """Whether this process runs that worker beside its HTTP side."""
        return worker in self.workers.split(",")
