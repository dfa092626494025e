"""Payment by transfer: the customer's bank sends the money, days later, with our reference."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10

from comptoir.kit.clock import now
from comptoir.payments.contracts import PaymentResult
from comptoir.payments.ports import Demand

HOLD = timedelta(days=7)  # a transfer takes a working day (SEPA rulebook); people take longer
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no letter that is taken for a digit
_LENGTH = 12


class BankTransfer:
    def charge(self, demand: Demand) -> PaymentResult:
        return PaymentResult(
            outcome="waiting", amount=demand.amount, reference=reference(demand.key), until=now() + HOLD
        )

    def refund(self, demand: Demand) -> PaymentResult:
        """Staff send it from the account; it is done when the statement shows it leave with this reference."""
        return PaymentResult(outcome="awaited", amount=demand.amount, reference=reference(demand.key))

    def capture(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="refused", amount=demand.amount, refusal_code="nothing_reserved")

    def void(self, demand: Demand) -> PaymentResult:
        return PaymentResult(outcome="voided", amount=demand.amount)

    def ask(self, demand: Demand) -> PaymentResult | None:
        """Nobody can be asked: news comes with the account's statement."""
        return None

    def action_address(self, request_id: UUID) -> str:
        return ""


def reference(key: UUID) -> str:
    """The creditor reference (ISO 11649) of a request: RF, two check digits, twelve characters made of the 60 last,
    random bits of its id."""
    number, text = key.int & (1 << 60) - 1, ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, 32)
        text = _DIGITS[digit] + text
    return f"RF{mod_97_10.calc_check_digits(text + 'RF')}{text}"


def shown(text: str) -> str:
    """In groups of four, as a person copies it."""
    return str(iso11649.format(text))
