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


class LinkInvalid(Refusal):
    code = "link_invalid"
    status = 404
    sentence = _("This link leads to no order. Use the link of your confirmation e-mail.")


class RefundableChanged(Refusal):
    """`refundable` is what can be given back now, in minor units of `currency`."""

    code = "refundable_changed"
    status = 409
    sentence = _("Somebody gave money back meanwhile. Look at what is left, then decide again.")
