"""How records are cleaned before they are compared, and which answers may follow which. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from comptoir.customers.contracts import Contact
from comptoir.duplicates.contracts import Record, State
from comptoir.kit.text import fold

STATES = get_args(State)
MOVES: Mapping[str, frozenset[str]] = {
    "open": frozenset(("same", "different")),
    "same": frozenset(("open",)),
    "different": frozenset(("open",)),
}
SHOWN_FROM = 0.1  # of being one person: below it people would read more than they find
MOST_SHOWN = 5_000
MOST_TOGETHER = 20  # records of one person: more are a mistake that pulls strangers together
TITLES = frozenset(("m", "mr", "mme", "mlle", "mrs", "ms", "miss", "dr", "monsieur", "madame", "mademoiselle"))


def record(id: str, contact: Contact) -> Record:
    """What a customer wrote, as it is compared: without capitals, accents, titles and signs."""
    given, family = named(contact.name)
    return Record(
        id=id,
        given=given,
        family=family,
        email=mailbox(contact.email),
        phone=digits(contact.phone),
        street=words(f"{contact.street} {contact.more}"),
        postcode=words(contact.postcode),
        city=words(contact.city),
    )


def words(text: str) -> str | None:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text))) or None


def named(text: str) -> tuple[str | None, str | None]:
    """First name and family name: who writes them the other way round is compared both ways."""
    parts = [each for each in (words(text) or "").split() if each not in TITLES]
    return (parts[0] if parts else None), (" ".join(parts[1:]) or None)


def mailbox(text: str) -> str | None:
    """An address without what many providers do not read: dots and +tag of the box."""
    box, at, domain = text.strip().lower().partition("@")
    return f"{box.partition('+')[0].replace('.', '')}@{domain}" if at and box else None


def digits(text: str) -> str | None:
    """A telephone as the nine last digits, with which +33 6 and 06 are one."""
    found = re.sub(r"\D", "", text)
    return found[-9:] if len(found) >= 9 else None


def probability(weight: float) -> float:
    """Of bits (the logarithm to base 2 of the odds)."""
    if weight > 60:
        return 1.0
    odds: float = 2.0**weight
    return odds / (1 + odds)
