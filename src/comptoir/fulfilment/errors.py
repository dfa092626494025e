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


# What may be wrong with a line of a price table.
TABLE_FAULTS = {
    "line": _("A line is: country; postcode prefix; kg; price; extra days."),
    "country": _("This is not a country: write its two letters, such as FR."),
    "postcode_prefix": _("A postcode prefix has 12 letters and digits at most."),
    "max_weight_g": _("Write a weight above 0 kg, to the gram: 0.5."),
    "amount": _("Write a price without its currency, 0 or more: 5.95."),
    "extra_days": _("Extra days are a whole number from 0 to 40."),
    "rates": _("The same country, prefix and weight stand in a line above."),
    "too_many": _("A table has 1,000 lines at most."),
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


class RatesChangedMeanwhile(Refusal):
    """`data`: version (of the table that stands), shown (of the one that was changed)."""

    code = "rates_changed_meanwhile"
    status = 409
    sentence = _("Somebody changed these prices since you opened them. Look at them as they are now, then change them.")


class LastWay(Refusal):
    """No other way of the market brings or hands over goods. `data`: method, market."""

    code = "last_way"
    status = 409
    sentence = _(
        "This is the last way to get goods in this market: without it nobody can order any. If you mean that, stop "
        "offering it and confirm that."
    )


class PiecesGone(Refusal):
    """Fewer of these pieces wait to be sent than were named. `data`: variant_ids."""

    code = "pieces_gone"
    status = 409
    sentence = _("Some of these pieces have left already. Reload the page to see what can still be changed.")
