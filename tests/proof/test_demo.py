"""The whole demo: killed in every way, it comes back; stopped, it leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from comptoir.project import kin
from comptoir.project.postgres import Places, processes

pytestmark = pytest.mark.proof
PATIENCE = 180.0


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ct-demo-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture
def demo(home: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    running = _start(home, port)
    yield running
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_killed_program_is_started_again(
    role: str, demo: "subprocess.Popen[str]", home: Path, port: int
) -> None:
    _wait_until(lambda: role in _roles(home))
    killed = _pid(home, role)
    os.kill(killed, signal.SIGKILL)
    _wait_until(lambda: role in _roles(home) and _pid(home, role) != killed)
    _wait_until(lambda: _is_ready(port))


def test_a_killed_database_is_started_again(demo: "subprocess.Popen[str]", home: Path, port: int) -> None:
    killed = _database(home)
    assert killed
    os.kill(killed, signal.SIGKILL)
    _wait_until(lambda: _database(home) not in (None, killed))
    _wait_until(lambda: _is_ready(port))


def test_a_killed_demo_leaves_nothing_and_starts_again(home: Path, port: int) -> None:
    running = _start(home, port)
    running.kill()
    running.communicate()
    _wait_until(lambda: not kin.running_in(home) and _database(home) is None)
    again = _start(home, port)
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=60)
    assert again.returncode == 0


def test_the_demo_starts_after_all_of_its_processes_were_killed_at_once(home: Path, port: int) -> None:
    running = _start(home, port)
    victims = [each.pid for each in kin.running_in(home)]
    victims += [int((home / "keeper.lock").read_text()), _database(home) or 0]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    running.communicate()
    again = _start(home, port)
    assert _is_ready(port)
    again.send_signal(signal.SIGINT)
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert kin.running_in(home) == []
    assert _database(home) is None


def _start(home: Path, port: int) -> "subprocess.Popen[str]":
    environment = {**os.environ, "COMPTOIR_HOME": str(home), "COMPTOIR_PORT": str(port)}
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


def _roles(home: Path) -> dict[str, int]:
    return {each.role: each.pid for each in kin.running_in(home)}


def _pid(home: Path, role: str) -> int:
    return _roles(home)[role]


def _database(home: Path) -> int | None:
    data = Places(home).data
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return None
    return pid if processes.is_server_of(pid, data) else None


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _wait_until(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.05)
