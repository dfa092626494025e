"""Provider by tender: data, not other paths."""

from comptoir.payments.adapters.in_shop import InShop
from comptoir.payments.adapters.test_provider import TestProvider
from comptoir.payments.ports import Provider

PROVIDERS: dict[str, Provider] = {"test_card": TestProvider(), "in_shop": InShop()}

__all__ = ["PROVIDERS"]
