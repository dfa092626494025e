"""Django's view of the database: the server that DATABASE_URL names, or the embedded one of COMPTOIR_HOME."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from comptoir.project.postgres import Places, Server, ensure, home_from_environment

# A statement or an idle transaction that lasts longer holds the journal's delivery back: it is ended.
SESSION = {
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "30s",
    "lock_timeout": "10s",
    "jit": "off",
}


def url() -> str:
    """The address of the database, whether or not it runs."""
    return os.environ.get("DATABASE_URL") or Places(home_from_environment()).url


def is_embedded() -> bool:
    return not os.environ.get("DATABASE_URL")


@contextmanager
def running() -> Iterator[Server | None]:
    """While inside, the embedded database runs; None when DATABASE_URL names a server that others run."""
    if not is_embedded():
        yield None
        return
    with ensure(home_from_environment()) as server:
        yield server


def settings(address: str | None = None) -> dict[str, dict[str, Any]]:
    """Django's DATABASES for `address` (libpq's forms, also `postgresql:///name?host=/folder`)."""
    parsed = conninfo_to_dict(address or url())
    given = {name: str(value) for name, value in parsed.items() if value is not None}
    session = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    options: dict[str, Any] = {
        "application_name": "comptoir",
        "connect_timeout": "10",
        # Statements that come back are prepared by the server; Django switches this off unless told.
        "prepare_threshold": 2,
    }
    default = {
        "ENGINE": "comptoir.kit.connection",
        "NAME": given.pop("dbname", "comptoir"),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
    options |= given | {"options": f"{session} {given.get('options', '')}".strip()}
    return {"default": default | {"OPTIONS": options}}
