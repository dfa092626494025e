"""New write keys."""

from __future__ import annotations

from comptoir.kit import ids
from comptoir.sources import rules


def new_key(kind: str) -> tuple[str, str]:
    """What is shown, and what is kept of it: the same but for a server's secret."""
    if kind == "public":
        key = ids.public_code(24)
        return key, key
    secret = rules.SECRET + ids.secret_token()
    return secret, rules.digest(secret)
