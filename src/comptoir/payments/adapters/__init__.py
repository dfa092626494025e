"""Provider by tender: data, not other paths."""

from comptoir.payments.adapters.in_shop import InShop
from comptoir.payments.adapters.nothing import Nothing
from comptoir.payments.adapters.stored_value import OwnValue
from comptoir.payments.adapters.test_provider import TestProvider
from comptoir.payments.ports import Provider

PROVIDERS: dict[str, Provider] = {
    "test_card": TestProvider(),
    "in_shop": InShop(),
    "gift_card": OwnValue(),
    "store_credit": OwnValue(),
    "nothing": Nothing(),
}

__all__ = ["PROVIDERS"]
