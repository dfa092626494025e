"""The door of privacy."""

from comptoir.privacy.commands.ask_erasure import ask_erasure
from comptoir.privacy.commands.erase_unknown import erase_unknown
from comptoir.privacy.commands.give import correct, give
from comptoir.privacy.commands.let_go import let_inactive_go
from comptoir.privacy.commands.work_erasures import erase, work_erasures
from comptoir.privacy.holdings import HOLDINGS
from comptoir.privacy.queries import erasure, erasure_of, overdue, read_receipt, told
from comptoir.privacy.rules import backups_until

__all__ = [
    "HOLDINGS",
    "ask_erasure",
    "backups_until",
    "correct",
    "erase",
    "erase_unknown",
    "erasure",
    "erasure_of",
    "give",
    "let_inactive_go",
    "overdue",
    "read_receipt",
    "told",
    "work_erasures",
]
