"""What an event says of consent, and into which lane it goes. Whatever is unclear is no consent."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from comptoir.org.contracts import MARKETING, MEASUREMENT, PERSONALISATION

# Categories of widespread consent managers that mean one of our purposes.
MEANT = {
    "measurement": MEASUREMENT,
    "analytics": MEASUREMENT,
    "personalisation": PERSONALISATION,
    "personalization": PERSONALISATION,
    "marketing": MARKETING,
    "advertising": MARKETING,
}


LONGEST = 1_000  # bytes of an answer that is remembered: few differ
_decode = msgspec.json.Decoder().decode


def said(consent: msgspec.Raw, managed: msgspec.Raw) -> tuple[str, ...] | None:
    """The purposes that were consented to; None when the event says nothing about it.

    Read are `consent.purposes` (ours), `consent.categoryPreferences` (Segment: only `true` is a yes) and
    `consentManagement.allowedConsentIds` (RudderStack).
    """
    given = bytes(consent), bytes(managed)
    return _said(*given) if len(given[0]) + len(given[1]) <= LONGEST else _said.__wrapped__(*given)


@lru_cache(maxsize=1_000)
def _said(told: bytes, told_managed: bytes) -> tuple[str, ...] | None:
    consent, managed = _decode(told), _decode(told_managed)
    if isinstance(consent, dict):
        listed = consent.get("purposes")
        if isinstance(listed, list):
            return _known(listed)
        preferences = consent.get("categoryPreferences")
        if isinstance(preferences, dict):
            return _known([name for name, choice in preferences.items() if choice is True])
        return ()
    if isinstance(managed, dict) and ("allowedConsentIds" in managed or "deniedConsentIds" in managed):
        allowed = managed.get("allowedConsentIds")
        return _known(allowed) if isinstance(allowed, list) else ()
    return None


def _known(names: list[Any]) -> tuple[str, ...]:
    return tuple(sorted({MEANT[name.lower()] for name in names if isinstance(name, str) and name.lower() in MEANT}))
