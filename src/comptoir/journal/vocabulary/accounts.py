"""Words of the accounts: who came in, who was refused, what opens an account. No e-mail, no address of the net."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import LegalBasis, Word, word

SAFETY = LegalBasis.LEGITIMATE_INTEREST


@word("Log In Refused", subject=("log_in", "attempt"), legal_basis=SAFETY)
class LogInRefused(Word):
    """`attempt` is a keyed digest of what was typed as e-mail, the same each time."""

    attempt: str
    account_id: UUID | None
    method: str


@word("Log In Code Sent", subject=("log_in", "attempt"), legal_basis=SAFETY)
class LogInCodeSent(Word):
    attempt: str
    purpose: str


@word("Session Begun", subject=("account", "account_id"), legal_basis=SAFETY)
class SessionBegun(Word):
    account_id: UUID
    session_id: UUID
    method: str
    staff: bool
    strong: bool


@word("Session Proved", subject=("account", "account_id"), legal_basis=SAFETY)
class SessionProved(Word):
    """Who is there proved it again, or by a second factor (`strong`)."""

    account_id: UUID
    session_id: UUID
    method: str
    strong: bool


@word("Proof Refused", subject=("account", "account_id"), legal_basis=SAFETY)
class ProofRefused(Word):
    account_id: UUID
    session_id: UUID
    method: str


@word("Sessions Ended", subject=("account", "account_id"), legal_basis=SAFETY)
class SessionsEnded(Word):
    account_id: UUID
    session_ids: list[UUID]
    reason: str


@word("Account Erased", subject=("account", "account_id"), legal_basis=LegalBasis.LEGAL_OBLIGATION)
class AccountErased(Word):
    """Its person was forgotten: no name, no e-mail, nothing that opens it (GDPR article 17)."""

    account_id: UUID


@word("Password Set", subject=("account", "account_id"), legal_basis=SAFETY)
class PasswordSet(Word):
    account_id: UUID


@word("Email Changed", subject=("account", "account_id"), legal_basis=SAFETY)
class EmailChanged(Word):
    account_id: UUID


@word("Factor Added", subject=("account", "account_id"), legal_basis=SAFETY)
class FactorAdded(Word):
    account_id: UUID
    factor_id: UUID
    kind: str


@word("Factor Removed", subject=("account", "account_id"), legal_basis=SAFETY)
class FactorRemoved(Word):
    account_id: UUID
    factor_id: UUID
    kind: str


@word("Recovery Codes Made", subject=("account", "account_id"), legal_basis=SAFETY)
class RecoveryCodesMade(Word):
    account_id: UUID
    count: int


@word("Staff Invited", subject=("account", "account_id"), legal_basis=SAFETY)
class StaffInvited(Word):
    account_id: UUID
    roles: list[str]


@word("Account Disabled", subject=("account", "account_id"), legal_basis=SAFETY)
class AccountDisabled(Word):
    account_id: UUID


@word("Account Enabled", subject=("account", "account_id"), legal_basis=SAFETY)
class AccountEnabled(Word):
    account_id: UUID


@word("Second Factor Reset", subject=("account", "account_id"), legal_basis=SAFETY)
class SecondFactorReset(Word):
    account_id: UUID
    factors: int


@word("Personal Data Exported", subject=("account", "account_id"), legal_basis=SAFETY)
class PersonalDataExported(Word):
    """A member of staff took a list with names away as a file."""

    account_id: UUID
    screen: str
    form: str
    rows: int
