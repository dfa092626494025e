"""One data folder: made whole or not at all, started as a direct child, stopped without loss."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .binaries import Binaries
from .errors import DatabaseUnavailable
from .identity import Identity
from .places import ROLE, SOCKET_NAME, Places

START_SECONDS = 300.0  # crash recovery of a big log may take minutes; a dead process ends the wait at once
RETRY_SECONDS = 10.0
FAST_STOP_SECONDS = 10.0
LOG_BYTES = 10_000_000
PASSING_TROUBLES = ("already exists", "pre-existing shared memory block")

SETTINGS = """\
# Written by Comptoir at each start; changes are lost.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
fsync = on
synchronous_commit = on
full_page_writes = on
max_connections = 120
shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
effective_cache_size = 512MB
max_wal_size = 1GB
min_wal_size = 160MB
wal_level = replica
checkpoint_timeout = 15min
jit = off
random_page_cost = 1.1
# A young shop grows from nothing in minutes: plans for empty tables read whole ones.
autovacuum_naptime = 15s
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_checkpoints = off
log_line_prefix = '%m [%p] %a '
"""
SETTINGS_FROM_18 = "io_method = sync\n"


@dataclass(frozen=True)
class Cluster:
    """The data folder of `places`, run by `binaries` as `identity`."""

    places: Places
    binaries: Binaries
    identity: Identity

    def prepare(self) -> None:
        """Make the data folder if it is not there, and write its settings."""
        if not self.places.data.exists():
            self._initialise()
        data = self.places.data
        text = SETTINGS.format(socket=self.places.socket.resolve())
        if self.binaries.major >= 18:
            text += SETTINGS_FROM_18
        (data / "comptoir.conf").write_text(text)
        main = data / "postgresql.conf"
        if "include 'comptoir.conf'" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude 'comptoir.conf'\n")
        self._give(data / "comptoir.conf")
        if self.places.log.exists() and self.places.log.stat().st_size > LOG_BYTES:
            self.places.log.replace(self.places.log.with_suffix(".log.1"))

    def running(self) -> int | None:
        """The process id of the server that already runs on this data folder."""
        pid = _first_number(self.places.data / "postmaster.pid")
        return pid if pid and processes.is_server_of(pid, self.places.data) else None

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server and wait until it takes connections.

        Tries again for 10 s when what a killed server left behind is in the way. Refuses with the end of
        the log.
        """
        give_up = time.monotonic() + RETRY_SECONDS
        while True:
            before = self.places.log.stat().st_size if self.places.log.exists() else 0
            server = self._launch()
            if self._becomes_ready(server):
                return server
            said = _read_from(self.places.log, before)
            if time.monotonic() > give_up or not any(trouble in said for trouble in PASSING_TROUBLES):
                raise DatabaseUnavailable(
                    f"PostgreSQL does not start. Its log ({self.places.log}) ends with:\n{said}"
                )
            self._clear_leftovers()
            time.sleep(0.1)

    def stop(self, pid: int) -> None:
        """Ask for a fast shutdown, then for an immediate one. Never SIGKILL: it leaves shared memory."""
        for demand, seconds in ((signal.SIGINT, FAST_STOP_SECONDS), (signal.SIGQUIT, FAST_STOP_SECONDS)):
            if not processes.is_server_of(pid, self.places.data):
                return
            _signal(pid, demand)
            give_up = time.monotonic() + seconds
            while processes.is_server_of(pid, self.places.data) and time.monotonic() < give_up:
                time.sleep(0.005)

    def _initialise(self) -> None:
        """initdb into a folder beside, renamed when whole: a half-made one never gets the name."""
        half = self.places.data.with_name("data.tmp")
        shutil.rmtree(half, ignore_errors=True)
        provider = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if self.binaries.major >= 17
            else ["--locale=C.UTF-8"]
        )
        # "trust" is safe: only this user can enter the socket's folder, and nothing listens on the network.
        done = subprocess.run(
            [self.binaries.initdb, "-D", str(half), "-U", ROLE, "-A", "trust", "-E", "UTF8", "-k", *provider],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            text=True,
            **self.identity.process_options(self.places.root.resolve()),
        )
        if done.returncode:
            raise DatabaseUnavailable(f"PostgreSQL could not make {half}:\n{done.stdout[-2000:]}")
        half.rename(self.places.data)

    def _launch(self) -> subprocess.Popen[bytes]:
        with self.places.log.open("ab") as log:
            self._give(self.places.log)
            return subprocess.Popen(
                [self.binaries.postgres, "-D", str(self.places.data)],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.identity.process_options(self.places.data),
            )

    def _becomes_ready(self, server: subprocess.Popen[bytes]) -> bool:
        give_up = time.monotonic() + START_SECONDS
        while server.poll() is None:
            lines = _lines(self.places.data / "postmaster.pid")
            if len(lines) > 7 and lines[0] == str(server.pid) and lines[7].strip() == "ready":
                return True
            if time.monotonic() > give_up:
                self.stop(server.pid)
            time.sleep(0.005)
        return False

    def _clear_leftovers(self) -> None:
        """Remove lock files that name a process which is not our server.

        The pid file also tells the next server which shared memory the last one used, so it goes only when
        the system can say that no process works in the data folder any more; else PostgreSQL decides alone.
        """
        if processes.works_in(self.places.data) is not False:
            return
        socket = self.places.socket.resolve()
        for lock in (self.places.data / "postmaster.pid", socket / f"{SOCKET_NAME}.lock"):
            pid = _first_number(lock)
            if pid and not processes.is_server_of(pid, self.places.data):
                lock.unlink(missing_ok=True)

    def _give(self, path: Path) -> None:
        if self.identity.lowered:
            shutil.chown(path, self.identity.uid, self.identity.gid)
        path.chmod(0o600)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except OSError:
        return []


def _first_number(path: Path) -> int | None:
    lines = _lines(path)
    return int(lines[0]) if lines and lines[0].strip().isdigit() else None


def _read_from(path: Path, offset: int) -> str:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read()[-4000:].decode(errors="replace").strip()


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
