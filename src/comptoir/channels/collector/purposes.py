"""What an event says of consent, and into which lane it goes. Whatever is unclear is no consent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


def said(context: Mapping[str, Any]) -> list[str] | None:
    """The purposes that were consented to; None when the event says nothing about it.

    Read are `consent.purposes` (ours), `consent.categoryPreferences` (Segment: only `true` is a yes) and
    `consentManagement.allowedConsentIds` (RudderStack).
    """
    consent = context.get("consent")
    if isinstance(consent, dict):
        listed = consent.get("purposes")
        if isinstance(listed, list):
            return _known(listed)
        preferences = consent.get("categoryPreferences")
        if isinstance(preferences, dict):
            return _known([name for name, choice in preferences.items() if choice is True])
        return []
    managed = context.get("consentManagement")
    if isinstance(managed, dict) and ("allowedConsentIds" in managed or "deniedConsentIds" in managed):
        allowed = managed.get("allowedConsentIds")
        return _known(allowed) if isinstance(allowed, list) else []
    return None


def _known(names: list[Any]) -> list[str]:
    return sorted({MEANT[name.lower()] for name in names if isinstance(name, str) and name.lower() in MEANT})
