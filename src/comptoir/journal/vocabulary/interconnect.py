"""Words of the exchange with other systems."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word


@word("System Connected", subject=("system", "system_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SystemConnected(Word):
    """An outside system was made known, or its keys were changed."""

    system_id: UUID
    code: str
    keys: list[str]


@word("Field Owner Set", subject=("field_owner", "field"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class FieldOwnerSet(Word):
    """`field` is `price.amount`; `system` is empty when everybody may write it again."""

    field: str
    system: str
    policy: str


@word("Customer Brought", subject=("customer", "customer_id"))
class CustomerBrought(Word):
    """Another system told who a customer is and where they live."""

    customer_id: UUID
    system: str


@word("Conflict Decided", subject=("conflict", "conflict_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class ConflictDecided(Word):
    """`choice` is ours or theirs."""

    conflict_id: UUID
    kind: str
    field: str
    choice: str
