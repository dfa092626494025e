from typing import Any

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal
from comptoir.kit.text import Localised


class BasketClosed(Refusal):
    code = "basket_closed"
    status = 409
    sentence = _("This basket was already ordered. Start a new one to add more.")


class BasketEmpty(Refusal):
    code = "basket_empty"
    status = 409
    sentence = _("Your basket is empty. Choose something first.")


class BasketFull(Refusal):
    """`limit` is how many different lines a basket may have."""

    code = "basket_full"
    status = 409
    sentence = _("A basket holds %(limit)s different products at most. Place this order, then start another.")


class BuyerMissing(Refusal):
    code = "buyer_missing"
    status = 409
    sentence = _("Please say who orders and where it shall go.")


class NotForSale(Refusal):
    code = "not_for_sale"
    status = 409
    sentence = _("One of the products is no longer sold. Remove it from the basket to go on.")


class NothingBefore(Refusal):
    code = "nothing_before"
    status = 409
    sentence = _("There is no earlier order of yours to take address and delivery from. Please fill them in.")


class PriceChanged(Refusal):
    """`shown` and `total` are minor units of `currency`."""

    code = "price_changed"
    status = 409
    sentence = _("The total has changed since you saw it. Look at the new one, then order again.")


class PromotionCodeRefused(Refusal):
    """`why` says of a code that it is unknown, not_yet or over (the sentence names the day), used_up, used_before,
    for other_people, or, when the order is placed, not_with_this_order (then the codes are named in `codes`)."""

    code = "promotion_code_refused"
    status = 422
    sentence = _("This code cannot be used now. What is said about it says why, and what to do next.")

    def __init__(self, *, why: str, text: Localised, **data: Any) -> None:
        super().__init__(why=why, **data)
        self.said = text

    def text(self, locale: str) -> str:
        return self.said.read(locale)


class TooManyCodes(Refusal):
    code = "too_many_codes"
    status = 409
    sentence = _("A basket takes %(limit)s codes at most. Take one out first.")


class PromiseChanged(Refusal):
    code = "promise_changed"
    status = 409
    sentence = _("The delivery date has changed since you saw it. Look at the new one, then order again.")


class SupplyNotAgreed(Refusal):
    """`sentence_to_agree` is what has to be ticked, by language."""

    code = "supply_not_agreed"
    status = 409
    sentence = _("Please tick that you ask for it to be supplied at once, or take it out of the basket.")


class LookOnly(Refusal):
    code = "look_only"
    status = 409
    sentence = _("This link only shows the basket. Ask for one by which friends may add and comment.")


class NameTaken(Refusal):
    code = "name_taken"
    status = 409
    sentence = _("Somebody of this name is here already. Add a letter or a number to yours.")


class SharingFull(Refusal):
    code = "sharing_full"
    status = 409
    sentence = _("No more fits beside this basket. Its owner can decide on what waits, or end the sharing.")


class ProposalDecided(Refusal):
    code = "proposal_decided"
    status = 409
    sentence = _("The owner of the basket has decided on this already.")
