"""Where customers transfer money to."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from stdnum import bic as bics
from stdnum import iban as ibans
from stdnum.exceptions import ValidationError

from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.journal.vocabulary.payments import BankAccountSet
from comptoir.kit import locks, sql
from comptoir.kit.refusals import Invalid
from comptoir.payments import bank

SET = """
INSERT INTO payments_bankaccount (legal_entity, holder, iban, bic, currency, changed_at)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (legal_entity) DO UPDATE
SET holder = excluded.holder, iban = excluded.iban, bic = excluded.bic, currency = excluded.currency,
    changed_at = excluded.changed_at
"""


def set_bank_account(
    legal_entity: str, *, holder: str, iban: str, bic: str, currency: str, origin: Origin, now: datetime
) -> None:
    """The account of a legal entity from now on: transfers are offered, and its statements are taken in.

    Refuses Invalid (holder, iban by its check digits, bic).
    """
    errors = {}
    holder = holder.strip()
    if not holder:
        errors["holder"] = "missing"
    elif len(holder) > 140:
        errors["holder"] = "too_long"
    tight = iban.replace(" ", "").upper()
    if not ibans.is_valid(tight):
        errors["iban"] = "not_an_iban"
    try:
        bic = bics.validate(bic) if bic.strip() else ""
    except ValidationError:
        errors["bic"] = "not_a_bic"
    if errors:
        raise Invalid(errors)
    with transaction.atomic(durable=True):
        locks.hold(("legal_entity", legal_entity))
        sql.run(SET, [legal_entity, holder, tight, bic, currency, now])
        word = BankAccountSet(legal_entity=legal_entity, ends_with=tight[-4:], currency=currency)
        journal.append(word, origin=origin, occurred_at=now)
    bank.forget()
