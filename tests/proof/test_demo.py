"""The whole demo: killed in every way, it comes back; stopped, it leaves nothing behind."""

import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from comptoir.project import kin
from tests.proof import shop

pytestmark = pytest.mark.proof


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
    running = shop.start(home, port)
    yield running
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_killed_program_is_started_again(
    role: str, demo: "subprocess.Popen[str]", home: Path, port: int
) -> None:
    shop.wait_until(lambda: role in shop.roles(home))
    killed = shop.roles(home)[role]
    os.kill(killed, signal.SIGKILL)
    shop.wait_until(lambda: role in shop.roles(home) and shop.roles(home)[role] != killed)
    shop.wait_until(lambda: shop.is_ready(port))


def test_a_killed_database_is_started_again(demo: "subprocess.Popen[str]", home: Path, port: int) -> None:
    killed = shop.database(home)
    assert killed
    os.kill(killed, signal.SIGKILL)
    shop.wait_until(lambda: shop.database(home) not in (None, killed))
    shop.wait_until(lambda: shop.is_ready(port))


def test_a_killed_demo_leaves_nothing_and_starts_again(home: Path, port: int) -> None:
    running = shop.start(home, port)
    running.kill()
    running.communicate()
    shop.wait_until(lambda: not kin.running_in(home) and shop.database(home) is None)
    again = shop.start(home, port)
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=60)
    assert again.returncode == 0


def test_the_demo_starts_after_all_of_its_processes_were_killed_at_once(home: Path, port: int) -> None:
    running = shop.start(home, port)
    victims = [each.pid for each in kin.running_in(home)]
    victims += [int((home / "keeper.lock").read_text()), shop.database(home) or 0]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    running.communicate()
    again = shop.start(home, port)
    assert shop.is_ready(port)
    again.send_signal(signal.SIGINT)
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert kin.running_in(home) == []
    assert shop.database(home) is None
