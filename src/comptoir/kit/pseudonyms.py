"""A name for a value that does not tell the value: what stands in the journal in place of an e-mail."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

SALT = "comptoir.kit.pseudonyms"
LENGTH = 32  # hexadecimal digits: 128 bits


def pseudonym(kind: str, value: str) -> str:
    """The same for the same kind and value, as long as the house's secret key is the same; HMAC-SHA256, cut.

    Whoever holds the key can try values, so it is pseudonymous and not anonymous (GDPR article 4(5)).
    """
    return salted_hmac(SALT, f"{kind}\n{value}", algorithm="sha256").hexdigest()[:LENGTH]
