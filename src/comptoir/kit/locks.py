"""Advisory transaction locks on subjects, taken before the first write of a transaction.

The journal delivers by transaction id. PostgreSQL gives a transaction its id with its first write, so the id
follows the order of facts only if the wait for the lock comes before that write.
"""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import connection

from comptoir.kit import sql
from comptoir.kit.prepared import Rows

Subject = tuple[str, UUID | str]


class LockAfterWrite(RuntimeError):
    """A command wrote before it held its subjects: a bug, never shown to a person."""


def hold(*subjects: Subject) -> None:
    """Wait for the locks of all subjects `(kind, id)`, in one order, until the transaction ends.

    Raises LockAfterWrite when the transaction has an id already, and when there is no transaction.
    """
    if not connection.in_atomic_block:
        raise LockAfterWrite("a lock that lasts a transaction needs a transaction")
    keys = sorted({_key(kind, str(identity)) for kind, identity in subjects})

    def refuse(found: Rows) -> None:
        if found[0][0]:
            raise LockAfterWrite(f"something was written before {subjects} were held")

    # Reads come in a later statement: this one's snapshot is older than the wait.
    sql.write(
        "SELECT pg_current_xact_id_if_assigned() IS NOT NULL, count(pg_advisory_xact_lock(k))"
        " FROM unnest(%s::bigint[]) AS k",
        [keys],
        then=refuse,
    )


def _key(kind: str, identity: str) -> int:
    digest = hashlib.blake2b(f"{kind}:{identity}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
