"""The command `frontdoor`: every way to run the system on one machine, and the chores around it.

What goes wrong for a reason that a person can mend is told in one line, never as a traceback.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from pydantic import ValidationError

from frontdoor import documents, start_page
from frontdoor.compose import ComposeRefused
from frontdoor.gateway import run_gateway
from frontdoor.host import run_host
from frontdoor.kafka import KafkaBroker, KafkaFailed
from frontdoor.processes import run_processes
from frontdoor.rebuilding import rebuilt
from frontdoor.reconciling import compared
from frontdoor.server import (
    PortTaken,
    Stop,
    give_back_what_is_large,
    leave_alone_what_is_there,
    run_until_stopped,
)
from frontdoor.services import IDENTITY, build
from frontdoor.settings import FrontSettings, GatewaySettings, LocalSettings
from frontdoor.state_folder import StateFolder, StateRefused
from shared.postgres_binaries import PostgresFailed
from shared.rebuilding import RebuildRefused
from shared.settings import Settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Host = Annotated[str, typer.Option(envvar="HOST", help="The address to listen on.")]
Port = Annotated[int, typer.Option(envvar="PORT", help="The port to listen on.")]

MENDABLE = (
    documents.ContractBroken,
    PortTaken,
    StateRefused,
    PostgresFailed,
    KafkaFailed,
    ComposeRefused,
    RebuildRefused,
)


@contextmanager
def _plain_words() -> Generator[None]:
    try:
        yield
    except MENDABLE as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    except ValidationError as refusal:
        for error in refusal.errors(include_url=False, include_input=False):
            name = "_".join(str(part) for part in error["loc"]).upper()
            typer.echo(f"The setting {name}: {error['msg']}", err=True)
        raise typer.Exit(1) from refusal


@app.command()
def run() -> None:
    """Start the whole system in this process, empty at first."""

    async def main(stop: Stop) -> None:
        await run_host(LocalSettings(), stop, start_page.build)

    with _plain_words():
        run_until_stopped(main)


@app.command()
def demo() -> None:
    """Start the whole system on a demo clock, play the bank-holiday weekend, and leave it running."""
    from frontdoor import story

    async def main(stop: Stop) -> None:
        local = LocalSettings()

        async def play() -> None:
            await story.play(local.address, local.state_dir)

        await run_host(local, stop, story.build, on_demo_clock=True, when_ready=play)

    with _plain_words():
        run_until_stopped(main)


@app.command()
def reset(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Throw the state of this checkout away, after asking."""
    with _plain_words():
        local = LocalSettings()
        state = StateFolder(local.state_dir)
        if not state.exists():
            typer.echo(f"Nothing to throw away: there is no state in {state.path}.")
            return
        if local.database_url is not None:
            typer.echo("DATABASE_URL is set: the databases on that server are not touched.")
        if not yes:
            typer.confirm(f"Delete everything in {state.path}?", abort=True)
        state.delete()
        typer.echo(f"Deleted {state.path}.")


@app.command()
def processes() -> None:
    """Start each service as a process of its own, with the commands and environment of docker-compose.yml."""

    async def main(stop: Stop) -> None:
        await run_processes(LocalSettings(), stop)

    with _plain_words():
        run_until_stopped(main)


@app.command()
def kafka() -> None:
    """Start a real Apache Kafka broker on this machine and print its address."""

    async def main(stop: Stop) -> None:
        state = StateFolder(LocalSettings().state_dir)
        state.make()
        with state.kafka.in_use():
            typer.echo("Starting Kafka …")
            async with KafkaBroker(state.kafka.path) as broker:
                typer.echo(f"Ready: {broker.url}\nUse it in another terminal: make demo JOURNAL_URL={broker.url}")
                await stop.wait()

    with _plain_words():
        run_until_stopped(main)


@app.command()
def service(name: str, host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run one service; its settings are environment variables."""
    with _plain_words():
        _serve_part(name, Settings(), host, port)  # pyright: ignore[reportCallIssue]


@app.command()
def identity(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run the development identity provider."""
    with _plain_words():
        _serve_part(IDENTITY, FrontSettings(), host, port)  # pyright: ignore[reportCallIssue]


@app.command()
def gateway(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Run the gateway: one address in front of services that are processes of their own."""

    async def main(stop: Stop) -> None:
        await run_gateway(GatewaySettings(), host, port, stop)  # pyright: ignore[reportCallIssue]

    with _plain_words():
        run_until_stopped(main)


@app.command()
def reconcile() -> None:
    """Compare the journal with every store and say what either lacks."""
    with _plain_words():
        report = asyncio.run(compared(LocalSettings()))
    for line in report.lines():
        typer.echo(line)
    raise typer.Exit(0 if report.clean else 1)


@app.command()
def rebuild(service: str) -> None:
    """Make anew what a service keeps of the journal, beside what is there; it may run meanwhile."""
    with _plain_words():
        done = asyncio.run(rebuilt(service, LocalSettings()))
    seconds = done.loaded_seconds + done.indexed_seconds + done.moved_seconds
    typer.echo(f"{service} is made anew from {done.records} records, in {seconds:.1f} seconds.")


@app.command()
def docs(checkout: Path = Path()) -> None:
    """Write the documents that are generated from the code: contracts/, docs/events.md and others."""
    with _plain_words():
        documents.write(checkout)


def _serve_part(name: str, settings: Settings, host: str, port: int) -> None:
    built = build(name, settings)
    give_back_what_is_large()
    leave_alone_what_is_there()
    uvicorn.run(
        built,
        host=host,
        port=port,
        root_path=f"/{name}",
        ws="none",
        log_level="warning",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
