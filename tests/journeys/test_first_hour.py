"""The first hour of whoever connects a system: what the README and the page for agencies tell them to type, typed."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from .conftest import System, system

README = Path("README.md")
pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine"),
]


@pytest.fixture(scope="module")
def empty(module_folder: Path) -> Iterator[System]:
    with system(["run"], module_folder) as started:
        started.command.until_ready()
        yield started


def typed(commands: str) -> list[dict[str, Any]]:
    """What a shell answers to these commands: each a JSON document, one after another."""
    done = subprocess.run(["bash", "-euc", commands], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    decoder, said, answers = json.JSONDecoder(), done.stdout.strip(), list[dict[str, Any]]()
    while said:
        answer, length = decoder.raw_decode(said)
        answers.append(answer)
        said = said[length:].strip()
    return answers


def test_the_readmes_commands_are_answered_with_a_receipt(empty: System) -> None:
    [block] = [one for one in re.findall(r"```\n(.*?)```", README.read_text(), re.DOTALL) if one.startswith("TOKEN=")]
    commands = block.replace("http://127.0.0.1:8000", empty.address)
    [receipt], [again] = typed(commands), typed(commands)
    assert (receipt["status"], receipt["source_ref"], receipt["not_understood"]) == ("RECEIVED", "TEST-1", [])
    assert again == receipt


@pytest.mark.parametrize(
    ("client", "route"), [("expol-rms", "police-notifications"), ("school-portal-999001", "contacts")]
)
def test_the_page_for_agencies_leads_from_a_token_to_what_became_of_it(empty: System, client: str, route: str) -> None:
    page = httpx2.get(f"{empty.address}/intake/connect").text
    blocks = [html.unescape(one) for one in re.findall(r"<code>((?:TOKEN|ROUTE|curl ).*?)</code>", page, re.DOTALL)]
    filled = "\n".join(blocks).replace("YOUR-CLIENT", client).replace("YOUR-SECRET", f"{client}-secret")
    filled = filled.replace("ROUTE=police-notifications", f"ROUTE={route}")
    tried, changed, *missing, became, inbox, nobodys = typed(filled)
    assert (tried["status"], changed["status"]) == ("SANDBOX", "RECEIVED")
    assert became["contact_id"] == changed["contact_id"]
    assert became["state"] in ("RECEIVED", "BEING_SCREENED")
    assert ("messages" in inbox, nobodys["status"]) == (True, 404)
    if client == "expol-rms":
        assert [one["status"] for one in missing] == ["RECEIVED", "AMENDED"]
    else:
        assert {one["status"] for one in missing} == {403}
