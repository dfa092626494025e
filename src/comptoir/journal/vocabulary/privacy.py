"""Words of the privacy centre: what people asked about their own data, and that it was done."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word

DUTY = LegalBasis.LEGAL_OBLIGATION


@word("Own Data Given", subject=("customer", "customer_id"), legal_basis=DUTY)
class OwnDataGiven(Word):
    """A person took a copy of what is known of them (GDPR articles 15 and 20); `form` is json or page."""

    customer_id: UUID
    form: str


@word("Own Data Corrected", subject=("customer", "customer_id"), legal_basis=DUTY)
class OwnDataCorrected(Word):
    """A person corrected how they are called or reached (article 16)."""

    customer_id: UUID


@word("Erasure Asked", subject=("erasure", "erasure_id"), legal_basis=DUTY)
class ErasureAsked(Word):
    """A person is to be forgotten (article 17). `cause` is asked (by the person), staff or inactive."""

    erasure_id: UUID
    customer_id: UUID
    cause: str


@word("Erasure Completed", subject=("erasure", "erasure_id"), legal_basis=DUTY)
class ErasureCompleted(Word):
    """All that may go is gone; `rows` counts what went, `receipt` is the SHA-256 of the signed record."""

    erasure_id: UUID
    rows: int
    receipt: str


@word("Unknown Person Erased", subject=("erasure", "erasure_id"), legal_basis=DUTY)
class UnknownPersonErased(Word):
    """Staff erased what was heard of somebody who is no customer: devices and user ids of sources. It names nobody."""

    erasure_id: UUID
    rows: int
