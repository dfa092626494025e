"""What follows from the secret key: mailed codes and links, digests of e-mails, encrypted secrets."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from comptoir.accounts import rules
from comptoir.accounts.errors import CodeWrong

CODE_LENGTH = 8
NEW_SECRET_LIVES = 1_800  # seconds


def mailed_code(ask_id: UUID) -> str:
    """Eight digits that only its mail says."""
    return rules.digits(_mac("code", ask_id), CODE_LENGTH)


def mailed_link(ask_id: UUID) -> str:
    """The token of the mail's link: the id and 128 bits that nobody can guess."""
    return _text(ask_id.bytes) + "." + _text(_mac("link", ask_id)[:16])


def ask_of_link(token: str) -> UUID:
    """Refuses CodeWrong."""
    try:
        ask_id = UUID(bytes=base64.urlsafe_b64decode(token.partition(".")[0] + "=="))
    except ValueError as wrong:
        raise CodeWrong() from wrong
    if not hmac.compare_digest(mailed_link(ask_id).encode(), token.encode()):
        raise CodeWrong()
    return ask_id


def attempt(email: str) -> str:
    """A pseudonym of what was typed as e-mail, the same each time, for the journal."""
    return salted_hmac("accounts.attempt", rules.canonical(email), algorithm="sha256").hexdigest()[:32]


def seal(secret: str) -> str:
    return _fernet().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    """Refuses CodeWrong when the secret key is no longer the one that sealed it."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as wrong:
        raise CodeWrong() from wrong


def new_secret() -> str:
    """160 random bits in base 32, as RFC 4226 (4) recommends."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def carry(secret: str, account_id: UUID) -> str:
    """A secret that is not confirmed yet, on its way through the page."""
    return signing.dumps([seal(secret), str(account_id)], salt="accounts.authenticator")


def carried(token: str, account_id: UUID) -> str:
    """Refuses CodeWrong for a token that is altered, old, or another's."""
    try:
        sealed, whose = signing.loads(token, salt="accounts.authenticator", max_age=NEW_SECRET_LIVES)
    except (signing.BadSignature, ValueError) as wrong:
        raise CodeWrong() from wrong
    if whose != str(account_id):
        raise CodeWrong()
    return unseal(sealed)


def recovery_digest(account_id: UUID, code: str) -> bytes:
    return hashlib.sha256(account_id.bytes + rules.typed_code(code).encode()).digest()


def _mac(use: str, ask_id: UUID) -> bytes:
    return salted_hmac(f"accounts.{use}", ask_id.hex, algorithm="sha256").digest()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _fernet() -> Fernet:
    key = hashlib.sha256(b"accounts.factors" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
