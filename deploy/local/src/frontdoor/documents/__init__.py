"""Writes the documents that are made from the code: contracts, events, AsyncAPI, who may use what.

Golden files are written once, when a contract is new, and never again.
"""

import importlib
import importlib.util
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from pydantic import SecretStr

from frontdoor.documents.example_words import EXAMPLE_WORDS
from frontdoor.services import SERVICES, build, database_of
from shared.access.routes import RouteAccess, declared_access
from shared.documents.access_page import access_page
from shared.documents.asyncapi import asyncapi
from shared.documents.compatibility import breaking_changes
from shared.documents.events_page import events_page
from shared.documents.examples import example_of
from shared.documents.schemas import Schema, as_file, read_schema, schema_of
from shared.documents.speaking import Speaking, all_contracts, contracts_of
from shared.settings import Settings

VERSION = version("frontdoor-local")
Documents = Mapping[Path, str]
"""The text of each document, by its path from the root of the checkout."""


class ContractBroken(Exception):
    """A published contract was changed in a way that a reader of yesterday can't read, or the other way round."""


def services() -> list[Speaking]:
    """What every service says and hears."""
    return [_speaking(name) for name in SERVICES]


def _speaking(name: str) -> Speaking:
    package = database_of(name)
    publishing = _module(package, "publishing")
    clocks = _module(package, "clocks")
    subscriptions = _module(package, "subscriptions")
    return Speaking(
        service=name,
        topic=publishing.TOPIC if publishing else None,
        contracts=contracts_of(package),
        has_clocks=publishing is not None and hasattr(clocks, "clocks"),
        subscriptions=subscriptions.SUBSCRIPTIONS if subscriptions else None,
    )


def _module(package: str, name: str) -> ModuleType | None:
    found = importlib.util.find_spec(f"{package}.{name}")
    return importlib.import_module(f"{package}.{name}") if found else None


def routes() -> dict[str, list[RouteAccess]]:
    """Every route of every service, as it is declared."""
    nowhere = Settings(
        database_url="postgresql://nowhere/none",
        journal_url="postgresql://nowhere/none",
        session_secret=SecretStr("for routes that are only listed"),
        environment="development",
    )
    return {name: declared_access(build(name, nowhere)) for name in SERVICES}


def documents() -> Documents:
    """Everything that is generated, but for the golden files."""
    speaking = services()
    return {
        Path("docs/events.md"): events_page(speaking),
        Path("docs/asyncapi.json"): as_file(asyncapi(speaking, VERSION)),
        Path("docs/access.md"): access_page(routes()),
        **{
            Path("contracts", f"{contract.contract_type}.schema.json"): as_file(schema_of(contract))
            for contract in all_contracts(speaking)
        },
    }


def golden_files() -> Documents:
    """A first golden file for each contract."""
    return {
        Path("contracts/golden", f"{contract.contract_type}.json"): as_file(example_of(contract, EXAMPLE_WORDS))
        for contract in all_contracts(services())
    }


def broken_contracts(root: Path) -> Iterator[str]:
    """What is no longer as a committed schema says it was."""
    current = {contract.contract_type: schema_of(contract) for contract in all_contracts(services())}
    for contract_type, committed in committed_schemas(root).items():
        if contract_type not in current:
            yield f"{contract_type} is no longer published"
            continue
        for change in breaking_changes(committed, current[contract_type]):
            yield f"{contract_type}: {change}"


def committed_schemas(root: Path) -> dict[str, Schema]:
    """The schemas in the checkout, by contract type."""
    files = sorted((root / "contracts").glob("*.schema.json"))
    return {file.name.removesuffix(".schema.json"): read_schema(file.read_text()) for file in files}


def write(root: Path) -> None:
    """Writes every document below the root of the checkout. Raises ``ContractBroken`` before it writes anything."""
    if broken := list(broken_contracts(root)):
        raise ContractBroken("\n".join(["A contract only ever grows; publish a new type beside it:", *broken]))
    for path, text in documents().items():
        _write(root / path, text)
    for path, text in golden_files().items():
        if not (root / path).exists():
            _write(root / path, text)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
