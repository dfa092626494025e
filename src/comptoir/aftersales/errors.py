"""What after-sales refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class OrderUnknown(Refusal):
    """The same whether there is no such order or it is another person's: nobody finds out which numbers exist."""

    code = "order_unknown"
    status = 404
    sentence = _(
        "We find no order with this number and this e-mail together. Both stand in your confirmation e-mail. You may "
        "also write to us: that is as valid."
    )


class WindowOver(Refusal):
    """`last_day` was the last on which the right could be used."""

    code = "withdrawal_window_over"
    status = 409
    sentence = _("The time to withdraw ended on %(last_day)s. The legal guarantees go on: write to us.")


class AlreadyWithdrawn(Refusal):
    code = "already_withdrawn"
    status = 409
    sentence = _("You have withdrawn from all of this already. The acknowledgement is in your mail.")


class GoodsExcluded(Refusal):
    """`positions` are the lines from which nobody can withdraw, as was said before the order."""

    code = "goods_excluded"
    status = 409
    sentence = _("The right to withdraw does not apply to this article, as its page and your order said.")


class CardsSpentMeanwhile(Refusal):
    code = "cards_spent_meanwhile"
    status = 409
    sentence = _("Something was spent of a gift card meanwhile. Look at what is left on it, then confirm again.")


class OrderEnded(Refusal):
    code = "order_ended"
    status = 409
    sentence = _("This order was cancelled or has expired: there is nothing left to withdraw from.")


class OnlyWhole(Refusal):
    code = "only_whole_order"
    status = 409
    sentence = _("This order is not paid yet. You can withdraw from the whole of it, or pay it first.")


class ParcelsBeingStopped(Refusal):
    """Which pieces come back, and what is paid for them, is known once the worker has stopped the others."""

    code = "parcels_being_stopped"
    status = 409
    sentence = _("What has not left yet is still being stopped. Try again in a few minutes.")


class WithdrawalMoveRefused(Refusal):
    """`state` is where the withdrawal stands."""

    code = "withdrawal_move_refused"
    status = 409
    sentence = _("This withdrawal is no longer in a state that allows this. Reload it to see where it stands.")
