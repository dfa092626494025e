import multiprocessing
import threading
import time
from pathlib import Path
from typing import Any

import click
import structlog
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from comptoir.kit import clock
from comptoir.project import heartbeat, kin
from comptoir.project.cli.ready import prepared, refuse_unsafe_start
from comptoir.project.cli.serve import HOST, port_in, refuse_taken_port
from comptoir.project.heartbeat import Pulse, Watch
from comptoir.project.postgres import home_from_environment

PORT = "COMPTOIR_COLLECTOR_PORT"
# Threads wait for commits; what comes beyond them waits for a thread, and its sender for an answer.
THREADS, AT_ONCE = 64, 256
PROCESSES = 2
log = structlog.get_logger("comptoir.collector")


def port_from_environment() -> int:
    """`COMPTOIR_COLLECTOR_PORT`, else the one after the shop's. Refuses what is not a port."""
    return port_in(PORT, port_in("COMPTOIR_PORT", 8000) % 65535 + 1)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help=f"Default: {PORT}, else the one after COMPTOIR_PORT: 8001.")
def collect(port: int | None) -> None:
    """Take events of outside SDKs and of the shop's own pages, on 127.0.0.1."""
    parent = kin.parent_from_environment()
    if parent:
        kin.end_with_parent(parent)
    port = port or port_from_environment()
    refuse_taken_port(port, PORT)
    with prepared(), kin.announced(home_from_environment(), "collector"):
        refuse_unsafe_start()
        from comptoir.channels.collector import upkeep  # needs Django set up

        upkeep.make_ahead(clock.now())
        connections.close_all()
        kin.step_back(kin.REPORTERS_BACK)  # its connections: project/collector.py
        serving = server(port)
        if multiprocessing.get_start_method() == "fork":  # else the workers share no memory with us
            serving.watch(home_from_environment())
        serving.serve()


class Watched(Server):  # type: ignore[misc, valid-type]
    """Granian, which starts again a worker that died, and with this one that hangs too."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.watches: dict[int, Watch] = {}

    def _spawn_worker(self, idx: int, **given: Any) -> Any:
        """The worker is forked right after this, and finds its pulse in `heartbeat.mine`."""
        heartbeat.mine = Pulse()
        self.watches[idx] = Watch(heartbeat.mine)
        return super()._spawn_worker(idx=idx, **given)

    def watch(self, home: Path) -> None:
        """From now on, in a thread."""
        threading.Thread(target=self._look, args=(home,), name="heartbeat", daemon=True).start()

    def _look(self, home: Path) -> None:
        while True:
            time.sleep(0.5)
            for worker in list(self.wrks):
                watch = self.watches[worker.idx]
                if what := watch.stuck(time.monotonic()):
                    log.error("process hangs and is killed", name="collector", step=what)
                    heartbeat.note(home, "collector", what, clock.now())
                    self.watches[worker.idx] = Watch(Pulse())  # until its successor is there
                    worker.inner.kill()


def server(port: int) -> Any:
    return Watched(
        "comptoir.project.collector:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        backpressure=AT_ONCE,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    )
