"""A second PostgreSQL, of the same binaries as the first, for what happens between clusters."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from comptoir.journal.tests.support import wait_until
from comptoir.kit import sql


def programs() -> Path:
    """The folder of the running server's programs."""
    found = sql.row("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
    assert found
    return Path(found[0])


def run(*command: str | Path, **options: Any) -> None:
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stderr


@contextmanager
def second_cluster(role: str) -> Iterator[str]:
    """A fresh cluster with the superuser `role`; gives the folder of its socket."""
    found = sql.row("SELECT current_setting('data_directory')")
    assert found
    owner = os.stat(found[0])
    home = Path(tempfile.mkdtemp(prefix="ct-", dir="/tmp"))
    os.chown(home, owner.st_uid, owner.st_gid)
    # PostgreSQL refuses to run as root: as the owner of the first cluster, whoever that is.
    someone: dict[str, Any] = {"cwd": home, "env": {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}}
    if os.geteuid() == 0:
        someone |= {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    data = home / "data"
    run(
        programs() / "initdb",
        "-D",
        data,
        "-U",
        role,
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-A",
        "trust",
        **someone,
    )
    given = [f"unix_socket_directories={home}", "listen_addresses=", "fsync=off"]
    server = subprocess.Popen(
        [programs() / "postgres", "-D", data, *(part for setting in given for part in ("-c", setting))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **someone,
    )
    try:
        wait_until(lambda: _answers(home, role))
        yield str(home)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=20)
        shutil.rmtree(home)


def _answers(home: Path, role: str) -> bool:
    try:
        psycopg.connect(host=str(home), dbname="postgres", user=role).close()
    except psycopg.OperationalError:
        return False
    return True
