"""The door of consent."""

from comptoir.consent.commands.choose import choose
from comptoir.consent.commands.choose_many import choose_many
from comptoir.consent.commands.forget import forget
from comptoir.consent.commands.messages import (
    allow_messages,
    ask_email,
    confirm,
    hear_reply,
    note_call,
    note_customer,
    note_similar,
    stop,
    withdraw_messages,
)
from comptoir.consent.links import unsubscribe_headers
from comptoir.consent.messages import agreed, asked, letter_headers, may_write, said, said_by, standing_of
from comptoir.consent.purposes import PURPOSES, REFUSED_BY_BROWSER, TEXT_VERSION
from comptoir.consent.queries import allowed, history, standing
from comptoir.consent.rules import to
from comptoir.consent.similar import LAWS, allowed_in

__all__ = [
    "LAWS",
    "PURPOSES",
    "REFUSED_BY_BROWSER",
    "TEXT_VERSION",
    "agreed",
    "allow_messages",
    "allowed",
    "allowed_in",
    "ask_email",
    "asked",
    "choose",
    "choose_many",
    "confirm",
    "forget",
    "hear_reply",
    "history",
    "letter_headers",
    "may_write",
    "note_call",
    "note_customer",
    "note_similar",
    "said",
    "said_by",
    "standing",
    "standing_of",
    "stop",
    "to",
    "unsubscribe_headers",
    "withdraw_messages",
]
