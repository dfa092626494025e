"""Somebody names an order: by its number and its e-mail together, or nothing."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from comptoir.aftersales.errors import OrderUnknown
from comptoir.kit import brakes
from comptoir.kit.brakes import Brake
from comptoir.kit.refusals import NotFound
from comptoir.orders import facade as orders

BY_ASKER = Brake("withdrawal_asker", 20, timedelta(minutes=10))
BY_NUMBER = Brake("withdrawal_number", 10, timedelta(minutes=10))


def find_order(number: str, email: str, *, asker: str, now: datetime) -> UUID:
    """The order with this number, if this is its e-mail. `asker` tells who tries (an address of the net); each try is
    counted, and a right one forgets those of its asker and number: the right to withdraw stays open (L221-21).
    Refuses TooFast, and OrderUnknown in the same words whatever does not fit."""
    number, email = _number(number), email.strip().casefold()
    brakes.press((BY_ASKER, asker), (BY_NUMBER, number), now=now)
    try:
        order = orders.by_number(number)
    except NotFound:
        raise OrderUnknown() from None
    if not hmac.compare_digest(order.contact.email.casefold().encode(), email.encode()):
        raise OrderUnknown()
    brakes.release(BY_ASKER, asker)
    brakes.release(BY_NUMBER, number)
    return order.id


def _number(text: str) -> str:
    """As people copy it: spaces and case do not matter, nor a hyphen that got lost."""
    plain = "".join(c for c in text.upper() if c.isalnum())[:12]
    return f"{plain[:4]}-{plain[4:]}" if len(plain) == 8 else plain
