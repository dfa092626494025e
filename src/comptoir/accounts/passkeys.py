"""WebAuthn (Level 2) by the library fido2: what a browser is asked, and whether its answer is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from comptoir.accounts.errors import PasskeyUnknown
from comptoir.accounts.models import Factor
from comptoir.kit import sql
from comptoir.org import facade as org

COUNT = """
UPDATE accounts_factor SET sign_count = %(count)s, used_at = %(now)s
WHERE id = %(id)s AND (sign_count < %(count)s OR %(count)s = 0 AND sign_count = 0)
"""
REQUIRED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page stands: `host` without a port binds the passkey, `origin` is scheme, host and port."""

    host: str
    origin: str
    shop: str


@dataclass(frozen=True, slots=True)
class Signed:
    """A passkey of ours that signed, and its own count of signatures."""

    factor: Factor
    sign_count: int

    @property
    def account_id(self) -> Any:
        return self.factor.account_id


def invite(account_id: UUID, *, place: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is asked in order to make a passkey, and the state to keep until it answers."""
    person = org.account(account_id)
    called = person.name or person.email
    user = PublicKeyCredentialUserEntity(id=person.id.bytes, name=person.email, display_name=called)
    known = [_credential(row) for row in Factor.objects.filter(account_id=person.id, kind=Factor.Kind.PASSKEY)]
    options, state = _server(place).register_begin(
        user, known, resident_key_requirement=ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
    )
    return dict(options), dict(state)


def made(state: Mapping[str, Any] | None, answer: dict[str, Any], *, place: Place) -> AttestedCredentialData:
    """The new passkey. Refuses PasskeyUnknown for an answer to another question, of another place, or unsigned."""
    try:
        response = RegistrationResponse.from_dict(answer)
        data = _server(place).register_complete(_known(state), response)
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise PasskeyUnknown() from wrong
    if data.credential_data is None:
        raise PasskeyUnknown()
    return data.credential_data


def ask(*, place: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the browser is asked in order to log in with any passkey of this host."""
    options, state = _server(place).authenticate_begin(user_verification=REQUIRED)
    return dict(options), dict(state)


def verified(state: Mapping[str, Any] | None, answer: dict[str, Any], *, place: Place) -> Signed:
    """The passkey that signed the answer. Refuses PasskeyUnknown."""
    try:
        response = AuthenticationResponse.from_dict(answer)
        row = Factor.objects.filter(credential=response.raw_id, kind=Factor.Kind.PASSKEY).first()
        if row is None:
            raise PasskeyUnknown()
        _server(place).authenticate_complete(_known(state), [_credential(row)], response)
        owner = response.response.user_handle
    except (ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise PasskeyUnknown() from wrong
    if owner is not None and owner != row.account_id.bytes:
        raise PasskeyUnknown()
    return Signed(row, response.response.authenticator_data.counter)


def count(signed: Signed, now: datetime) -> None:
    """Keep the passkey's own count, in the caller's transaction. A count that does not grow comes of a copy:
    refuses PasskeyUnknown (WebAuthn 6.1.1; passkeys that are kept in step between devices always say 0)."""
    if not sql.run(COUNT, {"id": signed.factor.id, "count": signed.sign_count, "now": now}):
        raise PasskeyUnknown()


def _known(state: Mapping[str, Any] | None) -> dict[str, Any]:
    if not state:
        raise PasskeyUnknown()
    return dict(state)


def _credential(row: Factor) -> AttestedCredentialData:
    assert row.public_key is not None
    return AttestedCredentialData(bytes(row.public_key))


def _server(place: Place) -> Fido2Server:
    entity = PublicKeyCredentialRpEntity(id=place.host, name=place.shop)
    return Fido2Server(entity, verify_origin=lambda origin: origin == place.origin)
