"""Which system user runs PostgreSQL, and whether that user can reach what it needs.

PostgreSQL refuses to run as root. Started by root, it runs as the owner of the data folder, else as
`postgres`, else as `nobody`; started by anybody else, as that person.
"""

import os
import pwd
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import DatabaseUnavailable
from .places import Places

CANDIDATES = ("postgres", "nobody")
RELOCATED = Path("/var/lib/comptoir")


@dataclass(frozen=True)
class Identity:
    """The user of the server. `lowered` is true when we are root and step down."""

    uid: int
    gid: int
    name: str
    lowered: bool

    def process_options(self, cwd: Path) -> dict[str, Any]:
        """Arguments for `subprocess` that make a program run as this user, with a known environment."""
        options: dict[str, Any] = {
            "cwd": cwd,
            "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            "stdin": subprocess.DEVNULL,
            "umask": 0o077,
        }
        if self.lowered:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def reaches(self, path: Path) -> bool:
        """Whether this user may pass through every folder down to `path`; tried as that user."""
        if not self.lowered:
            return True
        try:
            as_them = self.process_options(Path("/"))
            found = subprocess.run(
                ["/bin/ls", "-d", f"{path}/."], capture_output=True, check=False, **as_them
            )
        except OSError:
            return False
        return found.returncode == 0


def settle(places: Places) -> Identity:
    """Make the database's folders for the right user and say who that is.

    When root's home hides the folder from that user, the database goes to /var/lib/comptoir and a link
    stands in its place. Refuses a folder that belongs to another ordinary user.
    """
    places.home.mkdir(parents=True, exist_ok=True)
    identity = _identity(places)
    if not places.root.exists():
        if identity.reaches(places.home):
            open_folder(places.root)
        else:
            # A name of its own each time: whoever deletes the link wants to start afresh.
            made = tempfile.mkdtemp(prefix=f"{places.mark}-", dir=open_folder(RELOCATED))
            places.root.unlink(missing_ok=True)
            places.root.symlink_to(open_folder(Path(made)))
    root = places.root.resolve()
    if identity.lowered:
        os.chown(root, identity.uid, identity.gid)
    if not identity.reaches(root):
        raise DatabaseUnavailable(
            f"Started by root, PostgreSQL runs as user {identity.name}, who cannot reach {root}. "
            "Choose another data folder with COMPTOIR_HOME, or start Comptoir as an ordinary user."
        )
    _own_folder(places.socket, identity)
    return identity


def open_folder(path: Path) -> Path:
    """A folder that everybody may pass through, whatever the umask."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o755)
    return path


def _identity(places: Places) -> Identity:
    me = os.geteuid()
    owner = places.data.stat().st_uid if places.data.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise DatabaseUnavailable(
                f"The database in {places.data} belongs to user {_name(owner or 0)}. "
                "Start Comptoir as that user or as root, or choose another data folder with COMPTOIR_HOME."
            )
        return Identity(me, os.getegid(), _name(me), lowered=False)
    if owner:
        return Identity(owner, places.data.stat().st_gid, _name(owner), lowered=True)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Identity(entry.pw_uid, entry.pw_gid, name, lowered=True)
    raise DatabaseUnavailable(
        "PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody. "
        "Start Comptoir as an ordinary user, or set DATABASE_URL."
    )


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _own_folder(path: Path, identity: Identity) -> None:
    """A folder that only `identity` may enter; refuses one that somebody else put there first."""
    try:
        path.mkdir(mode=0o700)
        if identity.lowered:
            os.chown(path, identity.uid, identity.gid)
    except FileExistsError:
        pass
    found = path.lstat()
    if path.is_symlink() or not path.is_dir() or found.st_uid != identity.uid:
        raise DatabaseUnavailable(
            f"{path} should be a folder of user {identity.name}, and is not. Remove it."
        )
    path.chmod(0o700)
