import gc
import os
import shutil
import socket
from pathlib import Path
from typing import Any

import click
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from comptoir.project import assets, kin
from comptoir.project.cli.ready import prepared, refuse_unsafe_start
from comptoir.project.postgres import home_from_environment

HOST = "127.0.0.1"
WORKERS = 2


def port_from_environment() -> int:
    """`COMPTOIR_PORT`, default 8000. Refuses what is not a port."""
    return port_in("COMPTOIR_PORT", 8000)


def port_in(variable: str, default: int) -> int:
    """The port that a variable of the environment names. Refuses what is not a port."""
    given = os.environ.get(variable) or str(default)
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise click.ClickException(f"{variable} is {given!r}; it should be a number from 1 to 65535.")
    return int(given)


def refuse_taken_port(port: int, variable: str = "COMPTOIR_PORT") -> None:
    """End with words when another program listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as trouble:
            raise click.ClickException(
                f"Port {port} cannot be used ({trouble.strerror}). Stop the program that has it, or choose "
                f"another port: {variable}={port + 1 if port < 65535 else 8000}"
            ) from trouble


@click.command()
def serve() -> None:
    """Answer HTTP on 127.0.0.1 at COMPTOIR_PORT (default 8000)."""
    parent = kin.parent_from_environment()
    if parent:
        kin.end_with_parent(parent)
    port = port_from_environment()
    refuse_taken_port(port)
    home = home_from_environment()
    with prepared(), kin.announced(home, "web"):
        refuse_unsafe_start()
        _empty_figures(home / "figures")
        assets.gather()
        _load()
        # Who looks for cycles among what is loaded writes into its pages, and shares them no more.
        gc.collect()
        gc.freeze()
        server("comptoir.project.web:application", port).serve()


def _load() -> None:
    """The workers are forked from this process: what is loaded before is memory that they share, and time that their
    first visitors do not wait."""
    from django.urls import get_resolver, reverse
    from django.utils import translation

    from comptoir.kit.text import LOCALES
    from comptoir.project import wsgi

    assert wsgi.application
    assert get_resolver().url_patterns
    for locale in LOCALES:
        with translation.override(locale):
            reverse("storefront_plain:front_door")


def server(target: str, port: int) -> Any:
    """Granian as we run it: `target` is the WSGI application as module:name."""
    return Server(
        target,
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=1,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )


def _empty_figures(folder: Path) -> None:
    """The folder through which the workers add up their figures; those of earlier runs are gone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
