"""What the stock room refuses. `variant_ids` are texts, so that a refusal can be sent as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
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


class AheadMoved(Refusal):
    """What was to come was promised to others meanwhile, or comes later than was shown."""

    code = "ahead_moved"
    sentence = _("The date on which this article comes has changed. Look at the new one, then order again.")

    def __init__(self, *, variant_ids: Iterable[UUID]) -> None:
        super().__init__(variant_ids=sorted(map(str, variant_ids)))


class StillWaiting(Refusal):
    """Pieces of the order have not come in yet. `ready_on` is the latest day that was told."""

    code = "still_waiting"
    sentence = _("Pieces of this order have not come in yet (announced for %(ready_on)s). Receive them first.")

    def __init__(self, *, variant_ids: Iterable[UUID], ready_on: date) -> None:
        super().__init__(variant_ids=sorted(map(str, variant_ids)), ready_on=ready_on.isoformat())


class AheadPromised(Refusal):
    """`promised` pieces are promised already: the limit cannot be lower, nor the place another."""

    code = "ahead_promised"
    sentence = _("%(promised)s pieces are promised to orders already. The limit cannot be lower than that.")


class IncomingClosed(Refusal):
    """`state` is received or cancelled."""

    code = "incoming_closed"
    sentence = _("This line was received or cancelled already. Announce what else comes under a new number.")


class TransferMoveRefused(Refusal):
    """`state` is where the transfer stands, `to` where it cannot go from there."""

    code = "transfer_move_refused"
    sentence = _("This transfer has moved on meanwhile. Reload the page to see where it is.")


class TransferExists(Refusal):
    """`reference` is taken by a transfer with other contents."""

    code = "transfer_exists"
    sentence = _("A transfer “%(reference)s” exists already. Choose another reference.")


class CountersTaken(Refusal):
    """Two other people count here."""

    code = "counters_taken"
    sentence = _("Two people count here already. Once they are done, what differs can be counted again.")


class CountMoveRefused(Refusal):
    """`state` is where the count stands."""

    code = "count_move_refused"
    sentence = _("This count has moved on meanwhile. Reload the page to see where it is.")


class CountUndecided(Refusal):
    """The figures of `variant_ids` differ still."""

    code = "count_undecided"
    sentence = _("Some figures still differ. Count them again or decide them, then approve.")

    def __init__(self, *, variant_ids: Iterable[UUID]) -> None:
        super().__init__(variant_ids=sorted(map(str, variant_ids)))
