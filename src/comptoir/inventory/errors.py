"""What the stock room refuses. `variant_ids` are texts, so that a refusal can be sent as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from prometheus_client import Counter

from comptoir.kit.refusals import Refusal

# Whichever look at the stock it was that said no.
STOCK_REFUSALS = Counter("comptoir_stock_refusals_total", "Orders and baskets refused because too few are for sale")


class SoldOut(Refusal):
    """Fewer pieces are for sale than asked, for each of `variant_ids`."""

    code = "sold_out"
    sentence = _("An article is no longer available in this quantity. Take fewer, or remove it.")

    def __init__(self, *, variant_ids: Iterable[UUID]) -> None:
        STOCK_REFUSALS.inc()
        super().__init__(variant_ids=sorted(map(str, variant_ids)))


class NegativeStock(Refusal):
    """A place would hold less than nothing, or less than what is reserved there, of each of `variant_ids`."""

    code = "negative_stock"
    sentence = _("A place cannot hold fewer pieces than are reserved there. Check the quantities.")

    def __init__(self, *, variant_ids: Iterable[UUID]) -> None:
        super().__init__(variant_ids=sorted(map(str, variant_ids)))


class NotReserved(Refusal):
    """Nothing is reserved for this order at this place."""

    code = "not_reserved"
    sentence = _("No piece is reserved for this order at this place.")


class AlreadyReserved(RuntimeError):
    """An order reserved the same variant at the same place twice: a bug of the caller, never shown to a
    person."""
