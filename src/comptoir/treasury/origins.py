"""Where the journal says that news from outside came from."""

from __future__ import annotations

from comptoir.journal.contracts import Origin
from comptoir.kit.ids import uuid7


def of(actor: str, legal_entity: str, channel: str = "hooks") -> Origin:
    """`actor` is `provider:<name>`, `bank:<code>`, `staff:…` or `system:worker`."""
    return Origin(actor=actor, channel=channel, correlation=uuid7(), legal_entity=legal_entity)
