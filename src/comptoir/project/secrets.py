"""The secret key: from the environment, else made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def secret_key(home: Path) -> str:
    """`COMPTOIR_SECRET_KEY`, or the content of `secret_key` in `home`, which is made when it is missing."""
    if given := os.environ.get("COMPTOIR_SECRET_KEY"):
        return given
    kept = home / "secret_key"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        fresh = home / f"secret_key.{os.getpid()}"
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # another process was first: its key is the one
            os.link(fresh, kept)
        fresh.unlink()
    return kept.read_text().strip()
