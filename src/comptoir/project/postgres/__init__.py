"""The embedded PostgreSQL: found, started and shared by as many processes as want it.

`with ensure(home) as server:` gives a server that runs and holds the database `comptoir`; the last process
that leaves lets it stop. Nothing here is used when DATABASE_URL names a server.
"""

from .binaries import programs_folder
from .errors import DatabaseUnavailable
from .places import Places, home_from_environment
from .server import Server, ensure

__all__ = ["DatabaseUnavailable", "Places", "Server", "ensure", "home_from_environment", "programs_folder"]
