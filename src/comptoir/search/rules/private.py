"""What may be kept of the words of a search: not what points to a person."""

from __future__ import annotations

import hashlib
import hmac
import re

from comptoir.search.rules.words import normal

ADDRESS = re.compile(r"\S*@\S*")
DIGITS = re.compile(r"\d(?:[\s.\-/]?\d){5,}")
ENOUGH = 3  # so often has a search to be asked before its words are kept


def stripped(text: str) -> str:
    """The words without e-mail addresses and without runs of six digits or more (telephones, orders, cards)."""
    return normal(DIGITS.sub(" ", ADDRESS.sub(" ", text)))


def digest(words: str, secret: str) -> bytes:
    """By which a search is counted while its words are not kept; nobody can try words without the secret."""
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).digest()[:16]
