"""The promise ledger's door. Every verb works in the caller's transaction."""

from comptoir.promises.commands.make import make
from comptoir.promises.commands.settle import broken, kept, repaired, withdraw, withdraw_open
from comptoir.promises.queries import at_risk, get, of

__all__ = ["at_risk", "broken", "get", "kept", "make", "of", "repaired", "withdraw", "withdraw_open"]
