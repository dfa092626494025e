"""The door of consent."""

from comptoir.consent.commands.choose import choose
from comptoir.consent.commands.forget import forget
from comptoir.consent.commands.hear import heard
from comptoir.consent.purposes import PURPOSES, REFUSED_BY_BROWSER, TEXT_VERSION
from comptoir.consent.queries import allowed, history, standing

__all__ = [
    "PURPOSES",
    "REFUSED_BY_BROWSER",
    "TEXT_VERSION",
    "allowed",
    "choose",
    "forget",
    "heard",
    "history",
    "standing",
]
