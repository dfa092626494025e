"""The keeper: a small process between those who use the database and the server.

    python -m comptoir.project.postgres.keeper HOME

It starts the server as its child, starts it again when it dies, and stops it when nobody uses it any more.
It learns that from the lock `users.lock`, which each user shares and the kernel releases even after kill -9.
It says `ready`, or what is wrong, on standard output, then closes it. It imports the standard library alone.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from . import processes
from .binaries import locate
from .cluster import Cluster
from .errors import DatabaseUnavailable
from .identity import settle
from .locks import LockFile
from .places import Places

LONGEST_PAUSE = 5.0
STEADY_SECONDS = 30.0
log = logging.getLogger("comptoir.postgres.keeper")


class Keeper:
    """Keeps the server of one cluster running until it is told to stop."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.stopping = threading.Event()
        self.child: subprocess.Popen[bytes] | None = None
        self.pid = 0

    def start(self) -> None:
        """Adopt the server that runs already, else prepare the data folder and start one."""
        adopted = self.cluster.running()
        if adopted:
            self.child, self.pid = None, adopted
            return
        self.cluster.prepare()
        self.child = self.cluster.start()
        self.pid = self.child.pid

    def watch(self) -> None:
        """Return when told to stop and the server has ended; restart it whenever it ends by itself."""
        pause = 0.0
        while True:
            since = time.monotonic()
            self._wait_for_end()
            if self.stopping.is_set():
                return
            log.warning("server %s ended by itself, starting it again", self.pid)
            pause = 0.0 if time.monotonic() - since > STEADY_SECONDS else min(LONGEST_PAUSE, pause * 2 + 0.05)
            while not self.stopping.wait(pause):
                try:
                    self.start()
                    break
                except DatabaseUnavailable as trouble:
                    log.error("%s", trouble)
                    pause = min(LONGEST_PAUSE, pause * 2 + 0.5)
            if self.stopping.is_set():
                self.cluster.stop(self.pid)
                return

    def stop(self) -> None:
        self.stopping.set()
        self.cluster.stop(self.pid)

    def _wait_for_end(self) -> None:
        if self.child:
            self.child.wait()
            return
        while processes.is_server_of(self.pid, self.cluster.places.data):
            time.sleep(0.25)


def main(home: str) -> int:
    """Run until nobody uses the database. Exit status 1 when it could not be started."""
    places = Places(Path(home))
    mine = LockFile(places.home / "keeper.lock")
    if not mine.take():
        _say("ready")
        return 0
    mine.write(str(os.getpid()))
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(filename=places.home / "keeper.log", format="%(asctime)s %(levelname)s %(message)s")
    try:
        identity = settle(places)
        keeper = Keeper(Cluster(places, locate(places, identity), identity))
        keeper.start()
    except DatabaseUnavailable as trouble:
        log.error("%s", trouble)
        _say(str(trouble))
        return 1
    users = LockFile(places.home / "users.lock")

    def stop_when_unused() -> None:
        users.wait()
        keeper.stop()

    def stop_when_asked(*_: object) -> None:
        threading.Thread(target=keeper.stop, daemon=True).start()

    signal.signal(signal.SIGTERM, stop_when_asked)
    signal.signal(signal.SIGINT, stop_when_asked)
    threading.Thread(target=stop_when_unused, daemon=True).start()
    _say("ready")
    keeper.watch()
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
