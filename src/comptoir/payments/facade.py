from comptoir.payments.commands.authenticate import authenticate
from comptoir.payments.commands.call import Claimed, ask_provider, asked, call_provider, claim, try_later
from comptoir.payments.commands.find_code import find_code
from comptoir.payments.commands.give_back import refundable, request_all_back, request_refund, request_refund_again
from comptoir.payments.commands.record import Recorded, cancel_open, order_of, record
from comptoir.payments.commands.request import check_tender, request, request_parts
from comptoir.payments.commands.stored_value import block, issue, top_up, unblock
from comptoir.payments.commands.take import let_go, request_capture, secured
from comptoir.payments.queries import (
    credits_of,
    in_doubt,
    may_still_be_paid,
    queue_length,
    request_info,
    requests_of,
    stored_value,
    tenders,
)
from comptoir.payments.rules import REASON_NAMES, STORED

__all__ = [
    "Claimed",
    "REASON_NAMES",
    "Recorded",
    "STORED",
    "ask_provider",
    "asked",
    "authenticate",
    "block",
    "call_provider",
    "cancel_open",
    "check_tender",
    "claim",
    "credits_of",
    "find_code",
    "in_doubt",
    "issue",
    "let_go",
    "may_still_be_paid",
    "order_of",
    "queue_length",
    "record",
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
    "tenders",
    "top_up",
    "try_later",
    "unblock",
]
