"""The engine that `DATABASES` names: Django's, but for one question that it asks at each request, and for COMMIT."""

from __future__ import annotations

import select
import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction

from comptoir.kit.prepared import STATEMENTS

TRUSTED_SECONDS = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks the server `SELECT 1` at the start of each request. A server that is gone has closed its end, and
    that is seen without asking: there is something to read although nothing was asked. Only a network that went
    silent is not seen so; a connection that rested is asked as Django does."""

    asked_at = 0.0
    connection: Any

    def is_usable(self) -> bool:
        raw: Any = self.connection
        if raw is None or raw.closed or raw.broken:
            return False
        ready = select.poll()
        ready.register(raw.fileno(), select.POLLIN)
        now = time.monotonic()
        trusted, self.asked_at = now - self.asked_at < TRUSTED_SECONDS, now
        return (trusted and not ready.poll(0)) or super().is_usable()

    def _commit(self) -> None:
        """What `kit.sql` still holds goes out with the COMMIT."""
        if self.connection is not None and (statements := vars(self.connection).get(STATEMENTS)):
            with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
                statements.commit()
        else:
            super()._commit()  # type: ignore[misc]
