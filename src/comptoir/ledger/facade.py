from comptoir.ledger.commands.post import bring_all, bring_to, difference, payout, post, post_all
from comptoir.ledger.queries import LedgerFilter, balances, days, transfers_of
from comptoir.ledger.rules import (
    BANK,
    CORRECTION,
    GOODWILL,
    RECEIVABLE,
    clearing,
    fees,
    liability,
    name,
    sales,
    vat,
)

__all__ = [
    "BANK",
    "CORRECTION",
    "GOODWILL",
    "RECEIVABLE",
    "LedgerFilter",
    "balances",
    "bring_all",
    "bring_to",
    "clearing",
    "days",
    "difference",
    "fees",
    "liability",
    "name",
    "payout",
    "post",
    "post_all",
    "sales",
    "transfers_of",
    "vat",
]
