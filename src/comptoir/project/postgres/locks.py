"""Three lock files per home. The kernel lets go of them whatever happens to their holder.

`start.lock`   held while somebody looks for, starts or prepares the server
`users.lock`   shared by every process that uses the server; the keeper waits for it alone
`keeper.lock`  held by the keeper for as long as it lives
"""

import fcntl
import os
import time
from pathlib import Path

from .errors import DatabaseUnavailable


class LockFile:
    """An flock on one file; closes with the process, is not inherited by programs started from it."""

    def __init__(self, path: Path, *, make: bool = True) -> None:
        """Raises FileNotFoundError when there is no such file and none is to be made."""
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if make else 0), 0o600)

    def wait(self, *, shared: bool = False, seconds: float | None = None) -> None:
        """Take the lock, waiting at most `seconds` (for ever when None), then refuse with words."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        if seconds is None:
            fcntl.flock(self._descriptor, kind)
            return
        give_up = time.monotonic() + seconds
        while not self._try(kind):
            if time.monotonic() > give_up:
                raise DatabaseUnavailable(
                    f"Another process has held {self.path} for {seconds:.0f} s. "
                    f"See which one with: fuser {self.path}"
                )
            time.sleep(0.02)

    def take(self, *, shared: bool = False) -> bool:
        """Take the lock if it can be had now."""
        return self._try(fcntl.LOCK_SH if shared else fcntl.LOCK_EX)

    def is_in_place(self) -> bool:
        """Whether its path still leads to this file, and not to none or another."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.stat(self.path))
        except FileNotFoundError:
            return False

    def write(self, text: str) -> None:
        """Put a word into the file about who holds the lock."""
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
