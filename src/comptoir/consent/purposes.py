"""What somebody may allow, one by one, in the words that are shown beside each choice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.consent.contracts import Purpose
from comptoir.org.contracts import MARKETING, MEASUREMENT, PERSONALISATION

# Changes when one of the words below does: a consent holds for what was read. A test compares.
TEXT_VERSION = "2026-12"

PURPOSES = (
    Purpose(
        MEASUREMENT,
        _("Measuring visits"),
        _(
            "We record the steps of your visits, under a number that this device keeps for 13 months at most, and see "
            "them beside your orders: so we learn where people hesitate or give up. Without it, visits are only "
            "counted, and tied to nobody."
        ),
    ),
    Purpose(
        PERSONALISATION,
        _("A shop that follows your taste"),
        _(
            "What you look at and buy decides what we show you first. Without it, everybody sees the same. Prices "
            "do not depend on it."
        ),
    ),
    Purpose(
        MARKETING,
        _("Advertising for our shop"),
        _(
            "We may use what we know of your visits to choose which of our messages you get, and when. No message "
            "is sent for this alone: you ask for those separately."
        ),
    ),
)

# What a browser refuses by Global Privacy Control (`Sec-GPC: 1`): to be followed beyond what is measured here.
REFUSED_BY_BROWSER = frozenset({PERSONALISATION, MARKETING})
