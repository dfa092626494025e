"""The user's side of the embedded database."""

import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from . import processes
from .errors import DatabaseUnavailable
from .locks import LockFile
from .places import DATABASE, ROLE, Places

if TYPE_CHECKING:
    import psycopg

SOURCES = Path(__file__).resolve().parents[3]
STARTING_SECONDS = 330.0  # a long recovery after a crash, and a little
STOPPING_SECONDS = 25.0


def ensure(home: Path) -> "Server":
    """Use the embedded database of `home`: found running or started, with the database `comptoir` in it.

    Refuses with DatabaseUnavailable, whose text says what to do.
    """
    places = Places(home.resolve())
    try:
        places.home.mkdir(parents=True, exist_ok=True)
        server = Server(places, LockFile(places.home / "users.lock"))
    except OSError as error:
        raise DatabaseUnavailable(
            f"The data folder {places.home} cannot be used: {error.strerror}. "
            "Choose another with COMPTOIR_HOME."
        ) from error
    try:
        server.keep()
    except BaseException:
        server.stop()
        raise
    return server


class Server:
    """One process's use of the embedded database; made by `ensure`."""

    def __init__(self, places: Places, users: LockFile) -> None:
        self.places = places
        self._users: LockFile | None = users
        self._keeper: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return self.places.url

    def has_keeper(self) -> bool:
        """Whether somebody would restart the database now, were it to die."""
        if self._keeper:
            self._keeper.poll()
        return not _is_free(self.places.home / "keeper.lock")

    def keep(self) -> None:
        """Make sure that the server runs, is kept running, and holds our database."""
        start = LockFile(self.places.home / "start.lock")
        try:
            start.wait(seconds=STARTING_SECONDS)
            if self._users:
                # A keeper that is stopping the server holds this lock alone until it has ended.
                self._users.wait(shared=True, seconds=STARTING_SECONDS)
            give_up = time.monotonic() + STARTING_SECONDS
            while True:
                # Asked again each time round: the keeper found at first may have been dying.
                if not self.has_keeper():
                    self._keeper = _start_keeper(self.places)
                trouble = _make_database(self.places)
                if not trouble:
                    return
                if time.monotonic() > give_up:
                    raise DatabaseUnavailable(f"The embedded database does not answer: {trouble}")
                time.sleep(0.05)
        finally:
            start.close()

    def stop(self) -> None:
        """Stop using the database; when this was its last user, return only when it has ended."""
        if self._users is None:
            return
        keeper = _pid_in(self.places.home / "keeper.lock")
        self._users.close()
        self._users = None
        users = self.places.home / "users.lock"
        if not _is_free(users) and _is_free(users, shared=True):
            return  # others use it
        give_up = time.monotonic() + STOPPING_SECONDS
        while keeper and processes.is_alive(keeper) and time.monotonic() < give_up:
            time.sleep(0.005)
        if self._keeper:
            self._keeper.poll()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _start_keeper(places: Places) -> subprocess.Popen[str]:
    keeper = subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.keeper", str(places.home)],
        cwd=SOURCES,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C in the terminal is not for it
    )
    assert keeper.stdout
    with keeper.stdout:
        said = keeper.stdout.read()
    if said != "ready":
        keeper.wait()
        raise DatabaseUnavailable(said or f"The database does not start; see {places.home}/keeper.log")
    return keeper


def _make_database(places: Places) -> str:
    """Create the database when missing. Gives the trouble when the server does not answer, else an empty text."""
    import psycopg  # not at the top: the keeper imports this package too, and has no use for it
    from psycopg import sql

    try:
        _connect(places, DATABASE).close()
        return ""
    except psycopg.errors.InvalidCatalogName:
        pass
    except psycopg.OperationalError as trouble:
        if "does not exist" not in str(trouble) or "database" not in str(trouble):
            return str(trouble)
    try:
        with _connect(places, "postgres") as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(DATABASE)))
    except psycopg.OperationalError as trouble:
        return str(trouble)
    return ""


def _connect(places: Places, database: str) -> "psycopg.Connection[tuple[object, ...]]":
    import psycopg

    return psycopg.connect(
        host=str(places.socket), dbname=database, user=ROLE, autocommit=True, connect_timeout=10
    )


def _is_free(path: Path, *, shared: bool = False) -> bool:
    lock = LockFile(path)
    try:
        return lock.take(shared=shared)
    finally:
        lock.close()


def _pid_in(path: Path) -> int | None:
    try:
        text = path.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
