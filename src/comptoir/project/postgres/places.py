"""Where the embedded database keeps its things, computed without touching the disk's contents."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

# sockaddr_un holds 104 bytes on macOS and 108 on Linux, with the file name and a closing zero.
LONGEST_SOCKET_PATH = 99
SOCKET_NAME = ".s.PGSQL.5432"
DATABASE = "comptoir"
ROLE = "comptoir"


def home_from_environment() -> Path:
    """The data folder: `COMPTOIR_HOME`, or `var` in the current folder; absolute."""
    return Path(os.environ.get("COMPTOIR_HOME") or "var").resolve()


@dataclass(frozen=True)
class Places:
    """Paths of one embedded database. `home` is Comptoir's data folder."""

    home: Path

    @property
    def root(self) -> Path:
        """Everything of the database lives here (may be a link, see `identity.settle`)."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        return self.root.resolve() / "data"

    @property
    def log(self) -> Path:
        return self.root.resolve() / "postgres.log"

    @property
    def mark(self) -> str:
        """A short name for this home, the same in every process."""
        return hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]

    @property
    def socket(self) -> Path:
        """The folder of the socket; short even when the home is not."""
        inside = self.root / "run"
        if len(os.fsencode(inside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return inside
        return Path("/tmp") / f"comptoir-{self.mark}"

    @property
    def url(self) -> str:
        return f"postgresql:///{DATABASE}?host={self.socket}&user={ROLE}"
