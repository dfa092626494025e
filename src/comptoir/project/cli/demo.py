import multiprocessing
import os
import signal
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

import click

from comptoir.kit import clock
from comptoir.project import children, database, kin
from comptoir.project.children import Child
from comptoir.project.cli.collect import PORT as COLLECTOR_PORT
from comptoir.project.cli.collect import port_from_environment as collector_port
from comptoir.project.cli.ready import prepared
from comptoir.project.cli.serve import HOST, port_from_environment, refuse_taken_port
from comptoir.project.postgres import DatabaseUnavailable, Server, home_from_environment
from comptoir.project.stopping import StopSignals

READY_SECONDS = 120.0
MANY_DEATHS = 5


@click.command()
def demo() -> None:
    """Run a demonstration shop: database, web server, worker, collector of events. Ctrl-C stops everything."""
    signals = StopSignals()
    port = port_from_environment()
    refuse_taken_port(port)
    collector = collector_port()
    refuse_taken_port(collector, COLLECTOR_PORT)
    home = home_from_environment()
    os.environ.setdefault("COMPTOIR_TEST_CARD", "1")
    os.environ.setdefault("COMPTOIR_DEMO", "1")
    os.environ.setdefault("COMPTOIR_COLLECTOR", f"http://{HOST}:{collector}")
    click.echo(f"Comptoir keeps its data in {home}")
    with _database() as server, kin.announced(home, "demo"):
        log_ins = _filled(signals)
        programs = [Child(name, home / "log" / f"{name}.log") for name in ("serve", "worker", "collect")]
        try:
            for program in programs:
                program.start()
            if _answers_soon(port, programs, server, signals):
                for line in log_ins:
                    click.echo(line)
                click.echo(f"Events are taken at http://{HOST}:{collector}")
                click.echo(f"Comptoir is ready: http://{HOST}:{port}")
                while not signals.wait(0.2):
                    _tend(programs, server)
        finally:
            children.stop(programs)
    click.echo("Comptoir has stopped.")


@contextmanager
def _database() -> Iterator[Server | None]:
    try:
        with database.running() as server:
            yield server
    except DatabaseUnavailable as trouble:
        raise click.ClickException(str(trouble)) from trouble


def _filled(signals: StopSignals) -> list[str]:
    """Migrate and fill in a process that ends: what that takes of memory is not needed while the shop is open. What is
    interrupted goes on at the next start."""
    apart = multiprocessing.get_context("fork")
    here, there = apart.Pipe(duplex=False)
    filling = apart.Process(target=_fill, args=(there, os.getpid()))
    filling.start()
    there.close()
    while not here.poll():
        if signals.wait(0.2):
            filling.kill()
            filling.join()
            raise click.ClickException("Stopped while the shop was being filled: the next start goes on with it.")
    try:
        told: list[str] = here.recv()
    except EOFError:
        filling.join()
        raise SystemExit(filling.exitcode or 1) from None
    filling.join()
    return told


def _fill(there: Connection, parent: int) -> None:
    kin.end_with_parent(parent, by=signal.SIGKILL)
    try:
        with prepared(tell=True):
            refuse_real_shop()
            there.send(_seed())
    except click.ClickException as refusal:
        refusal.show()
        raise SystemExit(refusal.exit_code) from refusal


def refuse_real_shop() -> None:
    """The demonstration writes orders and invoices: never where people from outside are expected, nor into the house of
    somebody else."""
    from comptoir.org import facade as org  # needs Django set up
    from comptoir.project import deploy, founding

    if deploy.is_production():
        raise click.ClickException("A public address or host is named: the demonstration does not start in the open.")
    if set(org.storefronts()) - {founding.STOREFRONT}:
        told = "There is a shop in this database that is not of the demonstration. Use another COMPTOIR_HOME."
        raise click.ClickException(told)


def days_from_environment() -> int:
    """How many days of life at most; ends with words for what is no such number."""
    given = os.environ.get("COMPTOIR_DEMO_DAYS", "183")
    if not given.isdecimal() or int(given) > 183:
        raise click.ClickException(f"COMPTOIR_DEMO_DAYS is {given!r}: a number from 0 to 183 is expected.")
    return int(given)


def _seed() -> list[str]:
    """The demo shop if the database has none, and its life until yesterday; returns lines about who can log in."""
    from comptoir.project.demo.life.live import BEFORE, live  # needs Django set up
    from comptoir.project.demo.seed import seed

    now = clock.now()
    who = [f"Demo log-in: {line}" for line in seed(now, now - BEFORE)]
    said = 0.0

    def told(share: float) -> None:
        nonlocal said
        if said < (quarter := int(share * 4) / 4) < 1:
            click.echo(f"Customers of the last six months: {quarter:.0%}")
            said = quarter

    # The last day is not the end: what is on its way is still done.
    if (days := days_from_environment()) and live(now, told, most=days):
        click.echo("Customers of the last six months: 100%")
    return [*who, "Staff also need a code: the page that asks for it shows it, in the demonstration alone."]


def _answers_soon(port: int, programs: list[Child], server: Server | None, signals: StopSignals) -> bool:
    """Wait for /readyz. Ends the program with the web server's last words when it dies again and again."""
    give_up = time.monotonic() + READY_SECONDS
    while not signals.wait(0.1):
        if _is_ready(port):
            return True
        _tend(programs, server)
        dying = next((program for program in programs if program.deaths >= MANY_DEATHS), None)
        if dying:
            raise click.ClickException(f"`comptoir {dying.name}` does not start:\n{dying.last_words()}")
        if time.monotonic() > give_up:
            raise click.ClickException(f"The web server does not answer. See {programs[0].log}")
    return False


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _tend(programs: list[Child], server: Server | None) -> None:
    for program in programs:
        if program.tend():
            click.echo(f"`comptoir {program.name}` ended, starting it again. See {program.log}", err=True)
    if server and not server.has_keeper():
        click.echo("The database's keeper ended, starting it again.", err=True)
        try:
            server.keep()
        except DatabaseUnavailable as trouble:
            click.echo(str(trouble), err=True)
