"""Provider by tender: data, not other paths."""

from comptoir.payments.adapters.bank_transfer import BankTransfer
from comptoir.payments.adapters.in_shop import InShop
from comptoir.payments.adapters.nothing import Nothing
from comptoir.payments.adapters.stored_value import OwnValue
from comptoir.payments.adapters.stripe.books import StripeBooks
from comptoir.payments.adapters.stripe.charges import Stripe
from comptoir.payments.adapters.stripe.events import StripeEvents
from comptoir.payments.adapters.test_bank import TestBank, TestBooks
from comptoir.payments.adapters.test_provider import TestProvider
from comptoir.payments.ports import Bookkeeper, Notifier, Provider

PROVIDERS: dict[str, Provider] = {
    "test_card": TestProvider(),
    "card": Stripe(),
    "bank_transfer": BankTransfer(),
    "in_shop": InShop(),
    "gift_card": OwnValue(),
    "store_credit": OwnValue(),
    "nothing": Nothing(),
}
PROVIDER_OF: dict[str, str] = {"test_card": "test-bank", "card": "stripe"}
NOTIFIERS: dict[str, Notifier] = {"test-bank": TestBank(), "stripe": StripeEvents()}
BOOKKEEPERS: dict[str, Bookkeeper] = {"test-bank": TestBooks(), "stripe": StripeBooks()}

__all__ = ["BOOKKEEPERS", "NOTIFIERS", "PROVIDERS", "PROVIDER_OF"]
