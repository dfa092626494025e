from comptoir.payments.adapters.bank_transfer import reference as transfer_reference
from comptoir.payments.adapters.bank_transfer import shown as shown_reference
from comptoir.payments.bank import account_of as bank_account
from comptoir.payments.bank import accounts as bank_accounts
from comptoir.payments.books import bookkeepers, ledger_name, movements, provider_statuses, receipts, test_bank_books
from comptoir.payments.checks import discrepancies
from comptoir.payments.commands.authenticate import authenticate
from comptoir.payments.commands.call import Claimed, ask_provider, asked, call_provider, claim, try_later
from comptoir.payments.commands.find_code import find_code
from comptoir.payments.commands.give_back import (
    refundable,
    request_all_back,
    request_refund,
    request_refund_again,
    ways_back,
)
from comptoir.payments.commands.hear import objection, read_news
from comptoir.payments.commands.record import Recorded, cancel_open, orders_of, record
from comptoir.payments.commands.record_dispute import record_dispute
from comptoir.payments.commands.request import check_tender, request, request_parts
from comptoir.payments.commands.set_bank_account import set_bank_account
from comptoir.payments.commands.stored_value import (
    block,
    issue,
    left_on,
    open_card,
    take_in_held,
    top_up,
    unblock,
    whole,
)
from comptoir.payments.commands.take import let_go, request_capture, secured
from comptoir.payments.disputes import charge_of, disputes, disputes_of
from comptoir.payments.queries import (
    available_on,
    by_stored_value,
    by_transfer_reference,
    credits_of,
    in_doubt,
    may_still_be_paid,
    queue_length,
    request_info,
    requests_of,
    stored_value,
    tender_names,
    tenders,
)
from comptoir.payments.rules import NOTHING, REASON_NAMES, SOLD_ONLINE, STORED, TRANSFER
from comptoir.payments.stored import code_of

__all__ = [
    "Claimed",
    "NOTHING",
    "REASON_NAMES",
    "SOLD_ONLINE",
    "Recorded",
    "bank_account",
    "bank_accounts",
    "bookkeepers",
    "by_stored_value",
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
    "STORED",
    "TRANSFER",
    "ask_provider",
    "available_on",
    "asked",
    "authenticate",
    "block",
    "call_provider",
    "cancel_open",
    "check_tender",
    "charge_of",
    "claim",
    "code_of",
    "credits_of",
    "discrepancies",
    "disputes",
    "disputes_of",
    "find_code",
    "in_doubt",
    "issue",
    "left_on",
    "ledger_name",
    "let_go",
    "may_still_be_paid",
    "open_card",
    "orders_of",
    "queue_length",
    "record",
    "record_dispute",
    "refundable",
    "request",
    "request_all_back",
    "request_capture",
    "request_info",
    "request_parts",
    "request_refund",
    "request_refund_again",
    "requests_of",
    "secured",
    "stored_value",
    "take_in_held",
    "tenders",
    "test_bank_books",
    "top_up",
    "try_later",
    "unblock",
    "ways_back",
    "whole",
]
