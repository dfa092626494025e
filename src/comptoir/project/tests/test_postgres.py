"""The embedded database, on real binaries: shared, killed, half-made, of a wrong version, as root and not."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from comptoir.project.postgres import DatabaseUnavailable, Places, ensure, processes
from comptoir.project.postgres.locks import LockFile

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
SOURCES = Path(__file__).resolve().parents[3]
USE_AND_WAIT = """
import sys
from pathlib import Path
from comptoir.project.postgres import ensure
with ensure(Path(sys.argv[1])) as server:
    print("using", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def shared_home() -> Iterator[Path]:
    home = _new_home()
    with ensure(home):
        pass
    yield home
    shutil.rmtree(home)


@pytest.fixture
def home(shared_home: Path) -> Iterator[Path]:
    """A home whose database is made and stopped; each test leaves it so."""
    yield shared_home
    _wait_until(lambda: not _server_pid(shared_home))


@pytest.fixture
def fresh_home() -> Iterator[Path]:
    """A home without a database."""
    home = _new_home()
    yield home
    _wait_until(lambda: not _server_pid(home))
    shutil.rmtree(home)


def test_the_server_runs_while_used_and_is_gone_afterwards(home: Path) -> None:
    with ensure(home) as server:
        assert _ask(server.url, "SHOW fsync") == "on"
        assert _server_pid(home)
    assert _server_pid(home) is None


def test_committed_rows_survive_kill_9_of_the_server_which_is_started_again(home: Path) -> None:
    with ensure(home) as server:
        _do(server.url, "CREATE TABLE one (text text)", "INSERT INTO one VALUES ('kept')")
        killed = _server_pid(home)
        assert killed
        os.kill(killed, signal.SIGKILL)
        _wait_until(lambda: _server_pid(home) not in (None, killed) and _answers(server.url))
        assert _ask(server.url, "SELECT text FROM one") == "kept"


def test_committed_rows_survive_kill_9_of_everything(home: Path) -> None:
    user = _other_user(home)
    _do(Places(home).url, "CREATE TABLE word (text text)", "INSERT INTO word VALUES ('kept')")
    keeper, server_pid = _keeper_pid(home), _server_pid(home)
    assert keeper and server_pid
    for pid in (keeper, user.pid, server_pid):
        os.kill(pid, signal.SIGKILL)
    user.communicate()
    with ensure(home) as server:
        assert _ask(server.url, "SELECT text FROM word") == "kept"


def test_a_keeper_that_was_dying_when_it_was_found_is_replaced(home: Path) -> None:
    dying = LockFile(home / "keeper.lock")
    assert dying.take()
    gone = threading.Timer(0.3, dying.close)
    gone.start()
    with ensure(home) as server:
        assert _ask(server.url, "SELECT 1") == 1
    gone.join()


def test_a_server_whose_keeper_was_killed_is_adopted_and_stopped_at_the_end(home: Path) -> None:
    with ensure(home) as first:
        keeper, server_pid = _keeper_pid(home), _server_pid(home)
        assert keeper
        os.kill(keeper, signal.SIGKILL)
        _wait_until(lambda: not first.has_keeper())
        first.keep()
        assert _server_pid(home) == server_pid
    assert _server_pid(home) is None


def test_the_last_of_two_processes_stops_the_server_even_when_the_first_is_killed(home: Path) -> None:
    user = _other_user(home)
    server_pid = _server_pid(home)
    with ensure(home) as server:
        os.kill(user.pid, signal.SIGKILL)
        user.communicate()
        assert _ask(server.url, "SELECT 1") == 1
        assert _server_pid(home) == server_pid
    assert _server_pid(home) is None


def test_the_server_stops_by_itself_when_its_only_user_is_killed(home: Path) -> None:
    user = _other_user(home)
    assert _server_pid(home)
    os.kill(user.pid, signal.SIGKILL)
    user.communicate()
    _wait_until(lambda: _server_pid(home) is None)


def test_a_lock_file_that_names_a_living_stranger_does_not_keep_the_server_from_starting(home: Path) -> None:
    stranger = _process_of_owner(home)
    try:
        data = Places(home).data
        (data / "postmaster.pid").write_text(f"{stranger.pid}\n{data}\n")
        shutil.chown(data / "postmaster.pid", data.stat().st_uid, data.stat().st_gid)
        with ensure(home) as server:
            assert _ask(server.url, "SELECT 1") == 1
    finally:
        stranger.kill()
        stranger.wait()


def test_a_half_made_data_folder_is_made_again(fresh_home: Path) -> None:
    half = fresh_home / "postgres" / "data.tmp"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with ensure(fresh_home) as server:
        assert _ask(server.url, "SELECT 1") == 1
    assert not half.exists()


def test_a_home_with_a_long_name_gets_a_short_socket(home: Path, fresh_home: Path) -> None:
    long_home = fresh_home / ("a" * 80)
    long_home.mkdir()
    (long_home / "postgres").symlink_to(home / "postgres")
    with ensure(long_home) as server:
        assert _ask(server.url, "SELECT 1") == 1
        assert server.places.socket.stat().st_mode & 0o777 == 0o700
    assert not server.places.socket.is_relative_to(long_home)
    server.places.socket.rmdir()


def test_a_socket_folder_that_somebody_else_made_is_refused(fresh_home: Path) -> None:
    long_home = fresh_home / ("b" * 80)
    squatted = Places(long_home).socket
    squatted.symlink_to(fresh_home)
    try:
        with pytest.raises(DatabaseUnavailable, match="Remove it"):
            ensure(long_home)
    finally:
        squatted.unlink()
    assert not Places(long_home).data.exists()


def test_data_of_another_major_version_is_refused_with_words(home: Path) -> None:
    stamp = Places(home).data / "PG_VERSION"
    major = stamp.read_text()
    stamp.write_text("14\n")
    try:
        with pytest.raises(DatabaseUnavailable, match="made by PostgreSQL 14.*COMPTOIR_PG_BIN"):
            ensure(home)
        assert _server_pid(home) is None
    finally:
        stamp.write_text(major)


def test_a_folder_without_programs_is_refused_with_words(
    fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPTOIR_PG_BIN", str(fresh_home))
    with pytest.raises(DatabaseUnavailable, match="holds no postgres"):
        ensure(fresh_home)
    assert not Places(fresh_home).data.exists()


@pytest.mark.skipif(not DEBIAN_15.exists(), reason="PostgreSQL 15 is not installed")
def test_the_programs_can_be_debians(fresh_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPTOIR_PG_BIN", str(DEBIAN_15))
    with ensure(fresh_home) as server:
        assert str(_ask(server.url, "SHOW server_version")).startswith("15.")
    monkeypatch.delenv("COMPTOIR_PG_BIN")
    with pytest.raises(DatabaseUnavailable, match="made by PostgreSQL 15"):
        ensure(fresh_home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_runs_it_and_root_runs_it_afterwards_as_that_user(fresh_home: Path) -> None:
    os.chown(fresh_home, 65534, 65534)
    python = _python_of_everybody()
    if python is None:
        pytest.skip("no Python that an ordinary user may run")
    path = os.pathsep.join([str(SOURCES), str(Path(psycopg.__file__).parents[1])])
    done = subprocess.run(
        check=False,
        args=[python, "-c", USE_AND_WAIT, str(fresh_home)],
        user=65534,
        group=65534,
        extra_groups=[],
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path},
        input="\n",
        capture_output=True,
        text=True,
    )
    assert done.stdout == "using\n", done.stderr
    with ensure(fresh_home):
        pid = _server_pid(fresh_home)
        assert pid and Path(f"/proc/{pid}").stat().st_uid == 65534


@pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down")
def test_root_runs_it_as_an_unprivileged_user_even_from_a_private_home(fresh_home: Path) -> None:
    private = fresh_home / "private"
    private.mkdir(mode=0o700)
    with ensure(private / "var") as server:
        pid = _server_pid(private / "var")
        assert pid and Path(f"/proc/{pid}").stat().st_uid != 0
        assert _ask(server.url, "SELECT 1") == 1
    shutil.rmtree(server.places.root.resolve())


def _new_home() -> Path:
    home = Path(tempfile.mkdtemp(prefix="comptoir-", dir="/tmp"))
    home.chmod(0o755)
    return home


def _other_user(home: Path) -> "subprocess.Popen[str]":
    """Another process that uses the database of `home`."""
    user = subprocess.Popen(
        [sys.executable, "-c", USE_AND_WAIT, str(home)],
        env={**os.environ, "PYTHONPATH": str(SOURCES)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout and user.stdout.readline() == "using\n"
    return user


def _process_of_owner(home: Path) -> "subprocess.Popen[bytes]":
    owner = Places(home).data.stat().st_uid
    return subprocess.Popen(["sleep", "600"], user=owner if os.geteuid() == 0 else None)


def _python_of_everybody() -> str | None:
    wanted = f"{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/python{wanted}"):
        try:
            as_them = {"user": 65534, "group": 65534, "cwd": "/"}
            done = subprocess.run([python, "-c", ""], check=False, extra_groups=[], **as_them)
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return None


def _keeper_pid(home: Path) -> int | None:
    lock = LockFile(home / "keeper.lock")
    free = lock.take()
    lock.close()
    return None if free else int((home / "keeper.lock").read_text())


def _server_pid(home: Path) -> int | None:
    data = Places(home).data
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return None
    return pid if processes.is_server_of(pid, data) else None


def _ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def _do(url: str, *statements: str) -> None:
    with psycopg.connect(url) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _answers(url: str) -> bool:
    try:
        return _ask(url, "SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def _wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.02)
