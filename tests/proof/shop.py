"""A demo shop in a data folder of its own: started, looked at from outside, its processes found by role."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from comptoir.project import kin
from comptoir.project.postgres import Places, processes

PATIENCE = 180.0


def start(home: Path, port: int) -> subprocess.Popen[str]:
    """`comptoir demo` in which nobody has bought yet, so that every order is ours; returns when it says that it is
    ready."""
    environment = {
        **os.environ, "COMPTOIR_HOME": str(home), "COMPTOIR_PORT": str(port), "COMPTOIR_DEMO_DAYS": "0"
    }  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", "comptoir.project.cli", "demo"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert running.stdout
    said = []
    for line in running.stdout:
        said.append(line)
        if re.fullmatch(rf"Comptoir is ready: http://127\.0\.0\.1:{port}\n", line):
            return running
    raise AssertionError("".join(said))


def roles(home: Path) -> dict[str, int]:
    return {each.role: each.pid for each in kin.running_in(home)}


def database(home: Path) -> int | None:
    """The process of the database server, None while there is none."""
    data = Places(home).data
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return None
    return pid if processes.is_server_of(pid, data) else None


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], *, seconds: float = PATIENCE) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.05)
