from comptoir.payments.adapters.bank_transfer import reference as transfer_reference
from comptoir.payments.adapters.bank_transfer import shown as shown_reference
from comptoir.payments.bank import account_of as bank_account
from comptoir.payments.bank import accounts as bank_accounts
from comptoir.payments.books import bookkeepers, movements, provider_statuses, receipts
from comptoir.payments.commands.authenticate import authenticate
from comptoir.payments.commands.call import Claimed, ask_provider, asked, call_provider, claim, try_later
from comptoir.payments.commands.hear import objection, read_news
from comptoir.payments.commands.record import Recorded, cancel_open, order_of, record
from comptoir.payments.commands.request import (
    check_tender,
    let_go,
    request,
    request_all_back,
    request_parts,
    request_refund,
)
from comptoir.payments.commands.set_bank_account import set_bank_account
from comptoir.payments.queries import (
    by_transfer_reference,
    in_doubt,
    may_still_be_paid,
    queue_length,
    request_info,
    requests_of,
    tender_names,
    tenders,
)

__all__ = [
    "Claimed",
    "Recorded",
    "bank_account",
    "bank_accounts",
    "bookkeepers",
    "by_transfer_reference",
    "movements",
    "objection",
    "provider_statuses",
    "read_news",
    "receipts",
    "set_bank_account",
    "shown_reference",
    "tender_names",
    "transfer_reference",
    "ask_provider",
    "asked",
    "authenticate",
    "call_provider",
    "cancel_open",
    "check_tender",
    "claim",
    "in_doubt",
    "let_go",
    "may_still_be_paid",
    "order_of",
    "queue_length",
    "record",
    "request",
    "request_all_back",
    "request_info",
    "request_parts",
    "request_refund",
    "requests_of",
    "tenders",
    "try_later",
]
