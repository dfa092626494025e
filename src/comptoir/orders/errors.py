from typing import Any

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class OrderMoveRefused(Refusal):
    """`state` is where the order stands, `to` where it was to go."""

    code = "order_move_refused"
    status = 409
    sentence = _("The order is no longer in a state that allows this. Reload it to see where it stands.")


class OrderNotPaid(Refusal):
    code = "order_not_paid"
    status = 409
    sentence = _("This order is not paid yet. Record the payment in the shop first.")


class AlreadyPaid(Refusal):
    code = "already_paid"
    status = 409
    sentence = _("This order needs no further payment.")


class NothingToGiveBack(Refusal):
    code = "nothing_to_give_back"
    status = 409
    sentence = _("No refund of this order waits at the counter.")


class PaymentUnderWay(Refusal):
    code = "payment_under_way"
    status = 409
    sentence = _("A payment of this order is being made. Wait for its answer before you try another.")


BLOCKED = {
    "not_paid": _("This order waits for its payment. Change its lines, or cancel the whole order."),
    "paying": _("A payment of this order is being made. Wait for its answer before you change the order."),
    "ended": _("This order has ended: it can no longer be changed."),
    "difference_waits": _("An earlier change of this order waits for its payment. Pay it or take it back first."),
    "left": _("Pieces of this order have left: it can no longer be changed."),
    "promoted": _("An offer counts for these articles together: cancel the whole order, or write to us."),
    "prepared": _("This order is being prepared: it can no longer be changed."),
}


class OrderNotChangeable(Refusal):
    """`reason` is a key of BLOCKED."""

    code = "order_not_changeable"
    status = 409

    def __init__(self, reason: str, **data: Any) -> None:
        super().__init__(reason=reason, **data)
        self.sentence = BLOCKED[reason]


class OrderChangedMeanwhile(Refusal):
    """`version` is the one that the order has now, `shown` the one that was sent."""

    code = "order_changed_meanwhile"
    status = 409
    sentence = _("Somebody changed this order meanwhile. Look at it again before you change it.")


class ChangeDiffers(Refusal):
    """`shown` and `total` in minor units of `currency`; `promise` is the key of the promise as it is now."""

    code = "change_differs"
    status = 409
    sentence = _("Price or date of this change are no longer what was shown. Look at them again and confirm.")


class NothingChanges(Refusal):
    code = "nothing_changes"
    status = 422
    sentence = _("Nothing would change. Choose another quantity, article, address or delivery.")


class NothingLeft(Refusal):
    code = "nothing_left"
    status = 409
    sentence = _("Nothing would be left of this order. Cancel the whole order instead.")


class GiftCardSpent(Refusal):
    """`order_id` is the order that the cards were bought with."""

    code = "gift_card_spent"
    status = 409
    sentence = _("A gift card of this order was used, or is claimed by another order: its price cannot go back.")


class ArticleNotForSale(Refusal):
    code = "article_not_for_sale"
    status = 409
    sentence = _("An article that you add is not for sale now. Remove it from the change.")


class AdditionNotAgreed(Refusal):
    """`variant_ids` are those that the buyer did not ask to be supplied before the time to withdraw is over."""

    code = "addition_not_agreed"
    status = 409
    sentence = _(
        "A service or file that you add needs the buyer’s express request, which this order does not hold: it wants an"
        " order of its own."
    )


class NoChangeWaits(Refusal):
    code = "no_change_waits"
    status = 409
    sentence = _("No change of this order waits for its payment.")


class TermsExist(Refusal):
    """The database keeps one version of a storefront, language and moment."""

    code = "terms_version_exists"
    status = 409
    sentence = _("There is a version of these terms from this moment on already. Choose another moment.")


class LinkInvalid(Refusal):
    code = "link_invalid"
    status = 404
    sentence = _("This link leads to no order. Use the link of your confirmation e-mail.")


class WithdrawalUnderWay(Refusal):
    """The buyer withdrew from what a refund by hand would be for: it is paid back with that."""

    code = "withdrawal_under_way"
    status = 409
    sentence = _(
        "The buyer has withdrawn from this. Note on the withdrawal that the goods are here or were sent: the money goes"
        " back with that."
    )


class RefundableChanged(Refusal):
    """`refundable` is what can be given back now, in minor units of `currency`."""

    code = "refundable_changed"
    status = 409
    sentence = _("Somebody gave money back meanwhile. Look at what is left, then decide again.")
