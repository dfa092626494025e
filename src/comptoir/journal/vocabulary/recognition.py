"""Words of recognition."""

from __future__ import annotations

from uuid import UUID

from comptoir.journal.contracts import Word, word


@word("Account Recognised", subject=("account", "account_id"))
class AccountRecognised(Word):
    """Who logs in with this account is this customer, by an e-mail that was proved: one record from then on."""

    account_id: UUID
    customer_id: UUID
    staff: bool
