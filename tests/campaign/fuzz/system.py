"""The system under test: started for the run as a person would start it, or one that runs already."""

import json
import re
import shutil
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from frontdoor.story.teller import PERSONA_GRANT
from tests.campaign.fuzz.meter import resident_megabytes
from tests.local.running import free_port, running

TOLD_SECONDS = 120
CSRF_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass(slots=True)
class System:
    """An address, the process behind it when we know it, and the tokens of those who ask."""

    address: str
    pid: int | None = None
    _tokens: dict[str, str] = field(default_factory=dict[str, str])
    _sessions: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def headers(self, who: str) -> dict[str, str]:
        if who not in self._tokens:
            self._tokens[who] = self._token(who)
        return {"authorization": f"Bearer {self._tokens[who]}"}

    def session(self, who: str) -> dict[str, str]:
        """The headers of a browser in which this persona has signed in and opened a form."""
        if who not in self._sessions:
            self._sessions[who] = self._signed_in(who)
        return self._sessions[who]

    def memory(self) -> float | None:
        """Megabytes of the process, if it is known."""
        return resident_megabytes(self.pid) if self.pid else None

    def _token(self, who: str) -> str:
        machine = {"grant_type": "client_credentials", "client_id": who, "client_secret": f"{who}-secret"}
        form = {"grant_type": PERSONA_GRANT, "persona": who} if "." in who else machine
        answer = httpx2.post(f"{self.address}/identity/token", data=form, trust_env=False, timeout=30)
        return str(answer.raise_for_status().json()["access_token"])

    def _signed_in(self, who: str) -> dict[str, str]:
        with httpx2.Client(base_url=self.address, trust_env=False, timeout=30) as browser:
            asked = browser.get("/intake/login", params={"login_hint": who, "next": "/timeline/children"})
            form = dict(httpx2.URL(asked.headers["location"]).params)
            chosen = browser.post(f"/identity/authorize/{who}", data=form)
            page = browser.get(chosen.headers["location"], follow_redirects=True)
            cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        token = CSRF_TOKEN.search(page.text)
        return {"cookie": cookies, "x-csrf-token": token[1] if token else ""}


@contextmanager
def started(with_story: bool) -> Generator[System]:
    """The system on a free port and an empty folder; with the story told, every kind of record is there to attack."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    folder.chmod(0o711)
    port, state = str(free_port()), folder / "state"
    words = ["demo"] if with_story else ["run"]
    try:
        with running(words, {"PORT": port, "STATE_DIR": str(state)}, folder / "output") as command:
            command.until_ready()
            if with_story:
                _until_told(state / "story.json")
            yield System(f"http://127.0.0.1:{port}", command.process.pid)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _until_told(story: Path) -> None:
    deadline = time.monotonic() + TOLD_SECONDS
    while not story.exists():
        assert time.monotonic() < deadline, "the story was not told in time"
        time.sleep(0.2)
    json.loads(story.read_text())
