"""Words of the organisation."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("Api Key Issued", subject=("api_key", "key_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ApiKeyIssued(Word):
    key_id: UUID
    prefix: str
    scopes: list[str]


@word("Api Key Revoked", subject=("api_key", "key_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ApiKeyRevoked(Word):
    key_id: UUID
    prefix: str
