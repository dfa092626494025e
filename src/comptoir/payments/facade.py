from comptoir.payments.commands.authenticate import authenticate
from comptoir.payments.commands.call import Claimed, ask_provider, asked, call_provider, claim, try_later
from comptoir.payments.commands.record import Recorded, cancel_open, order_of, record
from comptoir.payments.commands.request import (
    check_tender,
    let_go,
    request,
    request_all_back,
    request_parts,
    request_refund,
)
from comptoir.payments.queries import (
    in_doubt,
    may_still_be_paid,
    queue_length,
    request_info,
    requests_of,
    tenders,
)

__all__ = [
    "Claimed",
    "Recorded",
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
