"""What fulfilment refuses."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal

REASONS = {
    "nothing_to_deliver": _("There is nothing to deliver yet. Add something to the basket first."),
    "unknown_method": _("This way to deliver is not offered here. Choose another one."),
    "out_of_stock": _("Some pieces are no longer available. Reduce their number or remove them."),
    "not_in_this_shop": _("This shop does not have everything. Choose another shop or have it delivered."),
    "no_rate_for_country": _(
        "This way to deliver does not reach that country. Choose another one or another address."
    ),
    "no_rate_for_postcode": _(
        "This way to deliver does not reach that postcode. Choose another one or another address."
    ),
    "too_heavy": _("This is too heavy for this way to deliver. Choose another one or place two orders."),
    "closed": _("Nobody is there to prepare this in the coming weeks. Choose another way to deliver."),
}


class CannotDeliver(Refusal):
    """`data`: reason (a key of REASONS) and, when stock is short, variant_ids."""

    code = "cannot_deliver"
    status = 409

    def __init__(self, reason: str, **data: Any) -> None:
        super().__init__(reason=reason, **data)
        self.reason = reason
        self.sentence = REASONS[reason]


class ShipmentMoveRefused(Refusal):
    """The state table does not allow this move. `data`: shipment_id, state (where it stands), to."""

    code = "shipment_move_refused"
    status = 409
    sentence = _("This parcel has moved on meanwhile. Reload the page to see where it is.")


class MethodExists(Refusal):
    """`data`: method."""

    code = "method_exists"
    status = 409
    sentence = _("A delivery method with the code “%(method)s” exists already. Choose another code.")


class PiecesGone(Refusal):
    """Fewer of these pieces wait to be sent than were named. `data`: variant_ids."""

    code = "pieces_gone"
    status = 409
    sentence = _("Some of these pieces have left already. Reload the page to see what can still be changed.")
