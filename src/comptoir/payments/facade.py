from comptoir.payments.commands.authenticate import authenticate
from comptoir.payments.commands.call import Claimed, ask_provider, call_provider, claim, try_later
from comptoir.payments.commands.record import Recorded, cancel_open, order_of, record
from comptoir.payments.commands.request import check_tender, request, request_refund
from comptoir.payments.queries import queue_length, request_info, requests_of, tenders, waiting_for_customer

__all__ = [
    "Claimed",
    "Recorded",
    "ask_provider",
    "authenticate",
    "call_provider",
    "cancel_open",
    "check_tender",
    "claim",
    "order_of",
    "queue_length",
    "record",
    "request",
    "request_info",
    "request_refund",
    "requests_of",
    "tenders",
    "try_later",
    "waiting_for_customer",
]
