"""What promotions refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class PlainReduction(Refusal):
    """A percentage or an amount off for everybody, without a code and without a condition, is a lower price."""

    code = "reduction_to_announce"
    status = 422
    sentence = _(
        "Less for everybody without a code or a condition is a reduction of the price itself: lower the prices and"
        " announce the reduction there, beside the lowest price of the 30 days before (art. L112-1-1 of the Consumer"
        " Code). Or give a condition here: a code, a minimum, a segment."
    )


class CodeTaken(Refusal):
    """`taken` is a code of another promotion of this market."""

    code = "promotion_code_taken"
    status = 409
    sentence = _("Another promotion has the code %(taken)s. Choose another one.")


class PromotionOver(Refusal):
    code = "promotion_over"
    status = 409
    sentence = _("This promotion has ended and cannot be changed. Make a new one.")


class PromotionChangedMeanwhile(Refusal):
    """`version` is the one that stands, `shown` the one that was changed."""

    code = "promotion_changed_meanwhile"
    status = 409
    sentence = _("Somebody changed this promotion since you opened it. Look at it as it is now, then change it again.")


class NoCodesOfItsOwn(Refusal):
    code = "no_codes_of_its_own"
    status = 409
    sentence = _("This promotion needs no code. Let it be used with a code first, then make codes for it.")
